"""Problems have a life of their own: opened once, acknowledged, closed; events belong to them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "problem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("explains", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("alternative", sa.String(), nullable=True),
        sa.Column("members", sa.String(), nullable=False),
        sa.Column("affected_sites", sa.String(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.Integer(), nullable=True),
        sa.Column("acked_by", sa.String(), nullable=True),
        sa.Column("acked_at", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_problem_opened_at", "problem", ["opened_at"])
    op.create_index("ix_problem_closed_at", "problem", ["closed_at"])
    op.create_index("problem_open", "problem", ["kind", "name"], sqlite_where=sa.text("closed_at IS NULL"))
    op.create_table(
        "problem_device",
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Integer(), nullable=False),
        sa.Column("valid_to", sa.Integer(), nullable=True),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("problem_id", "device_id", "valid_from"),
        sqlite_with_rowid=False,
    )
    op.create_index("problem_device_of_device", "problem_device", ["device_id", "valid_from"])
    with op.batch_alter_table("event") as event:
        event.add_column(sa.Column("problem_id", sa.Integer(), nullable=True))
        event.create_foreign_key("event_of_problem", "problem", ["problem_id"], ["id"], ondelete="SET NULL")
        event.create_index("ix_event_problem_id", ["problem_id"])
