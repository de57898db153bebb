"""What Alembic runs: the migrations, on the connection it was handed."""

from __future__ import annotations

from alembic import context

from relay.store.tables import Base

connection = context.config.attributes["connection"]
# SQLite alters tables only by making them anew, which is what "batch" does.
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
