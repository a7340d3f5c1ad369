"""Document templates: strict, sandboxed, apart from the host's Jinja environment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from jinja2 import FunctionLoader

from ..errors import FormFaulty
from .form_faults import fault_of
from .form_lint import check_template
from .pdf import Layout
from .sandbox import PaperEnvironment, fill

_WEEKDAYS = "一二三四五六日"


Templates = Mapping[str, str]
"""Sources of document templates by name, asked before ours: an office's own forms."""

OURS: Templates = MappingProxyType({})
"""No template but ours."""


def paper_html(
    name: str,
    layout: Layout,
    title: str,
    created: date,
    *,
    templates: Templates = OURS,
    **facts: Any,
) -> str:
    """Fill the document template *name*.

    Args:
        title: Of the document, for readers and archives.
        created: Its date; not the time of the run, so that the same facts give the same bytes.
        templates: Asked before ours.
        facts: What the template says.

    Raises:
        FormFaulty: One of *templates* has a mistake, costs too much or asks for what it may not.
    """
    environment = _environment(tuple(sorted(templates.items())))
    given = {
        "title": title,
        "created": created,
        "font_family": layout.font_family,
        "title_family": layout.title_family,
        "title_weight": layout.title_weight,
        "heading_family": layout.heading_family,
        **facts,
    }
    try:
        return fill(environment, name, given)
    except Exception as error:
        if not templates:
            raise  # a mistake of ours
        raise FormFaulty([fault_of(error, templates)]) from error


def fill_template(name: str, **facts: Any) -> str:
    """Fill the document template *name*, which is laid out by nobody but a browser."""
    return _environment().get_template(name).render(**facts)


def our_source(name: str) -> str | None:
    """Return the text of our own template *name*; None where there is none."""
    file = files("flask_volunteer_reports.templates") / "volunteer_reports" / "documents" / name
    return file.read_text("utf-8") if file.is_file() else None


@lru_cache(maxsize=8)
def _environment(templates: tuple[tuple[str, str], ...] = ()) -> PaperEnvironment:
    own = dict(templates)

    def find(name: str) -> tuple[str, str, None] | None:
        source = own.get(name) or our_source(name)
        return (source, name, None) if source is not None else None

    environment = PaperEnvironment(
        trusted=True, loader=FunctionLoader(find), trim_blocks=True, lstrip_blocks=True
    )
    faults = [fault for name in own for fault in check_template(environment, name, own[name])]
    if faults:
        raise FormFaulty(faults)
    return environment


def time_span(starts_at: datetime, ends_at: datetime, *, with_year: bool = True) -> str:
    """Write a span on two lines: 2017年7月5日 周三, 9:00—11:30; both days where they differ."""
    year = f"{starts_at.year}年" if with_year else ""
    day = f"{year}{starts_at.month}月{starts_at.day}日 周{_WEEKDAYS[starts_at.weekday()]}"
    end_day = ""
    if starts_at.date() != ends_at.date():
        end_day = f"{ends_at.month}月{ends_at.day}日"
    return f"{day}\n{_clock(starts_at)}—{end_day}{_clock(ends_at)}"


def _clock(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02}"
