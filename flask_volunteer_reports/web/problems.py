"""Errors of the API as problem details (RFC 9457), in the language of the person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify

from ..errors import InvalidEntries, Message, VolunteerReportsError
from .context import current_locale, say

_TITLES: Mapping[int, Message] = {
    400: Message("Not possible"),
    401: Message("Please sign in"),
    403: Message("You may not do this"),
    404: Message("Not found"),
    409: Message("Not possible now"),
    413: Message("Too large"),
    422: Message("Please check"),
    507: Message("A file could not be kept or read"),
}
_OTHER = Message("Something went wrong")


def problem_details(error: VolunteerReportsError, *, status: int | None = None) -> Response:
    """Tell an error to a script: a title for its kind, and what happened as its detail."""
    code = status or error.status
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": say(_TITLES.get(code, _OTHER)),
        "status": code,
        "detail": say(error.message),
    }
    if error.field:
        body["parameter"] = error.field
    if isinstance(error, InvalidEntries):
        body["problems"] = [
            {"place": say(problem.place), "detail": say(problem.message)}
            for problem in error.problems
        ]
    response = jsonify(body)
    response.status_code = code
    response.mimetype = "application/problem+json"
    response.headers["Content-Language"] = "zh-Hans" if current_locale() != "en" else "en"
    response.headers["Cache-Control"] = "private, no-store"
    return response
