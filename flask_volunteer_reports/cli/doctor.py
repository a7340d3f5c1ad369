"""Finds what is missing before a clerk does."""

from __future__ import annotations

import ctypes.util
import importlib.metadata
import tempfile
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from flask import current_app

from ..errors import ConfigurationError, Message, PaperFailed
from ..ports import Permission
from ..rendering.fonts import PaperFonts, check_fonts
from ..state import current_state
from ..storage import FolderStorage
from .command import command, read_revisions, say


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: its name, and what to do where it failed (None: it is well)."""

    name: Message
    remedy: Message | None = None


@command("doctor", permission=Permission.OPERATE, tables=False)
def doctor() -> None:
    """Check everything that the papers and pages need; say what to do about what is missing."""
    ailing = 0
    for finding in examine():
        mark = "✗" if finding.remedy else "✓"
        click.echo(f"{mark} {say(finding.name)}")
        if finding.remedy:
            ailing += 1
            click.echo(f"    {say(finding.remedy)}")
    if ailing:
        raise click.exceptions.Exit(1)


def examine() -> Iterator[Finding]:
    """Run all checks, one after the other."""
    yield _pango()
    yield _fonts()
    yield from _database()
    yield _storage()
    yield _time_zones()
    yield _secret_key()
    yield _people()


def _pango() -> Finding:
    name = Message("Pango, which lays the papers out")
    wanted = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
    missing = [library for library in wanted if ctypes.util.find_library(library) is None]
    if not missing:
        return Finding(name)
    return Finding(
        name,
        Message(
            "Missing: %(libraries)s. On Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
            "libharfbuzz-subset0.",
            {"libraries": ", ".join(missing)},
        ),
    )


def _fonts() -> Finding:
    fonts = PaperFonts.of(current_state().settings)
    try:
        check_fonts(fonts)
    except PaperFailed as error:
        return Finding(Message("Fonts for the papers"), error.message)
    best = {
        "text": fonts.text_chain[0],
        "titles": fonts.title_chain[0],
        "wide": fonts.wide_chain[0],
    }
    return Finding(
        Message(
            "Fonts for the papers: text %(text)s, titles %(titles)s, rare characters %(wide)s", best
        )
    )


def _database() -> Iterator[Finding]:
    name = Message("Database revision")
    try:
        current, newest = read_revisions()
    except ConfigurationError as error:
        yield Finding(name, error.message)
        return
    if current == newest:
        yield Finding(name)
    else:
        yield Finding(
            name,
            Message(
                "The tables are at revision %(current)s, the newest is %(newest)s. Run “flask "
                "volunteer-reports upgrade-db”.",
                {"current": current or "-", "newest": newest},
            ),
        )
    yield from _sqlite()


def _sqlite() -> Iterator[Finding]:
    engine = current_state().engine
    if engine.dialect.name != "sqlite" or engine.url.database in (None, "", ":memory:"):
        return
    name = Message("SQLite in WAL mode")
    with engine.connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        keys = connection.exec_driver_sql("PRAGMA foreign_keys").scalar()
    if mode == "wal" and keys:
        yield Finding(name)
        return
    yield Finding(
        name,
        Message(
            "Pages will wait for each other. Call flask_volunteer_reports.prepare_sqlite("
            "db.engine) once when the application starts."
        ),
    )


def _storage() -> Finding:
    name = Message("Storage for photos and papers")
    storage = current_state().storage
    if not isinstance(storage, FolderStorage):
        return Finding(name)
    try:
        storage.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=storage.folder) as file:
            file.write(b"x" * 4096)
            file.flush()
    except OSError as error:
        return Finding(
            name,
            Message(
                "The folder %(folder)s cannot be written: %(error)s. Give it to the user of the "
                "web server, make room on its disk, or set VOLUNTEER_REPORTS_STORAGE_FOLDER.",
                {"folder": str(storage.folder), "error": error.strerror or str(error)},
            ),
        )
    return Finding(name)


def _time_zones() -> Finding:
    name = Message("Time zone data")
    key = current_state().settings.time_zone
    if any(Path(folder, key).is_file() for folder in zoneinfo.TZPATH):
        return Finding(name)
    try:
        importlib.metadata.version("tzdata")
    except importlib.metadata.PackageNotFoundError:
        return Finding(
            name, Message("Neither the system nor Python knows time zones. pip install tzdata.")
        )
    return Finding(name)


def _secret_key() -> Finding:
    name = Message("Secret key")
    key = current_app.secret_key
    if key and len(key) >= 16:
        return Finding(name)
    return Finding(
        name,
        Message(
            "SECRET_KEY is missing or short, so forms and sign-ins cannot be trusted. Set it to "
            "the output of: python -c 'import secrets; print(secrets.token_hex())'."
        ),
    )


def _people() -> Finding:
    name = Message("Who is signed in")
    ask = current_state().host.current_actor
    try:
        with current_app.test_request_context():
            if ask:
                ask()
    except ConfigurationError as error:
        return Finding(name, error.message)
    return Finding(name)
