"""A document goes from a district to the city and comes back in a package."""

from __future__ import annotations

import re
import zipfile

from playwright.sync_api import expect

from tests.archive import pdf

from .steps import button, link, open_navigation

TITLE = "东江边志愿服务方案（故事）"


def test_file_compile_hand_over_and_download(site, sign_in, tmp_path):
    file = tmp_path / "方案.pdf"
    file.write_bytes(pdf("story"))

    manager = sign_in("huicheng_manager", width=360, scripts=False)
    manager.goto(site.page("/archive"))
    link(manager, "上传文件")
    manager.get_by_label("文件", exact=True).set_input_files(file)
    manager.get_by_label("文件标题").fill("方案\u202e")
    button(manager, "归档")
    # The title has to be mended; the file need not be chosen again.
    expect(manager.get_by_role("alert")).to_contain_text("U+202E")
    expect(manager.get_by_text("文件“方案.pdf”")).to_be_visible()
    manager.get_by_label("文件标题").fill(TITLE)
    button(manager, "归档")
    expect(manager.get_by_text("文件已归档。")).to_be_visible()

    office = sign_in("huicheng")
    open_navigation(office, site, "归档")
    link(office, "移交")
    link(office, "分类汇总并移交")
    expect(office.get_by_label(re.compile(re.escape(TITLE)))).to_be_checked()
    button(office, "移交市级")
    expect(office.get_by_text("已移交市级。")).to_be_visible()

    city = sign_in("secretariat")
    city.goto(office.url)
    button(city, "接收并出具回执")
    expect(city.locator("h1")).to_contain_text(re.compile(r"回执 HZ-441300-\d{4}-\d{4}"))
    office.reload()
    expect(office.locator("h1")).to_contain_text("回执")

    city.goto(site.page("/archive"))
    link(city, "打包下载")
    button(city, "生成压缩包")
    expect(city.get_by_role("heading", name="压缩包已生成")).to_be_visible(timeout=180_000)
    with city.expect_download() as waiting:
        city.get_by_role("link", name="下载压缩包").click()
    with zipfile.ZipFile(waiting.value.path()) as archive:
        assert archive.testzip() is None
        [name] = [name for name in archive.namelist() if "东江边" in name]
        assert archive.read(name) == file.read_bytes()
