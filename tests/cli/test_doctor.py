"""``doctor``: what is missing is found before a clerk finds it, with what to do about it."""

from __future__ import annotations

import ctypes.util
import importlib.metadata
import re
import zoneinfo

import pytest
from alembic import command

from flask_volunteer_reports import Host, migrate
from flask_volunteer_reports.errors import ConfigurationError
from flask_volunteer_reports.rendering import fonts
from flask_volunteer_reports.state import current_state
from tests.cli.terminal import run, started
from tests.fontconfig import only_fonts_of, save_font

CHECKS = [
    "Pango, which lays the papers out",
    "Fonts for the papers",
    "Database revision",
    "SQLite in WAL mode",
    "Storage for photos and papers",
    "Time zone data",
    "Secret key",
    "Who is signed in",
]


def findings(app) -> dict[str, str]:
    """What is not well, with the advice; the exit code and the other checks agree with it."""
    answer = run(app, "doctor")
    checked: list[str] = []
    found: dict[str, str] = {}
    for line in answer.output.splitlines():
        if line.startswith("    "):
            found[checked[-1]] = line.strip()
        else:
            checked.append(line[2:].split(":")[0])
            assert line[0] in "✓✗"
    assert [name for name in checked if f"✗ {name}" in answer.output] == list(found)
    assert answer.exit_code == (1 if found else 0)
    assert set(checked) <= set(CHECKS)
    return found


@pytest.fixture
def fonts_anew():
    """fontconfig is asked again, in the test and behind it."""
    fonts.forget()
    yield
    fonts.forget()


@pytest.fixture
def no_zones_in_the_system():
    """The system has no time zone data, as a small container."""
    zoneinfo.reset_tzpath(to=[])
    yield
    zoneinfo.reset_tzpath()


def test_where_all_is_well_every_check_is_named_and_nothing_else_is_said(app, tmp_path):
    answer = run(app, "doctor")

    assert answer.exit_code == 0
    said = answer.output.splitlines()
    assert [line.split(":")[0] for line in said] == [f"✓ {name}" for name in CHECKS]
    assert re.search(r"text \S+.*, titles \S+.*, rare characters Noto Serif CJK SC$", said[1])
    assert list((tmp_path / "storage").iterdir()) == []


def test_missing_tables_are_told_with_the_command_that_makes_them(empty):
    found = findings(empty)
    assert list(found) == ["Database revision"]
    assert "at revision -, the newest is" in found["Database revision"]
    assert "Run “flask volunteer-reports upgrade-db”" in found["Database revision"]


def test_old_tables_are_told_with_both_revisions(empty):
    with empty.app_context(), current_state().engine.begin() as connection:
        command.upgrade(migrate._configuration(connection), "0003_recording")
        newest = migrate.revisions(current_state().engine)[1]

    found = findings(empty)

    assert list(found) == ["Database revision"]
    told = f"at revision 0003_recording, the newest is {newest}. Run “flask volunteer-reports"
    assert told in found["Database revision"]


def test_a_database_out_of_reach_is_told_and_the_other_checks_go_on(host, tmp_path):
    (tmp_path / "file").touch()
    app = host(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'file' / 'host.sqlite'}")

    answer = run(app, "doctor")

    assert answer.exit_code == 1
    assert "unable to open database file. Check SQLALCHEMY_DATABASE_URI" in answer.output
    assert "✓ Who is signed in" in answer.output


def test_a_file_that_is_no_database_is_told_and_the_other_checks_go_on(host, tmp_path):
    (tmp_path / "host.sqlite").write_bytes(b"no database at all" * 100)

    answer = run(host(prepared=False), "doctor")

    assert answer.exit_code == 1
    assert "file is not a database. Check SQLALCHEMY_DATABASE_URI" in answer.output
    assert "✓ Who is signed in" in answer.output


def test_sqlite_without_its_modes_is_told_with_the_call_that_sets_them(app, host, tmp_path):
    database = tmp_path / "plain.sqlite"
    other = host(prepared=False, SQLALCHEMY_DATABASE_URI=f"sqlite:///{database}")
    with other.app_context():
        migrate.upgrade(current_state().engine)

    found = findings(other)

    assert list(found) == ["SQLite in WAL mode"]
    assert "Call flask_volunteer_reports.prepare_sqlite(db.engine)" in found["SQLite in WAL mode"]


@pytest.mark.parametrize("below", ["file", "file/storage"], ids=["a file", "below a file"])
def test_a_folder_that_cannot_be_written_is_named(below, app, host, tmp_path):
    (tmp_path / "file").touch()
    folder = tmp_path / below

    found = findings(host(VOLUNTEER_REPORTS_STORAGE_FOLDER=str(folder)))

    assert list(found) == ["Storage for photos and papers"]
    [advice] = found.values()
    assert f"The folder {folder} cannot be written" in advice
    assert "set VOLUNTEER_REPORTS_STORAGE_FOLDER" in advice


