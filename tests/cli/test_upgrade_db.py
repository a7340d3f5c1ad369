"""``upgrade-db``: our tables, made and brought up to date beside the host's."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from alembic import command
from flask import Flask

from flask_volunteer_reports import migrate
from flask_volunteer_reports.models import Base
from flask_volunteer_reports.state import current_state
from tests.cli.terminal import done, refused
from tests.world import CAMPAIGN_FILE

OLD = "0003_recording"


@pytest.fixture
def ask(tmp_path):
    """Sends SQL to the host's database and returns the rows."""

    def rows(*statements: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(tmp_path / "host.sqlite")) as connection, connection:
            return [row for sql in statements for row in connection.execute(sql)]

    return rows


def upgrade_to(app: Flask, revision: str) -> None:
    with app.app_context(), current_state().engine.begin() as connection:
        command.upgrade(migrate._configuration(connection), revision)


def revisions(app: Flask) -> tuple[str | None, str | None]:
    with app.app_context():
        return migrate.revisions(current_state().engine)


def test_an_empty_database_gets_all_our_tables(empty, ask):
    said = done(empty, "upgrade-db")

    current, newest = revisions(empty)
    assert (current, said) == (newest, f"The tables are at revision {newest}.\n")
    tables = {name for (name,) in ask("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables == {*Base.metadata.tables, migrate.VERSION_TABLE}


def test_a_second_time_nothing_changes(empty, ask):
    done(empty, "upgrade-db")
    before = ask("SELECT * FROM sqlite_master"), revisions(empty)

    done(empty, "upgrade-db")

    assert (ask("SELECT * FROM sqlite_master"), revisions(empty)) == before


def test_a_second_time_it_says_that_there_is_nothing_to_do(empty):
    first = done(empty, "upgrade-db")
    again = done(empty, "upgrade-db")
    assert again != first
    assert "nothing to do" in again


def test_an_old_database_is_brought_up_to_date_and_keeps_its_rows(empty, ask):
    upgrade_to(empty, OLD)
    ask(
        "INSERT INTO volunteer_reports_area"
        " (id, code, name, level, path, civility_office, federation, version)"
        " VALUES ('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '441300', '惠州市', 'city', '441300/',"
        " '', '', 1)"
    )

    done(empty, "upgrade-db")

    current, newest = revisions(empty)
    assert current == newest != OLD
    assert ask("SELECT code, name FROM volunteer_reports_area") == [("441300", "惠州市")]


def test_the_hosts_own_tables_are_left_alone(empty, ask):
    ask(
        "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT)",
        "INSERT INTO people VALUES (17, 'Ann')",
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)",
        "INSERT INTO alembic_version VALUES ('of the host')",
    )

    done(empty, "upgrade-db")

    assert ask("SELECT * FROM people", "SELECT * FROM alembic_version") == [
        (17, "Ann"),
        ("of the host",),
    ]
    theirs = "SELECT sql FROM sqlite_master WHERE name IN ('people', 'alembic_version')"
    assert [sql for (sql,) in ask(f"{theirs} ORDER BY name")] == [
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)",
        "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT)",
    ]


def test_a_database_out_of_reach_is_a_clear_error(host, tmp_path):
    (tmp_path / "file").touch()
    app = host(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'file' / 'host.sqlite'}")

    said = refused(app, "upgrade-db")

    assert "unable to open database file" in said
    assert "SQLALCHEMY_DATABASE_URI" in said


def test_a_database_of_a_newer_version_of_ours_is_a_clear_error(empty, ask):
    done(empty, "upgrade-db")
    ask("UPDATE volunteer_reports_alembic_version SET version_num = '9999_future'")

    said = refused(empty, "upgrade-db")

    assert "9999_future" in said
    assert revisions(empty)[0] == "9999_future"


@pytest.mark.parametrize(
    "words",
    [
        ("grant", "17", "city_secretariat"),
        ("load-areas", "FILE"),
        ("load-organizations", "FILE"),
        ("load-campaign", CAMPAIGN_FILE),
        ("weekly-papers", "2017-W27", "--out", "papers"),
        ("work", "--until-idle"),
    ],
    ids=lambda words: words[0],
)
def test_every_other_command_says_when_it_has_to_be_run_first(words, empty, written):
    file = written("code,name,affiliation,kind,area\nnew,New,social,social,west\n")
    said = refused(empty, *(file if word == "FILE" else word for word in words))
    assert "upgrade-db" in said


def test_it_speaks_chinese_by_default(host):
    app = host(locale=None)
    said = done(app, "upgrade-db")
    assert said == f"数据表版本为{revisions(app)[1]}。\n"
