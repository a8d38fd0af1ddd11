"""How Alembic reaches the database: on the connection that `portal.schema` hands over."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from portal.database import Model

connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Model.metadata,
    render_as_batch=True,
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
