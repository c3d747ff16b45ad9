"""Alembic's entry: migrations run on the connection and in the transaction that `migrating` holds."""

from __future__ import annotations

from alembic import context

from evenstride.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
