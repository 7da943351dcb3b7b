"""What Alembic runs migrations in: the connection of `store.upgrading`, in its transaction."""

from __future__ import annotations

from alembic import context

from itakusaki.store.tables import METADATA

# SQLite alters no table but by making it anew; batch mode does so on both databases alike.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
