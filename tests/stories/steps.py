"""What every story does: press, follow a link, listen to complaints, read a paper."""

from __future__ import annotations

import io
import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from pypdf import PdfReader

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def button(page: Page, name: str) -> None:
    """Press the only button of that name, and wait for the page to which it leads."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def link(page: Page, name: str) -> None:
    """Follow the first link of that name, and wait for the page to which it leads."""
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=True).first.click()


def open_navigation(page: Page, site, name: str) -> None:
    """Choose an entry of our navigation."""
    page.goto(site.page())
    entry = page.get_by_text(name, exact=True)
    group = page.locator(".vr-nav-group", has=entry)
    if group.count():
        group.locator("summary").click()
    with page.expect_navigation():
        page.locator(".vr-nav").get_by_role("link", name=name, exact=True).click()


def complaints(page) -> list[str]:
    """What axe finds, with the elements."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]


def words(pdf: bytes) -> str:
    """All words of a PDF, without white space."""
    return re.sub(r"\s", "", "".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages))
