"""Where a test's database comes from: a copied SQLite file, or a copied PostgreSQL database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from tools.postgres import temporary_postgres


class Databases(Protocol):
    """Makes the database with the founded city once, and a copy of it for every test."""

    def founded(self) -> str:
        """Return the address of the one in which the city is to be founded."""

    def copy(self, folder: Path) -> str:
        """Return the address of a new copy; nobody may be connected to the founded one."""

    def empty(self, folder: Path) -> str:
        """Return the address of a new one that holds nothing."""

    def drop(self, address: str) -> None:
        """Take one away that is no longer needed, so that the disk does not fill."""


class SQLiteFiles:
    """A file for every test, in the test's own folder."""

    def __init__(self, folder: Path) -> None:
        self._founded = folder / "host.sqlite"

    def founded(self) -> str:
        """As above."""
        return f"sqlite:///{self._founded}"

    def copy(self, folder: Path) -> str:
        """As above."""
        shutil.copy(self._founded, folder / "host.sqlite")
        return self.empty(folder)

    def empty(self, folder: Path) -> str:
        """As above."""
        return f"sqlite:///{folder / 'host.sqlite'}"

    def drop(self, address: str) -> None:
        """Leave it where it is: the test's folder goes as a whole."""


class PostgresDatabases:
    """A database for every test, on one server."""

    def __init__(self, address: str) -> None:
        self._address = sa.make_url(address)
        self._server = sa.create_engine(self._address, isolation_level="AUTOCOMMIT")
        self._numbers = count(1)
        self._execute("CREATE DATABASE founded")

    def founded(self) -> str:
        """As above."""
        return self._named("founded")

    def copy(self, folder: Path) -> str:
        """As above."""
        return self._made("TEMPLATE founded")

    def empty(self, folder: Path) -> str:
        """As above."""
        return self._made("TEMPLATE template0")

    def drop(self, address: str) -> None:
        """As above."""
        self._execute(f"DROP DATABASE {sa.make_url(address).database} WITH (FORCE)")

    def _made(self, how: str) -> str:
        name = f"test_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} {how}")
        return self._named(name)

    def _named(self, name: str) -> str:
        return self._address.set(database=name).render_as_string(hide_password=False)

    def _execute(self, statement: str) -> None:
        with self._server.connect() as connection:
            connection.exec_driver_sql(statement)


@contextmanager
def postgres_databases() -> Iterator[PostgresDatabases]:
    """Run a server of our own for as long as it is needed."""
    with temporary_postgres() as address:
        databases = PostgresDatabases(address)
        yield databases
        databases._server.dispose()
