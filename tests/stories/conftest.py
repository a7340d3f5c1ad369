"""A real browser on the example site with the demo city."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parents[2]
FLASK = [sys.executable, "-m", "flask", "--app", "example_app"]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Site:
    """The example site, running."""

    url: str
    folder: Path

    def page(self, path: str = "/") -> str:
        """The address of a page of ours."""
        return f"{self.url}/volunteer-reports{path}"


@pytest.fixture(scope="session")
def city(tmp_path_factory, testrun_uid) -> Path:
    """The demo city, seeded once for all processes of a run; nobody writes to it."""
    root = tmp_path_factory.getbasetemp().parent
    folder = root / f"city-{testrun_uid}"
    with (root / f"city-{testrun_uid}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            begun = tmp_path_factory.mktemp("city") / "site"
            subprocess.run([*FLASK, "seed-demo"], cwd=ROOT, env=_environment(begun), check=True)
            begun.rename(folder)
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory, city) -> Iterator[Site]:
    """Serve the demo city from a folder of its own."""
    folder = shutil.copytree(city, tmp_path_factory.mktemp("site") / "site")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (folder / "server.log").open("wb")
    server = subprocess.Popen(
        [*FLASK, "run", "--port", str(port)],
        cwd=ROOT,
        env=_environment(folder),
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/")
        yield Site(f"http://127.0.0.1:{port}", folder)
    finally:
        server.terminate()
        server.wait()
        log.close()


def _environment(folder: Path) -> dict[str, str]:
    """What tells the example application where its city is."""
    return {**os.environ, "EXAMPLE_APP_INSTANCE": str(folder)}


def _wait_for(url: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(url)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


Person = Callable[..., Page]


@pytest.fixture
def sign_in(chromium: Browser, site: Site) -> Iterator[Person]:
    """Open a window for one of the demo people, or for a visitor.

    A script error on any page fails the test.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_window(
        person: str = "", *, width: int = 1200, height: int = 900, scripts: bool = True
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        if person:
            page.goto(f"{site.url}/sign-in")
            with page.expect_navigation():
                page.locator(f"form:has(input[value='{person}']) button").click()
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert wrong == []
