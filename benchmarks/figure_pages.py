"""The pages whose cost must not grow with the ledger."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from flask_volunteer_reports.config import Settings

from .city_of_hours import ACTIVITY, ORGANIZATION, row_id
from .host import SECRETARIAT, ids_of, open_host

PREFIX = Settings().url_prefix


@dataclass(frozen=True, slots=True)
class _Page:
    """A page without the prefix, and who asks for it."""

    path: str
    person: str


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
    pages = [_pages(host) for host in hosts]
    costs = []
    for name in pages[0]:
        tell(name)
        taken: list[list[float]] = [[] for _ in hosts]
        for turn in range(rounds + 2):  # the first two warm up
            for host, asked, seconds in zip(hosts, pages, taken, strict=True):
                cost = _ask(host, asked[name])
                if turn >= 2:
                    seconds.append(cost)
        costs.append(PageCosts(name, [statistics.median(seconds) for seconds in taken]))
    return costs


def _pages(host: Flask) -> dict[str, _Page]:
    """Return every page by what it is called in the table."""
    code, city_id, district_id = ids_of(host)
    organization_id = row_id(ORGANIZATION, 0)
    city, district, unit = (
        f"/figures/{code}/{owner_id}" for owner_id in (city_id, district_id, organization_id)
    )
    of_city, of_unit = (f"/hours/of/{key}?campaign={code}" for key in (city_id, organization_id))
    activity = f"/hours/activities/{row_id(ACTIVITY, 0)}"
    paths = {
        "figures of the city, by area": f"{city}?by=area",
        "figures of the city, by organization": f"{city}?by=organization",
        "figures of a district, by organization": f"{district}?by=organization",
        "figures of the city, by theme": f"{city}?by=theme",
        "figures of the city, by month": f"{city}?by=month",
        "figures of the city in July": f"{city}?month=2017-07",
        "figures of an organization, by month": f"{unit}?by=month",
        "figures of the city, JSON": f"/api/figures?campaign={code}&owner={city_id}&by=month",
        "hours of the city explained": of_city,
        "hours of an organization explained": of_unit,
        "hours of an activity explained": activity,
    }
    pages = {name: _Page(path, SECRETARIAT.id) for name, path in paths.items()}
    pages["own hours of a volunteer"] = _Page("/my/", "person-0")
    return pages


def _ask(host: Flask, page: _Page) -> float:
    client = host.test_client()
    path = f"{PREFIX}{page.path}"
    began = time.perf_counter()
    answer = client.get(path, headers={"X-Person": page.person})
    content = answer.get_data()
    taken = time.perf_counter() - began
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}: {content[:500]!r}")
    return taken
