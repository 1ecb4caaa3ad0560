"""Whether a port runs in half or full duplex."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("ALTER TABLE interface ADD COLUMN duplex INTEGER")  # a batch would copy the largest table there is
