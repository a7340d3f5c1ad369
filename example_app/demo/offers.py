"""What organizations offer, and the words in which they tell of it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from flask_volunteer_reports.domain.recurrence import Occasion

from .city import Team
from .stage import ZONE

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One sort of activity, with the texts about it; ``minutes`` and ``heads`` are from and to."""

    code: str
    activity_kinds: tuple[str, ...]
    themes: tuple[str, ...]
    scenes: tuple[str, ...]
    places: tuple[str, ...]
    titles: tuple[str, ...]
    description: str
    risks: str
    needs: str
    sentences: tuple[str, ...]
    minutes: tuple[int, int]
    heads: tuple[int, int]
    weight: int = 1
    """How much more often than others it is chosen."""
    codes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    specialties: tuple[str, ...] = ()

    def suits(self, team: Team) -> bool:
        """Tell whether an organization would offer this."""
        return (
            team.code in self.codes
            or team.kind in self.kinds
            or (team.specialty is not None and team.specialty in self.specialties)
        )


@cache
def offers() -> tuple[Offer, ...]:
    """Read all offers."""
    rows: list[dict[str, Any]] = tomllib.loads((_HERE / "offers.toml").read_text("utf-8"))["offers"]
    return tuple(
        # The file and the class name the same things; a slip shows at the first call.
        Offer(**{key: tuple(v) if isinstance(v, list) else v for key, v in row.items()})  # type: ignore[arg-type]
        for row in rows
    )


@cache
def stories() -> dict[str, Any]:
    """Read the pieces of accounts, reasons and notes."""
    return tomllib.loads((_HERE / "stories.toml").read_text("utf-8"))


def account(
    offer: Offer, team: Team, title: str, place: str, occasion: Occasion, heads: int, rng: Random
) -> str:
    """Write 60 to 400 characters about an activity."""
    pieces = stories()
    facts = _facts(team, title, place, occasion, heads)
    sentences = rng.sample(offer.sentences, rng.randint(2, min(5, len(offer.sentences))))
    opening: str = rng.choice(pieces["openings"])
    text = opening.format(**facts)
    text += "".join(sentence.format(**_numbers(rng)) for sentence in sentences)
    closing: str = rng.choice(pieces["closings"])
    return text + closing.format(**facts)


def long_account(
    team: Team, title: str, place: str, occasion: Occasion, heads: int, rng: Random, *, length: int
) -> str:
    """Write about *length* characters, as an eager organization would: group by group."""
    pieces = stories()
    text = [str(pieces["long_openings"]).format(**_facts(team, title, place, occasion, heads))]
    number = 0
    while sum(map(len, text)) < length - 260:
        number += 1
        facts = {
            "n": number,
            "street": pieces["streets"][(number - 1) % len(pieces["streets"])],
            "clock": f"{rng.randint(7, 8)}时{rng.choice((15, 30, 45))}分",
        }
        group = pieces["long_groups"][(number * 3 + number // 4) % len(pieces["long_groups"])]
        text.append(group.format(**facts, **_numbers(rng)))
    return "\n".join([*text, pieces["long_closings"]])


def _facts(team: Team, title: str, place: str, occasion: Occasion, heads: int) -> dict[str, object]:
    start: datetime = occasion.starts_at.astimezone(ZONE)
    half = "上午" if start.hour < 12 else "晚上" if start.hour >= 18 else "下午"
    clock = f"{half}{start.hour - 12 if start.hour > 12 else start.hour}时"
    return {
        "day": f"{start.month}月{start.day}日",
        "time": clock + (f"{start.minute}分" if start.minute else ""),
        "organization": team.name,
        "title": _inside_quotes(title),
        "place": place,
        "heads": heads,
        "minutes": occasion.minutes,
    }


def _inside_quotes(title: str) -> str:
    """Turn the quotation marks of a title into inner ones; a text sets it between outer ones."""
    return title.replace("“", "‘").replace("”", "’")


def _numbers(rng: Random) -> dict[str, int]:
    return {
        "few": rng.randint(3, 9),
        "some": rng.randint(18, 96) * 2,
        "many": rng.randint(20, 60) * 10,
    }


def end_of(starts_at: datetime, offer: Offer, rng: Random) -> datetime:
    """Return when an activity ends that begins at *starts_at*."""
    return starts_at + timedelta(minutes=rng.randrange(offer.minutes[0], offer.minutes[1] + 1, 30))
