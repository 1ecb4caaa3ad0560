"""Units follow each other, and what stands at them moves: reorganisations, who follows whom, who left where when."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "reorganisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("applied_at", sa.Integer(), nullable=False),
        sa.Column("applied_by", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("steps", sa.String(), nullable=False),
        sa.Column("ended", sa.String(), nullable=False),
        sa.Column("born", sa.String(), nullable=False),
        sa.Column("undone_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "succession",
        sa.Column("old_site_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("new_site_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("date", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=True),
        sa.Column("reorganisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["old_site_id"], ["site.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["new_site_id"], ["site.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["reorganisation_id"], ["reorganisation.id"]),
        sa.PrimaryKeyConstraint("old_site_id", "new_site_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "relocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("date", sa.String(), nullable=False),
        sa.Column("from_site_id", sa.Integer(), nullable=False),
        sa.Column("reorganisation_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["from_site_id"], ["site.id"]),
        sa.ForeignKeyConstraint(["reorganisation_id"], ["reorganisation.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_relocation_device_id", "relocation", ["device_id"])
