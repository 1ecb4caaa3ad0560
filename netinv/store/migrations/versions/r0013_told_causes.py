"""What a problem was, as somebody told: it goes before what netinv found."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("problem", sa.Column("told_cause", sa.String(), nullable=True))
