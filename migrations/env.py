"""Run our revisions on the connection that flask_volunteer_reports.migrate hands over."""

from contextlib import suppress
from importlib import import_module

from alembic import context

from flask_volunteer_reports.migrate import VERSION_TABLE, is_ours, metadata


def render_item(kind: str, item: object, _autogen_context: object) -> str | bool:
    """Write our instants as plain DateTime: a revision must not change when our code does."""
    return "sa.DateTime()" if kind == "type" and type(item).__name__ == "UTCDateTime" else False


plugins = ["alembic.autogenerate.*"]
with suppress(ImportError):  # older versions run revisions, but cannot compare check constraints
    plugins.append(import_module("alembic.ext.checkconstraint_byname").__name__)

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata(),
    version_table=VERSION_TABLE,
    include_name=is_ours,
    render_item=render_item,
    compare_type=True,
    autogenerate_plugins=plugins,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
