"""The benchmark of hours runs: it builds its cities, asks for every page, and judges the ratios."""

from __future__ import annotations

from benchmarks.figure_pages import PageCosts
from benchmarks.hours import main
from benchmarks.record_costs import RecordCosts


def test_a_small_run_measures_every_page_and_the_writing_of_a_record(capsys):
    assert main(["--entries", "4000", "--rounds", "1", "--databases", "SQLite"]) == 0
    table = capsys.readouterr().out
    for page in (
        "figures of the city, by organization",
        "hours of an activity explained",
        "own hours of a volunteer",
        "one record, with summaries : without",
    ):
        assert f"SQLite: {page}" in table
    assert "| SQLite, ms | 2,000 entries | 4,000 entries |" in table


def test_ratios_compare_the_largest_city_with_the_smallest():
    assert PageCosts("page", [0.02, 0.5, 0.03]).ratio == 1.5
    assert RecordCosts(0.03, 0.02).ratio == 1.5
