"""Anyone checks a paper: by the number in its foot, by its code, and by the file."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .steps import button, link, words

NUMBER = re.compile(r"编号：(.+?号)第1版")


@pytest.fixture(scope="module")
def papers(site) -> dict[str, bytes]:
    """The PDF of an issued paper, and the Word file of it; made by the first test."""
    return {}


def choose(visitor: Page, tmp_path, content: bytes) -> None:
    """Choose a file to check; the page goes on by itself."""
    file = tmp_path / "paper.pdf"
    file.write_bytes(content)
    with visitor.expect_navigation():
        visitor.get_by_label("文件", exact=True).set_input_files(file)


def test_1_an_office_issues_papers_and_sees_how_far_they_are(site, sign_in, papers):
    office = sign_in("secretariat")
    office.goto(site.page("/campaigns/huizhou-2017/weeks/2017-W26/441300"))
    button(office, "签发本周文书")
    expect(office.locator(".vr-job-text")).to_have_text(
        re.compile(r"共\d+个页面和文件，已生成[1-9]\d*个。"), timeout=60_000
    )
    expect(office.get_by_role("progressbar")).to_be_visible()
    expect(office.get_by_text("全部文件已生成")).to_be_visible(timeout=180_000)
    tables = office.locator(".vr-papers").last
    tables.locator("summary").click()
    for name in ("PDF", "Word"):
        with office.expect_download() as waiting:
            tables.get_by_role("link", name=re.compile(name)).first.click()
        papers[name] = waiting.value.path().read_bytes()


def test_2_a_visitor_types_the_number_and_compares_files(site, sign_in, tmp_path, papers):
    number = NUMBER.search(words(papers["PDF"]))[1]
    visitor = sign_in(width=360)
    visitor.goto(site.page())
    link(visitor, "文书查验")
    visitor.get_by_label("文号、查验码或SHA-256").fill(number)
    button(visitor, "查验")
    expect(visitor.get_by_role("heading", name=number)).to_be_visible()
    expect(visitor.get_by_text("此文号真实")).to_be_visible()

    sent: list[str] = []
    visitor.on("request", lambda request: sent.append(request.method))
    for content, said in [
        (papers["PDF"], "一致"),
        (papers["Word"], "一致"),
        (papers["PDF"] + b" ", "不一致"),
    ]:
        choose(visitor, tmp_path, content)
        expect(visitor.get_by_role("status")).to_contain_text(said)
        expect(visitor.get_by_role("heading", name=number)).to_be_visible()
    assert set(sent) == {"GET"}


def test_3_the_file_alone_is_enough(site, sign_in, tmp_path, papers):
    visitor = sign_in(width=360)
    visitor.goto(site.page("/check"))
    choose(visitor, tmp_path, papers["PDF"])
    expect(visitor.get_by_text("此文号真实")).to_be_visible()
    visitor.goto(site.page("/check"))
    choose(visitor, tmp_path, papers["PDF"] + b" ")
    expect(visitor.get_by_role("alert")).to_be_visible()
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 360
