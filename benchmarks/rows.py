"""What is measured, and which goals follow from it."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .goals import Goal
from .measure import Bench, Order, Reading, Readings

MB = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much is measured, and how often."""

    reports: int = 100
    many_reports: int = 1000
    changes: int = 3
    flat: tuple[int, int] = (50, 200)
    """Reports of the cold bundles whose memory is compared."""
    rows: int = 500
    many_rows: int = 5000
    uploads: int = 16
    rounds: int = 5
    slow_rounds: int = 3
    """Of what takes longer than ten seconds."""


QUICK = Sizes(
    reports=3,
    many_reports=6,
    changes=1,
    flat=(2, 4),
    rows=6,
    many_rows=30,
    uploads=2,
    rounds=1,
    slow_rounds=1,
)


def measure_all(bench: Bench, sizes: Sizes) -> tuple[list[Goal], Readings]:
    """Measure everything; return the goals and what was read for them."""
    readings = bench.alternate(
        {"fill": Order("ours:fill", {"reports": sizes.many_reports, "some": sizes.reports}, 1)}
    )
    readings |= bench.alternate(_bundles(sizes))
    readings |= bench.alternate(_cold(sizes))
    readings |= bench.alternate(_uploads(sizes))
    readings |= bench.alternate(_tables(sizes))
    photos = _photos_in_the_bundle(bench, sizes)
    return goals(readings, sizes, photos), readings


def _bundles(sizes: Sizes) -> Mapping[str, Order]:
    reports = {"reports": sizes.reports}
    return {
        "hot": Order("ours:hot", reports),
        "typst": Order("baselines.typst_:annex1", reports),
        "reportlab": Order("baselines.reportlab_:annex1", reports),
        "platypus": Order("baselines.platypus:annex1", reports),
        "copying": Order("baselines.copying:annex1", reports),
        "WeasyPrint": Order("baselines.weasyprint_plain:annex1", reports, sizes.slow_rounds),
        "hot, many": Order("ours:hot", {"reports": sizes.many_reports}),
        "hot, new cover": Order("ours:first", reports),
        "changed": Order("ours:changed", {**reports, "changes": sizes.changes}),
        "changed, new characters": Order(
            "ours:changed", {**reports, "changes": sizes.changes, "new_characters": 1}
        ),
    }


def _cold(sizes: Sizes) -> Mapping[str, Order]:
    reports, slow = {"reports": sizes.reports}, sizes.slow_rounds
    few, more = sizes.flat
    return {
        "cold": Order("ours:cold", reports),
        "naive": Order("baselines.weasyprint_naive:annex1", reports, min(2, slow)),
        "two processes": Order("ours:cold", {**reports, "processes": 2}),
        "cold, few": Order("ours:cold", {"reports": few}, 1),
        "cold, more": Order("ours:cold", {"reports": more}, 1),
    }


def _uploads(sizes: Sizes) -> Mapping[str, Order]:
    photos = {"photos": sizes.uploads}
    return {
        "upload": Order("ours:upload", photos),
        "full decode": Order("baselines.full_decode:upload", photos),
    }


