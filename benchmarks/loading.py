"""Puts millions of rows into a database in the way that is fastest for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import sqlalchemy as sa

from flask_volunteer_reports.models import TABLE_PREFIX, Base

Row = Sequence[str | int | None]
"""Ids as 32 hex digits, instants as ISO 8601 in UTC without zone: both databases read these."""


class Loader(Protocol):
    """Fills empty tables of one database."""

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Add *rows* to the table, whose name has no prefix."""

    def index(self) -> None:
        """Make the indexes again that were dropped, once everything is loaded."""

    def analyze(self) -> None:
        """Let the database look at what it holds, as a database in use does by itself."""


def loader_for(engine: sa.Engine, large: Sequence[str]) -> Loader:
    """Return the loader for an engine.

    Args:
        large: Tables whose indexes are made after they were filled.
    """
    kind = _SQLiteLoader if engine.dialect.name == "sqlite" else _PostgresLoader
    return kind(engine, _indexes(large))


def _indexes(tables: Sequence[str]) -> list[sa.Index]:
    found = (Base.metadata.tables[f"{TABLE_PREFIX}{name}"].indexes for name in tables)
    return [index for indexes in found for index in indexes]


class _SQLiteLoader:
    def __init__(self, engine: sa.Engine, indexes: list[sa.Index]) -> None:
        self._engine, self._indexes = engine, indexes
        for index in indexes:
            index.drop(engine)
        engine.dispose()  # whoever has the file open keeps the journal from being turned off
        self._connection = sqlite3.connect(str(engine.url.database), isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000"):
            self._connection.execute(f"PRAGMA {pragma}")

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        marks = ", ".join("?" * len(columns))
        self._connection.execute("BEGIN")
        self._connection.executemany(
            f"INSERT INTO {TABLE_PREFIX}{table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 -- our own names
            rows,
        )
        self._connection.execute("COMMIT")

    def index(self) -> None:
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.close()
        for index in self._indexes:
            index.create(self._engine)

    def analyze(self) -> None:
        with self._engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")


class _PostgresLoader:
    def __init__(self, engine: sa.Engine, indexes: list[sa.Index]) -> None:
        self._engine, self._indexes = engine, indexes
        for index in indexes:
            index.drop(engine)

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        with self._engine.begin() as connection:
            raw: Any = connection.connection.dbapi_connection
            copy = f"COPY {TABLE_PREFIX}{table} ({', '.join(columns)}) FROM STDIN"
            with raw.cursor() as cursor, cursor.copy(copy) as lines:
                for row in rows:
                    lines.write_row(row)

    def index(self) -> None:
        for index in self._indexes:
            index.create(self._engine)
        self.analyze()  # what comes next reads all of it

    def analyze(self) -> None:
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
