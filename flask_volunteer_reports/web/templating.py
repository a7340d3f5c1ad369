"""What every template of ours can use beside its own facts."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from ..domain.hours import hours_text
from ..errors import Message
from ..event_labels import EVENTS
from ..models import Base
from ..ports import Permission
from ..services.recording.check_in_hours import CHECKER
from ..state import current_state, current_unit_of_work
from .context import (
    current_actor,
    current_locale,
    day,
    instant,
    label,
    say,
    span,
    t,
    take_notices,
    today,
)
from .forms import ActionForm


def may(permission: str, subject: Base | None = None) -> bool:
    """Tell a template whether a button belongs on the page.

    Args:
        permission: The value of a :class:`Permission`.
        subject: One of our rows; without it, whether the person holds the permission anywhere.
    """
    actor = current_actor()
    policy = current_unit_of_work().policy
    if actor is None:
        return False
    if subject is None:
        return bool(policy.scope(actor, Permission(permission)))
    return policy.may(actor, Permission(permission), subject)


def page_link(number: int) -> str:
    """Address of another page of the list that is shown, with the same filters."""
    arguments = {**request.args.to_dict(), **(request.view_args or {}), "page": number}
    return url_for(str(request.endpoint), **arguments)


def event_label(event: str) -> str:
    """Name an event of the history."""
    return say(EVENTS.get(event, Message(event)))


def file_size(size: int) -> str:
    """Write the size of a file: 12 KB, 3.4 MB."""
    return f"{-(-size // 1024)} KB" if size < 2**20 else f"{size / 2**20:.1f} MB"


def loop_id() -> int:
    """Return a number that no other call on this page gets: for ids of repeated fields."""
    number = int(request.environ.get("volunteer_reports.loop_id", 0)) + 1
    request.environ["volunteer_reports.loop_id"] = number
    return number


def action_token() -> Any:
    """Return the hidden fields that every POST of ours carries."""
    return ActionForm(formdata=None).token


def confirmer(entry: Any) -> str:
    """Name who confirmed an entry of the ledger; the code at the place is nobody in person."""
    if entry.confirmed_by_id == CHECKER.id:
        return t("the check-in code")
    return str(entry.confirmed_by)


def template_context() -> dict[str, Any]:
    """Return what every template of ours can use."""
    return {
        "t": t,
        "said": lambda text: say(Message(text)),
        "say": say,
        "label": label,
        "may": may,
        "day": day,
        "instant": instant,
        "span": span,
        "hours": hours_text,
        "today": today,
        "actor": current_actor(),
        "locale": current_locale(),
        "action_token": action_token,
        "confirmer": confirmer,
        "event_label": event_label,
        "file_size": file_size,
        "loop_id": loop_id,
        "page_link": page_link,
        "take_notices": take_notices,
        "vr_base": current_state().settings.base_template,
    }
