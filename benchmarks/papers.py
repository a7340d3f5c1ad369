"""``python -m benchmarks.papers``: our papers beside other ways of making them, in one run.

Processor time (user and system, of each contender and its children), in turns; the two rows about
processes compare the clock instead and want an idle machine.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from flask_volunteer_reports.config import Settings

from .album import Album
from .goals import goal_table, markdown, write_page
from .measure import ROOT, Bench, Reading
from .rows import MB, QUICK, Sizes, measure_all

CACHE = ROOT / ".cache" / "benchmarks"
LONG_EDGE = Settings().photo_long_edge
_LIBRARIES = ("weasyprint", "typst", "reportlab", "Pillow")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the tables, and say by the exit code whether all goals are met."""
    options = _options(arguments)
    sizes = QUICK if options.quick else Sizes()
    if options.rounds:
        sizes = replace(sizes, rounds=options.rounds, slow_rounds=options.rounds)
    album = Album(options.cache, options.long_edge)
    _tell(f"photos with a long edge of {options.long_edge} pixels")
    album.prepare(2 * max(sizes.many_reports, *sizes.flat))
    with tempfile.TemporaryDirectory(prefix="run-", dir=options.cache) as folder:
        bench = Bench(album, Path(folder), sizes.rounds, _tell)
        goals, readings = measure_all(bench, sizes)
    tables = "\n\n".join(
        [goal_table(goals), _readings_table(readings), _conditions(options.long_edge)]
    )
    print(tables)
    for name, reason in bench.failures.items():
        print(f"\nNot measured: {name}: {reason}")
    if options.write:
        write_page(options.write, tables)
    return int(options.check and not all(goal.met for goal in goals))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.papers", description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit with 1 where a goal is missed")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: does it run at all?")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the tables into this page")
    parser.add_argument("--rounds", type=int, metavar="N", help="turns of every contender")
    parser.add_argument("--long-edge", type=int, default=LONG_EDGE, help="pixels of a stored photo")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where made photos are kept")
    return parser.parse_args(arguments)


def _readings_table(readings: dict[str, Reading]) -> str:
    heading = (
        "",
        "CPU, s",
        "from – to",
        "whole process, s",
        "clock, s",
        "memory, MB",
        "file, MB",
        "rounds",
    )
    return markdown(heading, [_readings_row(name, found) for name, found in readings.items()])


def _readings_row(name: str, found: Reading) -> Sequence[str]:
    return (
        name,
        f"{found.seconds:.3f}",
        f"{min(found.cpu):.3f} – {max(found.cpu):.3f}",
        f"{statistics.median(found.whole):.2f}",
        f"{statistics.median(found.wall):.2f}",
        f"{found.peak / MB:.0f}",
        f"{found.size / MB:.2f}" if found.size else "",
        str(len(found.cpu)),
    )


def _conditions(long_edge: int) -> str:
    libraries = ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {libraries}; "
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the end; stored photos of "
        f"{long_edge} pixels."
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(missing)"


def _tell(text: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
