"""What alembic runs for every command: the connection that `migrating.py` hands in, and the tables to compare it with."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON

from api.tables import Base
from api.tables.base import Instant


def _rendered(kind: str, thing: Any, autogeneration: AutogenContext) -> str | Literal[False]:  # noqa: ANN401 - whatever a table is made of
    """Write our own types as plain SQL: a revision must read the same when the application has moved on."""
    if kind == "type" and isinstance(thing, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, JSON):
        autogeneration.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
    render_item=_rendered,
    transactional_ddl=True,  # on SQLite, too: `database.py` begins its transactions itself
)
with context.begin_transaction():
    context.run_migrations()
