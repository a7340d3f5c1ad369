"""The page number and filters of a list, read from the address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from flask import request
from sqlalchemy import select

from ..domain.directory import AreaLevel
from ..domain.text import clean_text
from ..errors import InvalidEntry
from ..models import Area
from ..state import current_state, current_unit_of_work
from .context import require_actor

_E = TypeVar("_E", bound=StrEnum)


def page_number() -> int:
    """Return the number of the page that is asked for, at least 1."""
    text = request.args.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def page_size() -> int:
    """Return how many rows a page has."""
    return current_state().settings.page_size


def text_argument(name: str) -> str:
    """Return a search text; one that cannot be read is no text."""
    try:
        return clean_text(request.args.get(name, ""), single_line=True)[:100]
    except InvalidEntry:
        return ""


def member_argument(name: str, enum: type[_E]) -> _E | None:
    """Return a member of *enum*, None for anything else."""
    text = request.args.get(name, "")
    return enum(text) if text in [*enum] else None


def id_argument(name: str) -> UUID | None:
    """Return an id, None for anything else."""
    try:
        return UUID(request.args.get(name, ""))
    except ValueError:
        return None


def offices() -> Sequence[Area]:
    """Return the areas whose offices a list can be narrowed to: those in the person's reach."""
    uow = current_unit_of_work()
    levels = (AreaLevel.CITY, AreaLevel.DISTRICT)
    rows = select(Area).where(Area.level.in_(levels)).order_by(Area.path)
    return uow.session.scalars(uow.policy.narrow(require_actor(), rows, Area)).all()


def day_argument(name: str) -> date | None:
    """Return a day such as 2017-07-05, None for anything else."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
