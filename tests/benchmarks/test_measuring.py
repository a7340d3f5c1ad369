"""Goals, the page, and what a process has used."""

from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks.album import Album
from benchmarks.goals import BEGIN, END, Goal, goal_table, write_page
from benchmarks.measure import Bench, Order
from benchmarks.usage import cpu_seconds, peak_bytes

BUSY = """
import sys, time
while time.process_time() < 0.3: pass
block = b"x" * 50_000_000
print("done", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize(
    ("sense", "measured", "met"),
    [
        pytest.param("≤", 0.5, True, id="at most: equal"),
        pytest.param("≤", 0.51, False, id="at most: above"),
        pytest.param("≥", 0.5, True, id="at least: equal"),
        pytest.param("≥", 0.49, False, id="at least: below"),
        pytest.param("=", 0.5, True, id="exactly: equal"),
        pytest.param("=", 0.49, False, id="exactly: below"),
        pytest.param("≤", None, False, id="what was not measured is not met"),
    ],
)
def test_a_goal_is_met(sense, measured, met):
    assert Goal(name="", measured=measured, limit=0.5, sense=sense).met is met


def test_a_figure_without_a_goal_cannot_be_missed():
    goal = Goal(name="copying", measured=7)
    assert goal.met
    assert goal_table([goal]).splitlines()[-1] == "| copying | 7 × |  |  |"


def test_the_table_says_what_was_missed():
    goal = Goal(name="memory", measured=65.2, limit=64, unit="MB")
    assert goal_table([goal]).splitlines()[-1] == "| memory | 65 MB | ≤ 64 MB | **missed** |"


def test_a_page_without_a_place_for_the_tables_is_left_alone(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"{END} {BEGIN}", "utf-8")
    with pytest.raises(ValueError, match="no place"):
        write_page(page, "tables")
    assert page.read_text("utf-8") == f"{END} {BEGIN}"


def test_the_time_of_a_child_counts_once_whether_it_lives_or_has_ended():
    before = cpu_seconds()
    child = subprocess.Popen(
        [sys.executable, "-c", BUSY], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout.readline() == b"done\n"
    alive = cpu_seconds() - before
    assert peak_bytes() > 80_000_000
    child.communicate()
    ended = cpu_seconds() - before
    assert 0.3 <= alive <= ended < 0.6


def test_a_contender_that_fails_is_named_with_its_reason(tmp_path):
    told = []
    bench = Bench(Album(tmp_path, 320), tmp_path, 2, told.append)
    assert bench.alternate({"nobody": Order("baselines.nobody:annex1")}) == {}
    assert bench.failures == {
        "nobody": "ModuleNotFoundError: No module named 'benchmarks.baselines.nobody'"
    }
