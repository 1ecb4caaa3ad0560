"""A device's SNMP engine ID: two devices with one of them are told."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("system", sa.Column("engine_id", sa.String(), nullable=True))
