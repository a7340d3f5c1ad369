"""The wheel holds all that a host needs: it is built, installed bare, and renders a page."""

from __future__ import annotations

import configparser
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PROGRAM = """
import importlib.util
from flask import Flask
from flask_volunteer_reports import Actor, Host, VolunteerReports
assert importlib.util.find_spec("flask_login") is None, "not a bare environment"
app = Flask("host", instance_path={instance!r})
app.config["SECRET_KEY"] = "a key for tests only"
VolunteerReports(app, host=Host(current_actor=lambda: Actor("ann", "Ann")))
runner = app.test_cli_runner()
print(runner.invoke(args=["volunteer-reports", "upgrade-db"]).output)
client = app.test_client()
page = client.get("/volunteer-reports/projects")
assert page.status_code == 200, page.text
print(page.text)
for name in ("volunteer_reports.css", "volunteer_reports.js"):
    assert client.get("/volunteer-reports/static/" + name).status_code == 200
from flask_volunteer_reports.rendering.documents import _environment
assert _environment(()).get_template("annex1_paper.html")
"""


def run(*command: object, cwd: Path | None = None) -> str:
    ended = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built from a copy of what git knows, so that nothing unlisted slips in."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    files = run("git", "ls-files", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in files.splitlines():
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    run(sys.executable, "-m", "build", "--outdir", folder, source)
    [built] = folder.glob("*.whl")
    return built


def test_it_holds_the_package_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top.split("-")[0] for top in tops} == {"flask_volunteer_reports"}


def test_it_holds_every_file_of_the_source(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = set()
    for folder, package in (
        ("flask_volunteer_reports", "flask_volunteer_reports"),
        ("templates", "flask_volunteer_reports/templates"),
        ("migrations", "flask_volunteer_reports/migrations"),
    ):
        listed = run(
            "git", "ls-files", "--cached", "--others", "--exclude-standard", folder, cwd=ROOT
        )
        for name in listed.splitlines():
            if (ROOT / name).is_file() and not name.endswith(".mako"):
                wanted.add(package + name.removeprefix(folder))
    assert sorted(wanted - names) == []


def test_every_package_is_listed_by_name():
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    listed = set(config["options"]["packages"].split())
    there = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in (ROOT / "flask_volunteer_reports").rglob("__init__.py")
    }
    there |= {f"flask_volunteer_reports.{name}" for name in ("templates", "migrations")}
    there.add("flask_volunteer_reports.migrations.versions")
    assert listed == there


def test_a_bare_environment_renders_a_page_from_it(wheel, tmp_path):
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    run(python, "-m", "pip", "install", "-q", wheel)

    said = run(python, "-c", PROGRAM.format(instance=str(tmp_path / "instance")), cwd=tmp_path)

    assert "志愿服务项目" in said
    assert (tmp_path / "instance" / "volunteer_reports.sqlite").exists()


def test_an_editable_install_finds_templates_and_migrations():
    from importlib.resources import files  # noqa: PLC0415 -- here only

    assert (
        files("flask_volunteer_reports.templates") / "volunteer_reports" / "base.html"
    ).is_file()
    assert (files("flask_volunteer_reports.migrations") / "env.py").is_file()
