"""The benchmark of the papers runs; what it measures is judged on an idle machine, not here."""

from __future__ import annotations

import pytest

from benchmarks import goals, papers, rows
from tests.benchmarks.conftest import needs_the_others

pytestmark = [pytest.mark.slow, *needs_the_others]


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A page into which a quick run wrote its tables."""
    folder = tmp_path_factory.mktemp("quick")
    path = folder / "performance.md"
    path.write_text(f"# Kept\n{goals.BEGIN}\nyesterday's\n{goals.END}\nkept too\n", "utf-8")
    papers.main(["--quick", "--cache", str(folder / "cache"), "--write", str(path)])
    return path.read_text("utf-8")


def test_a_quick_run_writes_every_row_into_its_page(page):
    expected = rows.goals({}, rows.QUICK, None)
    assert len(expected) == 22
    for goal in expected:
        assert page.count(f"\n| {goal.name} | ") == 1
    for name in (
        "WeasyPrint",
        "typst",
        "reportlab",
        "platypus",
        "copying",
        "naive",
        "Annex 2, auto",
    ):
        assert page.count(f"\n| {name} | ") == 1
    assert page.startswith("# Kept\n")
    assert page.endswith("\nkept too\n")
    assert "yesterday" not in page


def test_nothing_was_left_out(page):
    assert "not measured" not in page
