"""Runs contenders in turns, each in a process of its own, and keeps what they took."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .album import Album

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Order:
    """A contender, such as ``baselines.typst_:annex1``, and its sizes."""

    contender: str
    sizes: Mapping[str, int] = field(default_factory=dict)
    rounds: int | None = None
    """How often, where that is not as often as the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one contender took, over all rounds; seconds and bytes."""

    cpu: Sequence[float]
    wall: Sequence[float]
    whole: Sequence[float]
    """Processor time of the whole process, start and warm-up included."""
    peak: int
    size: int
    pages: int
    figures: Mapping[str, Sequence[float]]

    @property
    def seconds(self) -> float:
        """The median of the processor time."""
        return statistics.median(self.cpu)

    def figure(self, name: str) -> float:
        """Return the median of what the contender told under that name."""
        return statistics.median(self.figures[name])


Readings = dict[str, Reading]


class Bench:
    """Measures contenders in turns, so that a noisy machine is as noisy for each of them.

    Args:
        folder: For what the rounds leave behind; emptied by whoever made it.
        tell: Is told what is going on.
    """

    def __init__(
        self, album: Album, folder: Path, rounds: int, tell: Callable[[str], None]
    ) -> None:
        self.album = album
        self.folder = folder
        self.failures: dict[str, str] = {}
        """Why a contender could not be measured, by its name."""
        self._rounds = rounds
        self._tell = tell

    def alternate(self, orders: Mapping[str, Order]) -> Readings:
        """Measure all *orders*, one after the other, round after round.

        Returns:
            The readings of those that could be measured; see :attr:`failures` for the others.
        """
        answers: dict[str, list[dict[str, Any]]] = {name: [] for name in orders}
        for number in range(self._rounds):
            for name, order in orders.items():
                wanted = self._rounds if order.rounds is None else order.rounds
                if number < min(wanted, self._rounds) and name not in self.failures:
                    answer = self._ask(name, order, number)
                    answers[name] += [answer] if answer else []
        return {
            name: _reading(found)
            for name, found in answers.items()
            if found and name not in self.failures
        }

    def _ask(self, name: str, order: Order, number: int) -> dict[str, Any] | None:
        self._tell(f"round {number + 1}: {name}")
        out = self.folder / f"{name.replace(' ', '-')}-{number}"
        out.mkdir(parents=True, exist_ok=True)
        arguments = {
            "contender": order.contender,
            "sizes": dict(order.sizes),
            "album": str(self.album.folder),
            "long_edge": self.album.limits.long_edge,
            "folder": str(self.folder),
            "out": str(out),
            "round": number,
        }
        child = _Child([sys.executable, "-m", "benchmarks.child", json.dumps(arguments)])
        if child.code:
            self.failures[name] = child.errors.strip().splitlines()[-1] if child.errors else "?"
            self._tell(child.errors)
            return None
        return {**json.loads(child.answer.splitlines()[-1]), "whole": child.cpu}


class _Child:
    """A process that has ended: what it said, and what it and its children have used."""

    def __init__(self, command: Sequence[str]) -> None:
        before = _ended()
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
        self.answer, self.errors, self.code = done.stdout, done.stderr, done.returncode
        self.cpu = _ended() - before


def _ended() -> float:
    """Processor time of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _reading(answers: Sequence[Mapping[str, Any]]) -> Reading:
    last = answers[-1]
    return Reading(
        cpu=[answer["cpu"] for answer in answers],
        wall=[answer["wall"] for answer in answers],
        whole=[answer["whole"] for answer in answers],
        peak=max(answer["peak"] for answer in answers),
        size=last["size"],
        pages=last["pages"],
        figures={name: [answer["figures"][name] for answer in answers] for name in last["figures"]},
    )
