"""Measurements: round-trip times and loads with each sweep's counters, and days in longer steps as they grow old."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    for name in ("rtt_us", "cpu", "memory"):
        op.add_column("counter_chunk", sa.Column(name, sa.Integer(), nullable=True))
    op.create_table(
        "measured_day",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), sa.ForeignKey("device.id", ondelete="CASCADE"), nullable=False),
        sa.Column("step_s", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )
    op.create_index("measured_day_of_device", "measured_day", ["device_id", "day"], unique=True)
    op.create_index("measured_day_by_step", "measured_day", ["step_s", "day"])
