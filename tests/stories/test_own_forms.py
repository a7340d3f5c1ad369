"""An office replaces a form of its papers, looks at the preview, and puts it into use."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.office_forms import ANNEX1, LINE, annex1

from .steps import button, complaints, link, open_navigation

FORM = "/forms/441302/annex1.html"


def upload(page, site, source: str, note: str) -> None:
    """Send a new version of Annex 1."""
    page.goto(site.page(FORM))
    page.get_by_label("文件").set_input_files(
        {"name": "附件1.html", "mimeType": "text/html", "buffer": source.encode()}
    )
    page.get_by_label("改了什么（可不填）").fill(note)
    button(page, "上传并试用")


def wait_for_the_trial(page, *, scripts: bool = True) -> None:
    """Wait until it is over; without scripts look again, as a person does."""
    if scripts:
        expect(page.get_by_text("正在试用", exact=True)).to_have_count(0, timeout=90_000)
        return
    for _ in range(90):
        if page.get_by_text("正在试用", exact=True).count() == 0:
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise TimeoutError


@pytest.mark.parametrize(("width", "scripts"), [(1200, True), (360, False)])
def test_a_form_is_replaced_previewed_and_put_into_use(site, sign_in, width, scripts):
    page = sign_in("huicheng", width=width, scripts=scripts)
    open_navigation(page, site, "本单位表样")
    link(page, "附件1（PDF）")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载现用表样").click()
    before = download.value.path().read_text("utf-8")
    assert before == ANNEX1 or "附件1（惠城区" in before

    upload(page, site, ANNEX1.replace("附件1：", f"附件1（惠城区{width}）："), "抬头加区名")
    wait_for_the_trial(page, scripts=scripts)

    expect(page.get_by_text("可以启用", exact=True)).to_be_visible()
    preview = page.request.get(
        site.url + str(page.get_by_role("link", name="打开预览").get_attribute("href"))
    )
    assert preview.headers["content-type"] == "application/pdf"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if scripts:  # axe is a script
        assert complaints(page) == []
    button(page, "启用")
    expect(page.get_by_text("从现在起，文书用这一表样生成。")).to_be_visible()
    page.goto(site.page("/forms/441302"))
    expect(page.get_by_text("正在使用：本单位表样").first).to_be_visible()


def test_a_mistake_is_shown_with_its_line(site, sign_in):
    page = sign_in("huicheng", width=360)
    upload(page, site, annex1("{{ sheet.leader }}"), "改错了")
    wait_for_the_trial(page)

    expect(page.get_by_role("alert")).to_contain_text("这一表样不能启用")
    expect(page.get_by_text(f"第{LINE}行")).to_be_visible()
    expect(page.locator("pre")).to_contain_text("{{ sheet.leader }}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert complaints(page) == []
    assert page.get_by_role("button", name="启用", exact=True).count() == 0
