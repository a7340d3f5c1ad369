"""The goals, what was measured for them, and the page that shows both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One row of the table: what is compared, what came out, what it may be."""

    name: str
    measured: float | None
    """None where it could not be measured."""
    limit: float | None = None
    """None where a figure is shown without a goal."""
    sense: Literal["≤", "≥", "="] = "≤"
    unit: str = "×"

    @property
    def met(self) -> bool:
        """Whether the goal is reached; what could not be measured is not."""
        if self.limit is None:
            return True
        if self.measured is None:
            return False
        if self.sense == "=":
            return self.measured == self.limit
        return self.measured <= self.limit if self.sense == "≤" else self.measured >= self.limit

    def cells(self) -> Sequence[str]:
        """Return the row of the table, as text."""
        wanted = "" if self.limit is None else f"{self.sense} {_number(self.limit, self.unit)}"
        verdict = "" if self.limit is None else "met" if self.met else "**missed**"
        measured = "not measured" if self.measured is None else _number(self.measured, self.unit)
        return (self.name, measured, wanted, verdict)


def _number(value: float, unit: str) -> str:
    if unit == "×":
        return f"{value:.3g} ×"
    return f"{value:.0f} {unit}".strip()


def goal_table(goals: Iterable[Goal]) -> str:
    """Return the goals as a Markdown table."""
    return markdown(("", "measured", "goal", ""), [goal.cells() for goal in goals])


def markdown(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write_page(page: Path, tables: str) -> None:
    """Put *tables* between the marks of a page, in place of what stands there.

    Raises:
        ValueError: The page has no marks.
    """
    before, begin, rest = page.read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{page} has no place for the tables: {BEGIN} … {END}")
    page.write_text(f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}", "utf-8")