@pytest.mark.parametrize("library", ["pango-1.0", "pangoft2-1.0", "harfbuzz-subset"])
def test_a_missing_library_is_named_with_the_packages_to_install(library, app, monkeypatch):
    find = ctypes.util.find_library
    monkeypatch.setattr(
        ctypes.util, "find_library", lambda name: None if name == library else find(name)
    )

    found = findings(app)

    assert list(found) == ["Pango, which lays the papers out"]
    [advice] = found.values()
    assert advice == (
        f"Missing: {library}. On Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
        "libharfbuzz-subset0."
    )


NOTHING = {
    "VOLUNTEER_REPORTS_PAPER_FONTS": ("No Such Font",),
    "VOLUNTEER_REPORTS_PAPER_WIDE_FONTS": ("Nor This",),
}


def test_fonts_that_are_not_installed_are_named_with_what_to_install(app, host):
    found = findings(host(**NOTHING))
    assert list(found) == ["Fonts for the papers"]
    [advice] = found.values()
    assert "(No Such Font, Nor This)" in advice
    assert "apt-get install fonts-noto-cjk" in advice


def test_a_system_without_fontconfig_counts_as_one_without_fonts(app, fonts_anew, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    found = findings(app)
    assert "None of the fonts of the papers is installed" in found["Fonts for the papers"]


def test_fonts_that_lack_characters_of_names_are_told(app, host, fonts_anew, monkeypatch, tmp_path):
    (tmp_path / "fonts").mkdir()
    save_font(tmp_path / "fonts" / "plain.ttf", "Plain", "ABC志愿服务活动情况表填时间单位盖章昇玥")
    monkeypatch.setenv("FONTCONFIG_FILE", str(only_fonts_of(tmp_path / "fonts")))

    found = findings(host(VOLUNTEER_REPORTS_PAPER_FONTS=("Plain",)))

    assert list(found) == ["Fonts for the papers"]
    [advice] = found.values()
    assert advice.startswith("The fonts of the papers (Plain) lack 喆 堃 珺 垚 镕 䶮 𠮷, which")
    assert "apt-get install fonts-noto-cjk" in advice


def test_without_any_time_zone_data_it_says_what_to_install(
    app, no_zones_in_the_system, monkeypatch
):
    def not_installed(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", not_installed)
    found = findings(app)
    assert list(found) == ["Time zone data"]
    assert "pip install tzdata" in found["Time zone data"]


def test_time_zone_data_of_python_alone_are_enough(app, no_zones_in_the_system):
    assert findings(app) == {}


def test_a_server_without_time_zone_data_says_what_to_install(tmp_path):
    hidden = tmp_path / "hidden" / "tzdata"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").touch()

    with started(tmp_path, "doctor", PYTHONTZPATH="", PYTHONPATH=str(hidden.parent)) as doctor:
        said, _ = doctor.communicate(timeout=60)

    assert doctor.returncode != 0
    assert "Asia/Shanghai" in said or "Time zone data" in said
    assert "pip install tzdata" in said


@pytest.mark.parametrize(
    ("key", "enough"),
    [
        pytest.param(None, False, id="none"),
        pytest.param("", False, id="an empty one"),
        pytest.param("dev", False, id="a word"),
        pytest.param("k" * 15, False, id="15 characters"),
        pytest.param("k" * 16, True, id="16 characters"),
        pytest.param(b"k" * 32, True, id="32 bytes"),
    ],
)
def test_a_missing_or_short_secret_key_is_told_with_how_to_make_one(key, enough, app, host):
    found = findings(host(SECRET_KEY=key))
    assert list(found) == ([] if enough else ["Secret key"])
    assert all("secrets.token_hex()" in advice for advice in found.values())


def test_a_host_that_does_not_say_who_is_signed_in_is_told_how(app, host):
    found = findings(host(side=Host()))
    assert list(found) == ["Who is signed in"]
    [advice] = found.values()
    assert "set up Flask-Login on this application, or pass host=Host(current_actor=" in advice


def test_a_sign_in_that_needs_a_request_gets_one(app, host):
    def ask():
        from flask import request  # noqa: PLC0415 -- as a host would

        if request.path != "/":
            raise ConfigurationError("Wrong page.")

    assert findings(host(side=Host(current_actor=ask))) == {}


def test_everything_that_is_missing_is_told_at_once(host):
    app = host(SECRET_KEY=None, side=Host(), **NOTHING)
    assert list(findings(app)) == [
        "Fonts for the papers",
        "Database revision",
        "Secret key",
        "Who is signed in",
    ]


def test_it_speaks_chinese_by_default(chinese, host):
    well = run(chinese, "doctor")
    assert well.exit_code == 0
    assert well.output.splitlines()[1].startswith("✓ 文书字体：正文")
    assert well.output.splitlines()[2] == "✓ 数据库版本"

    ill = run(host(locale=None, SECRET_KEY=None), "doctor")
    assert ill.exit_code == 1
    assert "✗ 密钥\n    未设置SECRET_KEY或长度不足" in ill.output
