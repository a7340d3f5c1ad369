"""Everything can be done without JavaScript, on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from .steps import button


def test_a_report_with_photos_is_written_and_submitted(site, sign_in):
    page = sign_in("manager", width=360, scripts=False)
    page.goto(site.page("/reports?status=draft"))
    page.locator(".vr-list-title").first.click()
    page.get_by_role("link", name="修改", exact=True).click()
    page.get_by_label("活动内容简介").fill("没有脚本也能写完的情况表。")
    page.get_by_label("参加活动志愿者人数").fill("8")
    samples = sorted((site.folder / "sample-photos").glob("*.jpg"))
    page.get_by_label("实景图片1").set_input_files(samples[4])
    page.get_by_label("实景图片2").set_input_files(samples[5])
    button(page, "保存并提交")

    expect(page.locator("h1").get_by_text("已提交", exact=True)).to_be_visible()
    expect(page.locator(".vr-photo-frame img")).to_have_count(2)
    for number in range(2):
        image = page.locator(".vr-photo-frame img").nth(number)
        answer = page.request.get(site.url + str(image.get_attribute("src")))
        assert answer.headers["content-type"] == "image/jpeg"
        assert b"Exif" not in answer.body()


def test_a_job_is_followed_by_looking_again(site, sign_in):
    page = sign_in("huicheng", width=360, scripts=False)
    page.goto(site.page("/campaigns/huizhou-2017/weeks/2017-W27/441302"))
    button(page, "签发本周文书")
    expect(page.locator("h1")).to_contain_text("2017-W27")
    for _ in range(90):
        if page.get_by_text("全部文件已生成").count():
            break
        page.wait_for_timeout(1000)
        with page.expect_navigation():
            page.get_by_role("link", name=re.compile("刷新|再看")).click()
    expect(page.get_by_text("附件2（1）")).to_be_visible()


def test_reasons_open_without_scripts(site, sign_in):
    page = sign_in("huicheng", width=360, scripts=False)
    page.goto(site.page("/reports?status=submitted"))
    page.locator(".vr-list-title").first.click()
    page.get_by_text("退回…", exact=True).click()
    page.get_by_role("button", name="退回给组织").click()
    expect(page.get_by_role("alert")).to_be_visible()
