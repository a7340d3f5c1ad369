"""Pages of long lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from ..rows import Rows

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Page(Generic[_T]):
    """Some items of a longer list; ``number`` counts from 1."""

    items: Sequence[_T]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


def fetch_page(
    session: Session, rows: Rows, *, number: int, size: int
) -> tuple[Sequence[Any], int, int]:
    """Fetch one page of *rows*, which are in order.

    A page beyond the end is the last one.

    Returns:
        The rows, the number of the page that was fetched, and the total.
    """
    total = count(session, rows)
    number = within(number, size, total)
    found = session.execute(rows.limit(size).offset((number - 1) * size)).all()
    return found, number, total


def count(session: Session, rows: Rows) -> int:
    """Count *rows*."""
    return session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0


def within(number: int, size: int, total: int) -> int:
    """Return the number of the page that is shown: the last one where there are not so many."""
    return min(max(1, number), max(1, -(-total // size)))


def contains(text: str, *columns: Any) -> ColumnElement[bool]:
    """Condition: one of *columns* contains *text*, whatever the case; ``%`` is just a character."""
    return or_(*(column.icontains(text, autoescape=True) for column in columns))
