"""``python -m benchmarks.hours``: what pages about hours cost when the ledger grows.

For SQLite and PostgreSQL it builds cities of a hundredth, a tenth and all of the entries, asks for
every page in turns over the three of them, and shows the costs side by side; and what it costs to
write one record with the summary rows kept and without. The clock is compared, because on
PostgreSQL the work is done in other processes; so an idle machine is wanted.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from tools.postgres import temporary_postgres

from .figure_pages import PageCosts, measure_pages
from .goals import Goal, goal_table, markdown, write_page
from .host import found_city, open_host
from .record_costs import RecordCosts, measure_records

ENTRIES = 10_000_000
ROUNDS = 15
DATABASES = ("SQLite", "PostgreSQL")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the tables, and say by the exit code whether all goals are met."""
    options = _options(arguments)
    sizes = sorted({max(2_000, options.entries // part) for part in (100, 10, 1)})
    goals: list[Goal] = []
    tables: list[str] = []
    with ExitStack() as stack:
        cities = {
            database: stack.enter_context(_addresses(database, len(sizes)))
            for database in options.databases
        }
        rebuilt = _build(cities, sizes)
        for database, (addresses, folder) in cities.items():
            _tell(f"{database}: asking for pages")
            pages = measure_pages(addresses, folder, options.rounds, _tell)
            records = measure_records(addresses[-1], folder, 20 * options.rounds)
            goals += _goals(database, pages, records)
            tables.append(_table(database, sizes, pages, rebuilt[database]))
    text = "\n\n".join([goal_table(goals), *tables])
    print(text)
    if options.write:
        write_page(options.write, text)
    return int(options.check and not all(goal.met for goal in goals))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hours", description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit with 1 where a goal is missed")
    parser.add_argument("--entries", type=int, default=ENTRIES, metavar="N", help="largest size")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help="turns of a page")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the tables into this page")
    parser.add_argument(
        "--databases", nargs="+", choices=DATABASES, default=DATABASES, metavar="NAME"
    )
    return parser.parse_args(arguments)


@contextmanager
def _addresses(database: str, count: int) -> Iterator[tuple[list[str], Path]]:
    """Make empty databases; they are thrown away afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir="/var/tmp")))
        if database == "SQLite":
            yield [f"sqlite:///{folder / f'{n}.sqlite'}" for n in range(count)], folder
        else:
            servers = [stack.enter_context(temporary_postgres(durable=True)) for _ in range(count)]
            yield servers, folder


def _build(
    cities: Mapping[str, tuple[Sequence[str], Path]], sizes: Sequence[int]
) -> dict[str, list[float]]:
    """Fill all databases, two at a time, the large ones first.

    Returns:
        For each kind of database the seconds in which all summary rows were made anew, in *sizes*.
    """
    orders = [
        (database, address, size, folder)
        for n, size in enumerate(sizes)
        for database, (addresses, folder) in cities.items()
        for address in addresses[n : n + 1]
    ]
    with get_context("spawn").Pool(2) as pool:
        taken = pool.starmap(_fill, reversed(orders), chunksize=1)
    found: dict[str, list[float]] = {database: [] for database in cities}
    for (database, *_), seconds in zip(orders, reversed(taken), strict=True):
        found[database].append(seconds)
    return found


def _fill(database: str, address: str, size: int, folder: Path) -> float:
    _tell(f"{database}: building {size:,} entries")
    seconds = found_city(open_host(address, folder / str(size)), size)
    _tell(f"{database}: built {size:,} entries")
    return seconds


def _goals(database: str, pages: Sequence[PageCosts], records: RecordCosts) -> list[Goal]:
    found = [
        Goal(name=f"{database}: {page.name}, largest : smallest", measured=page.ratio, limit=1.5)
        for page in pages
    ]
    found.append(
        Goal(
            name=f"{database}: one record, with summaries : without",
            measured=records.ratio,
            limit=2,
        )
    )
    return found


def _table(
    database: str, sizes: Sequence[int], pages: Sequence[PageCosts], rebuilt: Sequence[float]
) -> str:
    heading = [f"{database}, ms", *(f"{size:,} entries" for size in sizes)]
    rows = [[page.name, *(f"{1000 * cost:.1f}" for cost in page.medians)] for page in pages]
    rows.append(["rebuild-summaries, s", *(f"{seconds:.1f}" for seconds in rebuilt)])
    return markdown(heading, rows)


def _tell(text: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
