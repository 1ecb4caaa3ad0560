"""Why a link is believed, as intervals; which aggregate a port is a member of."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "link_evidence",
        sa.Column("link_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_to", sa.Integer(), nullable=True),
        sa.Column("last_seen", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("link_id", "source", "side", "said", "valid_from"),
        sqlite_with_rowid=False,
    )
    op.execute("ALTER TABLE interface ADD COLUMN aggregate VARCHAR")  # a batch would copy the largest table there is
