"""The pictures in ``docs/pictures``: ``python -m tools.screenshots`` takes all of them anew.

The demo city must have been built in the folder that ``EXAMPLE_APP_INSTANCE`` names. What is shown
lies in summer 2017, so that a picture changes only when a page or a paper does; what volunteers see
and the code at the place are of the day.
"""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageOps
from playwright.sync_api import Browser, FloatRect, ViewportSize, sync_playwright

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
QUIET = subprocess.DEVNULL
FLASK = [sys.executable, "-m", "flask", "--app", "example_app"]
WEEK = "2017-W27"
CHROMIUM = "/usr/bin/chromium"
MARGIN = 10  # less than the space above what follows, so that nothing is cut
PROJECT = {
    "项目名称": "“悦读童年”亲子绘本共读会",
    "服务内容": "为小读者朗读绘本，带领亲子家庭做手工，整理少儿阅览室书架。",
    "风险提示": "室内活动，风险较低；儿童须由家长陪同，活动前检查通道和用电。",
    "招募要求": "每次6人，普通话标准，有耐心；请穿红马甲。",
    "联系人": "林老师",
    "联系电话": "13800000101",
}
# Without a package that our tests do not need, Debian's Chromium writes dates in American.
DATES_IN_CHINESE = """for (const field of document.querySelectorAll("input[type=date]")) {
    const day = field.value.replaceAll("-", "/"); field.type = "text"; field.value = day;
}"""


class Shot(NamedTuple):
    """One page: who looks at it, and the last thing that is in the picture."""

    name: str
    person: str
    path: str
    last: str
    clicks: tuple[str, ...] = ()
    width: int = 1100
    scale: float = 1.5


BOARD = f"/campaigns/huizhou-2017/weeks/{WEEK}/441300"
REPORT = "/reports?week=2017-W26&q=西湖"
LISTED = "/projects?from=2017-07-03&until=2017-07-09"
OWN_RECORDS = "#records + .vr-list > li:nth-child(2)"
NEEDY = "/manage/activities?needs=report"
TO_CODE = (
    "a[href*=name-list]",
    ".vr-actions a[href$=check-in]",
    "a[href*='for=in']",
    "a[href*='view=phone']",
)
SHOTS = (
    Shot("week-board", "secretariat", BOARD, ".vr-list > li:nth-child(9)"),
    Shot("week-board.en", "secretariat", BOARD, ".vr-list > li:nth-child(9)", ("text=English",)),
    Shot("report", "secretariat", REPORT, ".vr-photos", (".vr-list-title",), scale=1),
    Shot("public-projects-phone", "", LISTED, ".vr-list > li:nth-child(4)", width=360, scale=2),
    Shot("my-service-phone", "volunteer", "/my/", OWN_RECORDS, width=360, scale=2),
    Shot("check-in-code-phone", "manager", NEEDY, ".vr-code-side", TO_CODE, width=360, scale=2),
    Shot("publishing-form", "manager", "/manage/projects/new", ".vr-form", width=800),
)
PAPERS = {"annex1": "annex1/441300-03-20170708-1.pdf", "weekly-report-cover": "weekly-report.pdf"}


@contextmanager
def served() -> Iterator[str]:
    """Serve the example site on a free port; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    command = [*FLASK, "run", "--port", url.rpartition(":")[2]]
    with subprocess.Popen(command, cwd=ROOT, stdout=QUIET, stderr=QUIET) as server:
        for _ in range(100):
            with suppress(OSError):
                urllib.request.urlopen(url, timeout=5).close()
                break
            time.sleep(0.2)
        try:
            yield url
        finally:
            server.terminate()


def take(browser: Browser, url: str, shot: Shot) -> None:
    """Take the picture of a page, from its head to what is last."""
    size: ViewportSize = {"width": shot.width, "height": 800}
    page = browser.new_page(viewport=size, device_scale_factor=shot.scale)
    if shot.person:
        page.goto(f"{url}/sign-in")
        page.locator(f"form:has(input[value='{shot.person}']) button").click()
    page.goto(f"{url}/volunteer-reports{shot.path}")
    for click in shot.clicks:
        with page.expect_navigation():
            page.locator(click).first.click()
    if shot.name == "publishing-form":
        page.get_by_label("活动类型").select_option("cultural_venue")
        page.get_by_label("文化志愿服务", exact=True).check()
        for label, text in PROJECT.items():
            page.get_by_label(label).fill(text)
        page.locator(":focus").blur()
    page.evaluate(DATES_IN_CHINESE)
    page.wait_for_load_state("networkidle")
    height = page.locator(shot.last).evaluate("e => e.getBoundingClientRect().bottom + scrollY")
    clip: FloatRect = {"x": 0, "y": 0, "width": shot.width, "height": height + MARGIN}
    keep(shot.name, page.screenshot(full_page=True, clip=clip, animations="disabled"))


def take_papers() -> None:
    """Take first pages of papers, which are made where `make papers` has not made them."""
    folder = Path(os.environ["EXAMPLE_APP_INSTANCE"]).parent / WEEK
    if not (folder / "weekly-report.pdf").is_file():
        make = [*FLASK, "volunteer-reports", "weekly-papers", WEEK, "--out", str(folder)]
        subprocess.run(make, cwd=ROOT, check=True, stdout=QUIET)
    for name, paper in PAPERS.items():
        draw = ["pdftoppm", "-png", "-r", "96", "-f", "1", "-singlefile", str(folder / paper)]
        keep(name, subprocess.run(draw, check=True, capture_output=True).stdout)


def keep(name: str, png: bytes) -> None:
    """Write a picture, framed, with as many colours as fit into the size that it may have."""
    picture = ImageOps.expand(Image.open(io.BytesIO(png)).convert("RGB"), 1, "#bcc4cc")
    for colours in (256, 128, 64, 32):
        small = io.BytesIO()
        picture.quantize(colours, kmeans=1).save(small, "png", optimize=True)
        if small.tell() <= 250_000:
            break
    (PICTURES / f"{name}.png").write_bytes(small.getvalue())
    print(f"{name}.png: {picture.width} x {picture.height}, {small.tell() // 1024} kB")


def main() -> None:
    """Take all pictures."""
    with (
        served() as url,
        sync_playwright() as driver,
        driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"]) as browser,
    ):
        for shot in SHOTS:
            take(browser, url, shot)
    take_papers()


if __name__ == "__main__":
    main()
