"""What checks of services found."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "service_state",
        sa.Column("service_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_to", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("not_after", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("service_id", "valid_from"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "service_check",
        sa.Column("service_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("checked_at", sa.Integer(), nullable=False),
        sa.Column("latency_us", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("service_id"),
    )
