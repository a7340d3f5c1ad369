"""Errors become answers here and nowhere else."""

from __future__ import annotations

import logging
from typing import Any

from flask import Blueprint, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from ..errors import (
    ConfigurationError,
    InvalidEntries,
    Message,
    SignInRequired,
    VolunteerReportsError,
)
from ..state import current_state
from .access import BLUEPRINT
from .context import say
from .problems import problem_details

_log = logging.getLogger(__name__)

_HTTP = {
    400: Message("The request could not be understood. Go back, load the page again and retry."),
    413: Message(
        "What you sent is too large. Your browser still has what you typed: go back, choose "
        "smaller photos and send it again."
    ),
}


def register_error_handlers(blueprint: Blueprint) -> None:
    """Answer for everything that goes wrong in views of *blueprint*."""
    blueprint.register_error_handler(VolunteerReportsError, _answer)
    for code in _HTTP:
        blueprint.register_error_handler(code, _answer_http)


def _answer(error: VolunteerReportsError) -> ResponseReturnValue:
    if isinstance(error, SignInRequired) and not wants_json() and not _of_api():
        sign_in = current_state().host.sign_in
        if sign_in is not None:
            answer: ResponseReturnValue = sign_in()
            return answer
    if error.status >= 500:
        _log.error("%s", error, exc_info=error)
    if _of_api():
        return problem_details(error)
    if isinstance(error, ConfigurationError):  # a page of ours may need just what is missing
        return current_app.response_class(str(error), 500, mimetype="text/plain")
    problems = error.problems if isinstance(error, InvalidEntries) else ()
    return _page(error.status, error.message, problems)


def _answer_http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if _of_api():
        return problem_details(VolunteerReportsError(_HTTP[code].text), status=code)
    if isinstance(error, RequestEntityTooLarge):
        request.input_stream.close()
    return _page(code, _HTTP[code], ())


def _page(status: int, message: Message, problems: Any) -> ResponseReturnValue:
    if wants_json():
        return jsonify(error=say(message)), status
    page = render_template(
        "volunteer_reports/error.html", status=status, message=message, problems=problems
    )
    return page, status


def _of_api() -> bool:
    """Tell whether a script asks one of the addresses that are made for scripts."""
    return f"{BLUEPRINT}.api" in request.blueprints


def wants_json() -> bool:
    """Tell whether a script of ours asks, and not a person's browser."""
    return request.accept_mimetypes.best == "application/json"
