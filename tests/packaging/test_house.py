"""The house keeps its own rules: names, sizes, sources, catalogues, schema."""

from __future__ import annotations

import ast
import configparser
import dataclasses
import re
import subprocess
import sys
from pathlib import Path

import pytest

import flask_volunteer_reports
from flask_volunteer_reports import migrate, signals
from flask_volunteer_reports.cli import group
from flask_volunteer_reports.config import PREFIX, Settings
from flask_volunteer_reports.domain import events
from flask_volunteer_reports.event_labels import EVENTS
from flask_volunteer_reports.labels import LABELS
from flask_volunteer_reports.ports import Permission
from flask_volunteer_reports.services.policy import ROLES
from tools import file_sizes, schema, translations

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "flask_volunteer_reports"


def every_event() -> list[type[events.Event]]:
    return [
        value
        for value in vars(events).values()
        if isinstance(value, type) and issubclass(value, events.Event) and value is not events.Event
    ]


def test_the_public_names_are_those_of_all():
    public: dict[str, object] = {}
    exec("from flask_volunteer_reports import *", public)  # noqa: S102 -- what a host would write
    assert public.keys() - {"__builtins__"} == set(flask_volunteer_reports.__all__)
    with pytest.raises(AttributeError, match="no_such_name"):
        flask_volunteer_reports.no_such_name  # noqa: B018 -- reading it is the test


def test_the_processes_that_lay_papers_out_load_neither_flask_nor_a_database():
    code = (
        "import sys, flask_volunteer_reports.rendering.child\n"
        "print([name for name in ('flask', 'sqlalchemy', 'wtforms') if name in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"


def test_every_event_has_its_signal_and_its_label():
    names = {
        re.sub(r"(?<!^)(?=[A-Z])", "_", event.__name__).lower(): event for event in every_event()
    }
    assert [name for name in names if not hasattr(signals, name)] == []
    assert set(EVENTS) == {event.__name__ for event in every_event()}
    assert all(event.subject for event in every_event())


def test_every_member_of_a_labelled_enumeration_has_its_label():
    for kind, labels in LABELS.items():
        assert set(kind) == set(labels)


def test_no_module_is_too_long():
    assert file_sizes.too_long() == []


def test_the_catalogues_are_complete():
    assert translations.problems() == []


def test_revisions_and_models_describe_the_same_tables():
    assert schema.main(["check"]) == 0


def test_every_source_is_in_the_list_of_sources():
    known = set(
        re.findall(r"^\| `([^`]+)` \|", (ROOT / "docs/sources.md").read_text("utf-8"), re.MULTILINE)
    )
    used: dict[str, Path] = {}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module)):
                continue
            text = ast.get_docstring(node) or ""
            if "Source:" in text:
                said = " ".join(text.split("Source:")[1].split())
                for key in re.findall(
                    r"(Notice 2017-98|Order \d+)(?:, (?:art\. )?([\w()]+|Annex \d))", said
                ):
                    used[key[0]] = path
    assert used
    assert set(used) <= known


def test_every_setting_is_documented():
    text = (ROOT / "docs/settings.md").read_text("utf-8")
    for setting in dataclasses.fields(Settings):
        default = repr(setting.default).replace("|", "\\|")
        meaning = setting.metadata["meaning"].replace("|", "\\|")
        row = f"| `{PREFIX}{setting.name.upper()}` | `{default}` | {meaning} |"
        assert row in text


def test_every_command_is_described():
    text = (ROOT / "docs/hosts/operating.md").read_text("utf-8")
    table = text.partition("## Commands")[2]
    described = {
        command
        for cell in re.findall(r"^\| (`.+?) \| ", table, re.MULTILINE)
        for command in re.findall(r"`([a-z-]+)", cell)
    }
    assert described == set(group.commands)


def test_every_permission_is_documented_with_its_roles():
    text = (ROOT / "docs/permissions.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]*) \|", text, re.MULTILINE))
    stated = {name: {role.strip(" `") for role in cell.split(",")} for name, cell in rows.items()}
    for permission, roles in ROLES.items():
        assert stated[permission.value] == {role.value for role in roles}
    assert set(stated) == {permission.value for permission in Permission if permission in ROLES}


def test_the_lowest_versions_are_those_of_setup_cfg():
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    bounds = dict(
        re.findall(r"^([\w-]+)>=([\d.]+)$", config["options"]["install_requires"], re.MULTILINE)
    )
    bounds |= dict(
        re.findall(
            r"^([\w-]+)>=([\d.]+)$",
            config["options.extras_require"]["login"].removeprefix("login ="),
            re.MULTILINE,
        )
    )
    lowest = dict(
        re.findall(r"^([\w-]+)==([\d.]+)$", (ROOT / "tests/lowest.txt").read_text(), re.MULTILINE)
    )
    assert {name: lowest.get(name) for name in bounds} == bounds


def test_the_host_can_import_what_its_own_autogenerate_needs():
    assert migrate.include_name("people", "table", {})


def test_nothing_in_the_project_is_left_to_do():
    words = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in [*PACKAGE.rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if words.search(line)
    ]
    assert found == []