def _tables(sizes: Sizes) -> Mapping[str, Order]:
    rows, slow = {"rows": sizes.rows}, sizes.slow_rounds
    return {
        "Annex 2": Order("ours:annex2", rows),
        "Annex 2, auto": Order("baselines.weasyprint_naive:annex2", rows),
        "Annex 2, many": Order("ours:annex2", {"rows": sizes.many_rows}, min(2, slow)),
        "Annex 2, several": Order(
            "ours:annex2", {**rows, "tables": sizes.many_rows // sizes.rows}, min(2, slow)
        ),
    }


def goals(readings: Readings, sizes: Sizes, photos: tuple[int, int] | None) -> list[Goal]:
    """Say what the readings mean; the limits are those of the issue.

    Args:
        photos: How many photos stand in the hot bundle byte for byte, and their bytes; None where
            there is no bundle.
    """
    return [
        *_bundle_goals(readings, sizes),
        *_cold_goals(readings, sizes),
        *_photo_goals(readings, sizes, photos),
        *_table_goals(readings, sizes),
    ]


def _bundle_goals(readings: Readings, sizes: Sizes) -> list[Goal]:
    found = _Figures(readings)
    hot = f"{sizes.reports} reports, hot"
    per_page = found.ratio("hot, many", "hot", scale=sizes.reports / sizes.many_reports)
    many = f"{sizes.many_reports} reports, hot"
    some = f"{sizes.changes} of {sizes.reports} changed"
    return [
        Goal(name=f"{hot} : WeasyPrint", measured=found.ratio("hot", "WeasyPrint"), limit=0.02),
        Goal(name=f"{hot} : typst", measured=found.ratio("hot", "typst"), limit=0.25),
        Goal(name=f"{hot} : reportlab", measured=found.ratio("hot", "reportlab"), limit=0.3),
        Goal(name=f"{hot} : reportlab, Platypus", measured=found.ratio("hot", "platypus")),
        Goal(name=f"{hot} : copying the bytes", measured=found.ratio("hot", "copying")),
        Goal(
            name=f"{hot}, with a new cover : WeasyPrint",
            measured=found.ratio("hot, new cover", "WeasyPrint"),
        ),
        Goal(
            name=f"{hot}: layouts",
            measured=found.figure("hot", "layouts"),
            limit=0,
            sense="=",
            unit="",
        ),
        Goal(name=f"{many}, a page : {hot}, a page", measured=per_page, limit=1.0),
        Goal(name=f"{many}: memory", measured=found.peak("hot, many"), limit=64, unit="MB"),
        Goal(
            name=f"{some}: layouts",
            measured=found.figure("changed", "layouts"),
            limit=sizes.changes,
            sense="=",
            unit="",
        ),
        Goal(
            name=f"{some}, without their layout : hot",
            measured=_without_layout(found, "changed"),
            limit=1.1,
        ),
        Goal(
            name=f"{some}, with new characters, without their layout : hot",
            measured=_without_layout(found, "changed, new characters"),
        ),
    ]


def _without_layout(found: _Figures, name: str) -> float | None:
    bundle = found.figure(name, "bundle_seconds")
    return _quotient(bundle, found.of("hot", lambda reading: reading.seconds))


def _cold_goals(readings: Readings, sizes: Sizes) -> list[Goal]:
    found = _Figures(readings)
    few, more = sizes.flat
    peaks = found.peak("cold, few"), found.peak("cold, more")
    one = found.of("cold", lambda reading: statistics.median(reading.wall))
    two = found.of("two processes", lambda reading: statistics.median(reading.wall))
    return [
        Goal(
            name=f"{sizes.reports} reports, cold : naive",
            measured=found.ratio("cold", "naive"),
            limit=0.25,
        ),
        Goal(
            name=f"cold, memory of {more} reports : {few} reports",
            measured=_quotient(peaks[1], peaks[0]),
            limit=1.1,
        ),
        Goal(
            name="cold, clock of one process : two processes",
            measured=_quotient(one, two),
            limit=1.7,
            sense="≥",
        ),
    ]


def _photo_goals(readings: Readings, sizes: Sizes, photos: tuple[int, int] | None) -> list[Goal]:
    found = _Figures(readings)
    size = found.of("hot", lambda reading: reading.size)
    in_place, jpeg = photos or (None, None)
    return [
        Goal(
            name="upload, 12 MP : full decode",
            measured=found.ratio("upload", "full decode"),
            limit=0.5,
        ),
        Goal(
            name=f"{sizes.reports} reports: photos in the PDF byte for byte",
            measured=in_place,
            limit=2 * sizes.reports,
            sense="=",
            unit="",
        ),
        Goal(
            name="stored photos with metadata",
            measured=found.figure("upload", "with_metadata"),
            limit=0,
            sense="=",
            unit="",
        ),
        Goal(
            name=f"{sizes.reports} reports: file : JPEG bytes",
            measured=_quotient(size, jpeg),
            limit=1.3,
        ),
    ]


def _table_goals(readings: Readings, sizes: Sizes) -> list[Goal]:
    found = _Figures(readings)
    return [
        Goal(
            name=f"Annex 2, {sizes.rows} rows : auto layout",
            measured=found.ratio("Annex 2", "Annex 2, auto"),
            limit=0.6,
        ),
        Goal(
            name=f"Annex 2, {sizes.many_rows} rows in one : in several of {sizes.rows}",
            measured=found.ratio("Annex 2, many", "Annex 2, several"),
            limit=1.1,
        ),
        Goal(
            name=f"Annex 2, {sizes.many_rows} rows: memory",
            measured=found.peak("Annex 2, many"),
            limit=130,
            unit="MB",
        ),
    ]


def _photos_in_the_bundle(bench: Bench, sizes: Sizes) -> tuple[int, int] | None:
    """Count the stored photos that stand in the hot bundle as they are, and their bytes."""
    bundles = sorted(Path(bench.folder).glob("hot-*/annex1.pdf"))
    if not bundles:
        return None
    pdf = bundles[0].read_bytes()
    jpegs = [bench.album.stored(name) for name in bench.album.names(2 * sizes.reports)]
    return sum(jpeg in pdf for jpeg in jpegs), sum(map(len, jpegs))


@dataclass(frozen=True, slots=True)
class _Figures:
    """Figures of readings that may be missing."""

    readings: Readings

    def of(self, name: str, figure: Callable[[Reading], float]) -> float | None:
        return figure(self.readings[name]) if name in self.readings else None

    def ratio(self, name: str, other: str, scale: float = 1) -> float | None:
        mine = self.of(name, lambda reading: reading.seconds * scale)
        return _quotient(mine, self.of(other, lambda reading: reading.seconds))

    def figure(self, name: str, figure: str) -> float | None:
        return self.of(name, lambda reading: reading.figure(figure))

    def peak(self, name: str) -> float | None:
        return self.of(name, lambda reading: reading.peak / MB)


def _quotient(value: float | None, other: float | None) -> float | None:
    return value / other if value is not None and other else None
