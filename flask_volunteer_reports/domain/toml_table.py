"""One table of a TOML file, read key by key; what is wrong is noted with key and line."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, TypeVar, cast

from ..errors import InvalidEntry, Message, Problem
from .directory import check_code
from .toml_lines import nearest_line

_V = TypeVar("_V")
_E = TypeVar("_E", bound=StrEnum)

# How each type is called to the person who writes the file, and what stands in for a wrong value
# until the whole file has been read.
_KINDS: dict[type, tuple[Message, Any]] = {
    str: (Message("a text in quotes"), ""),
    int: (Message("a whole number"), 0),
    bool: (Message("true or false"), False),
    date: (Message("a day such as 2017-08-31"), date.min),
    time: (Message("a time such as 17:30:00"), time.min),
    datetime: (
        Message("a day and time such as 2017-07-12T17:30:00"),
        datetime.combine(date.min, time.min),
    ),
    list: (Message("a list in [ ]"), []),
    dict: (Message("a table"), {}),
}


class Table:
    """Reads values by key and type; a wrong one is noted and a stand-in returned.

    Args:
        data: The table as the TOML reader gives it.
        path: Its dotted path; empty for the whole file.
        lines: Line numbers by dotted path.
        problems: Shared list that collects what is wrong.
    """

    def __init__(
        self, data: dict[str, Any], path: str, lines: dict[str, int], problems: list[Problem]
    ) -> None:
        self._data = data
        self._path = path
        self._lines = lines
        self._read: dict[str, list[Table]] = {}
        self.problems = problems

    def value(self, key: str, kind: type[_V], *, default: _V | None = None) -> _V:
        """Return the value of *key* when it is of *kind*; without a default it must be there."""
        self._read.setdefault(key, [])
        found = self._data.get(key, default)
        # bool is an int and datetime a date to Python, not to the person who writes the file.
        if type(found) is kind:
            return found
        name, stand_in = _KINDS[kind]
        if found is None:
            self.complain(self._full(key), "This key is missing.")
        else:
            self.complain(self._full(key), "This must be %(kind)s.", kind=name)
        return cast("_V", stand_in)

    def text(self, key: str, *, default: str | None = None) -> str:
        """A text that is not empty."""
        text = self.value(key, str, default=default)
        if not text.strip() and isinstance(self._data.get(key), str):
            self.complain(self._full(key), "This must not be empty.")
        return text

    def code(self, key: str) -> str:
        """A short name for machines."""
        text = self.text(key)
        try:
            return check_code(text) if text else ""
        except InvalidEntry as error:
            self.complain(self._full(key), error.message.text, **error.message.values)
            return text

    def number(self, key: str, *, default: int, lowest: int = 0, highest: int = 100_000) -> int:
        """A whole number from *lowest* to *highest*."""
        number = self.value(key, int, default=default)
        if not lowest <= number <= highest:
            self.complain(
                self._full(key),
                "This must be from %(low)s to %(high)s.",
                low=lowest,
                high=highest,
            )
        return number

    def day(self, key: str) -> date:
        """A day."""
        return self.value(key, date)

    def choice(self, key: str, allowed: Collection[str], *, default: str | None = None) -> str:
        """One of the *allowed* texts; a wrong one is answered with the nearest."""
        text = self.value(key, str, default=default)
        if text in allowed:
            return text
        if isinstance(self._data.get(key), str):
            self._complain_choice(self._full(key), text, allowed)
        return ""

    def member(self, key: str, enum: type[_E], default: _E | None = None) -> _E:
        """One member of *enum*, by its value."""
        text = self.choice(key, [*enum], default=str(default) if default else None)
        return enum(text) if text else next(iter(enum))

    def members(self, key: str, enum: type[_E], *, required: bool = True) -> list[_E]:
        """Several members of *enum*, by their values."""
        texts = self.texts(key, required=required)
        for text in texts:
            if text not in [*enum]:
                self._complain_choice(self._full(key), text, [*enum])
        return [enum(text) for text in texts if text in [*enum]]

    def texts(self, key: str, *, required: bool = True) -> list[str]:
        """A list of texts."""
        return self._items(key, str, None if required else [])

    def days(self, key: str) -> list[date]:
        """A list of days, empty where the key is missing."""
        return self._items(key, date, [])

    def table(self, key: str, *, required: bool = True) -> Table:
        """The table below *key*."""
        data = self.value(key, dict, default=None if required else {})
        return self._below(key, self._full(key), data)

    def tables(self, key: str, *, required: bool = True) -> list[Table]:
        """The list of tables below *key*."""
        rows = self._items(key, dict, None if required else [])
        return [self._below(key, f"{self._full(key)}[{n}]", row) for n, row in enumerate(rows)]

    def refuse_leftovers(self) -> None:
        """Note every key that nobody asked for, here and below, with the nearest known one."""
        for key in self._data:
            if key not in self._read:
                self._complain_choice(self._full(key), key, list(self._read), unknown_key=True)
            for table in self._read.get(key, []):
                table.refuse_leftovers()

    def complain(self, path: str, text: str, **values: object) -> None:
        """Note that something is wrong at *path*."""
        line = nearest_line(self._lines, path)
        place = Message("line %(line)s, %(key)s", {"line": line, "key": path})
        self.problems.append(Problem(place, Message(text, values)))

    @staticmethod
    def line_of(problem: Problem) -> int:
        """The line that a noted problem names."""
        return cast("int", problem.place.values["line"])

    def _items(self, key: str, kind: type[_V], default: list[_V] | None) -> list[_V]:
        found = self.value(key, list, default=default)
        wrong = [item for item in found if type(item) is not kind]
        if wrong:
            self.complain(self._full(key), "Each item must be %(kind)s.", kind=_KINDS[kind][0])
        elif not found and default is None and key in self._data:
            self.complain(self._full(key), "This must not be empty.")
        return [item for item in found if type(item) is kind]

    def _below(self, key: str, path: str, data: dict[str, Any]) -> Table:
        table = Table(data, path, self._lines, self.problems)
        self._read[key].append(table)
        return table

    def _complain_choice(
        self, path: str, text: str, allowed: Collection[str], *, unknown_key: bool = False
    ) -> None:
        nearest = difflib.get_close_matches(text, allowed, n=1, cutoff=0.0)
        self.complain(
            path,
            "This key is not known. Did you mean “%(nearest)s”?"
            if unknown_key
            else "“%(value)s” is not known. Did you mean “%(nearest)s”?",
            value=text,
            nearest=nearest[0] if nearest else "",
        )

    def _full(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key
