"""How the API reads arguments and answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from flask import Response, jsonify, request

from ...errors import InvalidEntry, NotFound

_E = TypeVar("_E", bound=StrEnum)


def answer(body: Mapping[str, Any]) -> Response:
    """Answer with *body*, or with 304 where the asker has just that already."""
    response = jsonify(body)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie, Authorization"
    response.add_etag()
    response.make_conditional(request)
    return response


def refuse_unknown(known: Collection[str]) -> None:
    """Raise InvalidEntry where an argument is not *known*: a typo must not change the answer."""
    for name in request.args:
        if name not in known:
            raise InvalidEntry("The argument “%(name)s” is not known.", field=name, name=name)


def needed(name: str) -> str:
    """Return an argument that must be there."""
    if text := request.args.get(name, "").strip():
        return text
    raise InvalidEntry("The argument “%(name)s” is missing.", field=name, name=name)


def needed_id(name: str) -> UUID:
    """Return an id; what is none belongs to nothing."""
    try:
        return UUID(needed(name))
    except ValueError:
        raise NotFound("There is no such page, or it is not yours to see.") from None


def choice(name: str, enum: type[_E]) -> _E | None:
    """Return a member of *enum*, None where the argument is left out."""
    text = request.args.get(name, "")
    if not text:
        return None
    if text not in [*enum]:
        raise InvalidEntry(
            "“%(name)s” is one of: %(choices)s.", field=name, name=name, choices=", ".join(enum)
        )
    return enum(text)


def number(name: str, *, default: int, highest: int) -> int:
    """Return a whole number from 1 to *highest*."""
    text = request.args.get(name, "")
    if not text:
        return default
    if text.isascii() and text.isdigit() and len(text) < 8 and 1 <= int(text) <= highest:
        return int(text)
    raise InvalidEntry(
        "“%(name)s” is a whole number from 1 to %(high)s.", field=name, name=name, high=highest
    )
