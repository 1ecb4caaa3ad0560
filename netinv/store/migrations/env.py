"""Alembic's environment: runs on the connection it is given, inside that connection's transaction."""

from alembic import context
from sqlmodel import SQLModel

import netinv.store.measured_table  # likewise
import netinv.store.outbox_table  # fills the metadata
import netinv.store.service_tables  # likewise
import netinv.store.tables  # likewise
import netinv.store.work_tables  # noqa: F401  # likewise

context.configure(
    connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata, render_as_batch=True
)
context.run_migrations()
