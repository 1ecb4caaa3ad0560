"""The outbox: alerts that are to be sent, were sent, or could not be."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("problem_id", sa.Integer(), sa.ForeignKey("problem.id", ondelete="CASCADE"), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
    )
    op.create_index("outbox_standing", "outbox", ["channel", "problem_id"], sqlite_where=sa.text("standing"))
    op.create_index(
        "outbox_undelivered", "outbox", ["channel", "problem_id", "id"], sqlite_where=sa.text("sent_at IS NULL")
    )
    op.create_index(op.f("ix_outbox_problem_id"), "outbox", ["problem_id"])
    op.create_index(op.f("ix_outbox_sent_at"), "outbox", ["sent_at"])
