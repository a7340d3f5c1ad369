"""The pages whose cost must not grow with the ledger."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from .city_of_hours import ORGANIZATION, row_id
from .host import SECRETARIAT, ids_of, open_host


@dataclass(frozen=True, slots=True)
class PageCosts:
    """What a page costs in seconds of the clock, in databases of growing size."""

    name: str
    medians: Sequence[float]

    @property
    def ratio(self) -> float:
        """The largest against the smallest database."""
        return self.medians[-1] / self.medians[0]


def measure_pages(
    addresses: Sequence[str], folder: Path, rounds: int, tell: Callable[[str], None]
) -> list[PageCosts]:
    """Ask for every page in turns over the databases, from the smallest to the largest.

    Raises:
        RuntimeError: A page did not answer with 200.
    """
    hosts = [open_host(address, folder / "pages") for address in addresses]
    paths = [_paths(host) for host in hosts]
    costs = []
    for name in paths[0]:
        tell(name)
        taken: list[list[float]] = [[] for _ in hosts]
        for turn in range(rounds + 2):  # the first two warm up
            for host, pages, seconds in zip(hosts, paths, taken, strict=True):
                cost = _ask(host, pages[name])
                if turn >= 2:
                    seconds.append(cost)
        costs.append(PageCosts(name, [statistics.median(seconds) for seconds in taken]))
    return costs


def _paths(host: Flask) -> dict[str, str]:
    """Return the address of every page, by what it is called in the table."""
    code, city_id = ids_of(host)
    organization_id = row_id(ORGANIZATION, 0)
    return {
        "explanation of the city": f"/hours/of/{city_id}?campaign={code}",
        "explanation of an organization": f"/hours/of/{organization_id}?campaign={code}",
    }


def _ask(host: Flask, path: str) -> float:
    client = host.test_client()
    began = time.perf_counter()
    answer = client.get(path, headers={"X-Person": SECRETARIAT.id})
    content = answer.get_data()
    taken = time.perf_counter() - began
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}: {content[:500]!r}")
    return taken
