"""The description of own forms says everything that a form can say, and nothing else."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from flask_volunteer_reports.rendering.docx_fields import annex1_fields, annex2_fields
from flask_volunteer_reports.rendering.form_facts import DOCX_MEANINGS, MEANINGS
from flask_volunteer_reports.rendering.sample import (
    sample_photos,
    sample_sheets,
    sample_tables,
)
from flask_volunteer_reports.rendering.sandbox import FILTERS, PaperEnvironment

PAGE = (Path(__file__).parents[2] / "docs/hosts/paper-templates.md").read_text("utf-8")


@pytest.mark.parametrize("kind", MEANINGS, ids=lambda kind: kind.__name__)
def test_every_fact_has_its_meaning_on_the_page(kind):
    said = {name for name, value in vars(kind).items() if isinstance(value, property)}
    assert set(MEANINGS[kind]) == said | {field.name for field in dataclasses.fields(kind)}
    part = PAGE.split(f"### `{kind.__name__}`\n")[1].split("\n#")[0]
    shown = dict(re.findall(r"^\| `(\w+)` \| (.*?) \| .*\|$", part, re.MULTILINE))
    assert shown == dict(MEANINGS[kind])


def test_the_samples_on_the_page_are_those_of_the_previews():
    sheet, table = sample_sheets()[0], sample_tables()[0]
    assert f"| `organization_name` | 志愿服务组织名称 | {sheet.organization_name} |" in PAGE
    assert f"| `filled_by_unit` | 填表单位 | {table.filled_by_unit} |" in PAGE


def test_every_field_of_word_forms_is_on_the_page():
    photos = {"photo_1", "photo_2"}
    tables = annex2_fields(sample_tables()[0])
    rows = {f"row.{name}" for name in tables["rows"][0]}
    fields = {
        "annex1.docx": set(annex1_fields(sample_sheets()[0])) | photos,
        "annex2.docx": set(tables) | rows,
    }
    assert {name: set(known) for name, known in DOCX_MEANINGS.items()} == fields
    for name, known in DOCX_MEANINGS.items():
        part = PAGE.split(f"### `{name}`\n")[1].split("\n#")[0]
        assert set(re.findall(r"^\| `([\w.]+)` \|", part, re.MULTILINE)) == set(known)


def test_every_filter_is_on_the_page_and_exists():
    line = re.search(r"^\* Filters: (.*?)\. `day`", PAGE, re.MULTILINE)
    assert line
    assert set(re.findall(r"`(\w+)`", line[1])) == FILTERS
    assert set(PaperEnvironment(trusted=False).filters) == FILTERS


def test_the_invented_facts_strain_every_cell():
    ordinary, strained = sample_sheets()
    assert len(strained.summary) > 1000
    assert strained.registered_on is None
    assert {"𠮷", "䶮"} <= set(strained.leader_name)
    assert sorted(sample_photos()) == sorted(ordinary.photos)
    assert max(len(t.groups[0].lines) for t in sample_tables()) > 20
