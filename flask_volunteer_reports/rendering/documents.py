"""Document templates: strict, sandboxed, apart from the host's Jinja environment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from jinja2 import ChoiceLoader, DictLoader, FunctionLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from ..domain.hours import hours_text
from .pdf import Layout

_WEEKDAYS = "一二三四五六日"


Templates = Mapping[str, str]
"""Sources of document templates by name, asked before ours: an office's own forms."""


def paper_html(
    name: str,
    layout: Layout,
    title: str,
    created: date,
    *,
    templates: Templates = MappingProxyType({}),
    **facts: Any,
) -> str:
    """Fill the document template *name*.

    Args:
        title: Of the document, for readers and archives.
        created: Its date; not the time of the run, so that the same facts give the same bytes.
        templates: Asked before ours.
        facts: What the template says.
    """
    return (
        _environment(tuple(sorted(templates.items())))
        .get_template(name)
        .render(
            title=title,
            created=created,
            font_family=layout.font_family,
            title_family=layout.title_family,
            title_weight=layout.title_weight,
            heading_family=layout.heading_family,
            **facts,
        )
    )


def fill_template(name: str, **facts: Any) -> str:
    """Fill the document template *name*, which is laid out by nobody but a browser."""
    return _environment(()).get_template(name).render(**facts)


@lru_cache(maxsize=8)
def _environment(templates: tuple[tuple[str, str], ...]) -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=ChoiceLoader([DictLoader(dict(templates)), FunctionLoader(_source)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = chinese_day
    environment.filters["day_and_time"] = chinese_time
    environment.filters["hours"] = hours_text
    return environment


def _source(name: str) -> str | None:
    file = files("flask_volunteer_reports.templates") / "volunteer_reports" / "documents" / name
    return file.read_text("utf-8") if file.is_file() else None


def chinese_day(day: date | None) -> str:
    """Write a day as 2017年7月5日; nothing for None."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def chinese_time(moment: datetime) -> str:
    """Write an instant as 2017年7月5日 17:30."""
    return f"{chinese_day(moment)} {moment:%H:%M}"


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
