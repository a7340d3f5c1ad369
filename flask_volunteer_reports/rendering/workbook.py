"""The facts of a workbook: sheets with columns and rows, as statistics are handed out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Cell = str | int | float | date | None
"""A text stays a text, whatever it looks like; a number is one that can be added up."""


class ColumnKind(StrEnum):
    """How the cells of a column are written."""

    TEXT = "text"
    NUMBER = "number"
    """Whole numbers."""
    HOURS = "hours"
    """Hours with one digit."""
    HUNDREDTHS = "hundredths"
    """Quotients with two digits."""
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, the kind of its cells."""

    heading: str
    width: int
    kind: ColumnKind = ColumnKind.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: title and subtitle above, a frozen heading row, then the rows."""

    name: str
    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """A file of one or more sheets."""

    title: str
    created: date
    sheets: tuple[Sheet, ...]
