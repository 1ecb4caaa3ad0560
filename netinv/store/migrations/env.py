"""Alembic's environment: runs on the connection it is given, inside that connection's transaction."""

from alembic import context

from netinv.store.tables.metadata import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
context.run_migrations()
