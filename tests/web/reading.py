"""Reading our pages like a person."""

from __future__ import annotations

import html
import re
from typing import Any

from tests.web.forms import words

HOME = "/volunteer-reports"


def read(client: Any, address: str) -> str:
    """Open a page; its words."""
    page = client.get(address)
    assert page.status_code == 200, page.text
    return said(page.text)


def said(page: str) -> str:
    """The words of a page as they are read, without the space that the markup leaves."""
    return html.unescape(words(page)).strip()


def titles(page: str) -> list[str]:
    """What a list leads to, in its order."""
    found = re.findall(r'class="vr-list-title"[^>]*>(.*?)</', page, re.DOTALL)
    return [said(title) for title in found]


def entry(page: str, text: str) -> str:
    """The words of the one entry of a list or table that has *text* in it."""
    found = [said(m.group()) for m in re.finditer(r"<(li|tr)\b.*?</\1>", page, re.DOTALL)]
    [wanted] = [words_of for words_of in found if text in words_of]
    return wanted


def options(page: str, name: str) -> list[str]:
    """What a select field offers."""
    [field] = re.findall(rf'<select[^>]* name="{name}".*?</select>', page, re.DOTALL)
    return [said(option) for option in re.findall(r"<option.*?</option>", field, re.DOTALL)]


def alert(page: str) -> str:
    """What a page says went wrong."""
    [found] = re.findall(r'<div class="vr-summary" role="alert".*?</div>', page, re.DOTALL)
    return said(found)
