"""Filling in our forms like a person: what the page offers, with some fields changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit


class _Forms(HTMLParser):
    """Collects the forms of a page with the values that they would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self._area: tuple[str, list[str]] | None = None
        self._select: str | None = None

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        name = named.get("name")
        if tag == "form":
            self.forms.append({"action": named.get("action"), "fields": {}, "files": set()})
        if not self.forms:
            return
        fields = self.forms[-1]["fields"]
        if tag == "input" and name and named.get("type") not in ("submit", "button"):
            if named.get("type") == "file":
                self.forms[-1]["files"].add(name)
            elif named.get("type") != "checkbox" or "checked" in named:
                value = named.get("value") or ("y" if named.get("type") == "checkbox" else "")
                fields.setdefault(name, []).append(value)
        elif tag == "textarea" and name:
            self._area = (name, [])
        elif tag == "select" and name:
            self._select = name
        elif (
            tag == "option" and self._select and ("selected" in named or self._select not in fields)
        ):
            fields[self._select] = [named.get("value", "")]

    def handle_data(self, data):
        if self._area:
            self._area[1].append(data)

    def handle_endtag(self, tag):
        if tag == "textarea" and self._area:
            name, parts = self._area
            # A browser leaves out the line end behind the tag.
            self.forms[-1]["fields"].setdefault(name, []).append(
                "".join(parts).removeprefix("\n").removeprefix("\r\n")
            )
            self._area = None
        elif tag == "select":
            self._select = None


def forms_of(html: str) -> list[dict[str, Any]]:
    """All forms of a page."""
    parser = _Forms()
    parser.feed(html)
    return parser.forms


def form_of(html: str, field: str) -> dict[str, Any]:
    """The fields of the first form that has *field*, as they stand."""
    return next(f["fields"] for f in forms_of(html) if field in f["fields"] or field in f["files"])


def fill(client: Any, address: str, field: str, **changes: Any) -> Any:
    """Open a page, change some fields of the form that has *field*, send it, follow nothing."""
    return opened(client, address, field)(**changes)


def press(client: Any, address: str, action: str, **changes: Any) -> Any:
    """Open a page and press the button whose form leads to an address with *action* in it."""
    return about_to_press(client, address, action)(**changes)


def opened(client: Any, address: str, field: str) -> Callable[..., Any]:
    """Open a page now; what comes back sends its form that has *field*, as it stands now."""
    found = [f for f in _shown(client, address) if field in f["fields"] or field in f["files"]]
    return _sender(client, address, found[0])


def about_to_press(client: Any, address: str, action: str) -> Callable[..., Any]:
    """Open a page now; what comes back presses the button that leads to *action*."""
    found = [f for f in _shown(client, address) if f["action"] and action in f["action"]]
    return _sender(client, address, found[0])


def _shown(client: Any, address: str) -> list[dict[str, Any]]:
    page = client.get(address)
    assert page.status_code == 200, page.text
    return forms_of(page.text)


def _sender(client: Any, address: str, form: dict[str, Any]) -> Callable[..., Any]:
    def send(**changes: Any) -> Any:
        data = {**form["fields"], **changes}
        action = form["action"] or address
        return client.post(action, data=data, content_type="multipart/form-data")

    return send


def follow(client: Any, answer: Any) -> str:
    """The text of the page that an answer leads to."""
    assert answer.status_code in (302, 303), answer.text
    return client.get(urlsplit(answer.headers["Location"]).path).text


def words(html: str) -> str:
    """The words of a page, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
