"""What the press tells its children: what to lay out, render plainly, fill or try."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .papers import Mark


@dataclass(frozen=True, slots=True)
class Order:
    """One form to be laid out."""

    kind: str
    """annex1, annex2, weekly_cover, weekly_standings or certificate."""
    facts: Any
    name: str
    """Whose it is, for messages."""

    @property
    def photos(self) -> tuple[str, ...]:
        """The photos on it."""
        found: tuple[str, ...] = getattr(self.facts, "photos", ())
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some forms, with their photos and the office's own templates."""

    orders: tuple[Order, ...]
    photos: Mapping[str, bytes]
    templates: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """An office's own form that is to be tried; see :func:`.form_trial.try_form`."""

    name: str
    templates: Mapping[str, str]
    docx: bytes | None
    filename: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """An office's own DOCX form that is to be filled; see :func:`.docx_form.render_docx_form`."""

    template: bytes
    facts: Any
    photos: Mapping[str, bytes]
    filename: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPaper:
    """A whole paper that WeasyPrint writes itself, because its pages cannot be taken out.

    ``batch`` has its forms in their order; for each of them there are ``pages`` (how many),
    ``bookmarks`` (level and label) and ``anchors`` (what links to it say).
    """

    batch: Batch
    title: str
    created: date
    variant: str
    identifier: bytes
    pages: tuple[int, ...]
    bookmarks: tuple[tuple[tuple[int, str], ...], ...]
    anchors: tuple[str, ...]
    numbered: bool
    mark: Mark | None
