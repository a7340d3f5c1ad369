"""The archive on the screen: filed, found, replaced, handed over, packed."""

from __future__ import annotations

import html
import io
import os
import re
import zipfile
from datetime import timedelta
from urllib.parse import unquote

import pytest
from docx import Document

from flask_volunteer_reports.domain.archiving import DocumentClass
from flask_volunteer_reports.jobs import work_until_idle
from flask_volunteer_reports.models import FiledDocument, HandOver, MediaCoverage, Package
from tests.archive import docx, pdf
from tests.services.watching import rows
from tests.web.forms import fill, follow, form_of, opened, press
from tests.web.reading import HOME, alert, entry, read, said, titles
from tests.world import MANAGER, MANAGER_EAST, NOON, OFFICE_EAST

NEW = f"{HOME}/archive/documents/new"


def upload(content: bytes, name: str = "计划.pdf"):
    return (io.BytesIO(content), name)


def test_a_manager_files_a_document_and_finds_it(manager, uow):
    answer = fill(
        manager, NEW, "title", title="关于“活动”的通知", theme="culture", file=upload(pdf())
    )
    page = follow(manager, answer)
    [document] = rows(uow, FiledDocument)
    assert "文件已归档。" in page
    assert "关于“活动”的通知" in page
    assert "计划.pdf" in page
    assert document.sha256 in page
    listed = manager.get(f"{HOME}/archive").text
    assert titles(listed) == ["关于“活动”的通知"]
    assert "PDF" in entry(listed, "关于“活动”的通知")


def test_without_a_title_the_file_is_kept_and_need_not_be_chosen_again(manager, uow):
    send = opened(manager, NEW, "title")
    page = send(title="", file=upload(pdf(), "很长的名字.pdf"))
    assert page.status_code == 422
    assert "请填写文件标题" in alert(page.text)
    assert "文件“很长的名字.pdf”（PDF" in said(page.text)
    assert rows(uow, FiledDocument) == []

    fields = form_of(page.text, "title")
    answer = manager.post(NEW, data={**fields, "title": "通知"})
    assert answer.status_code == 302
    [document] = rows(uow, FiledDocument)
    assert (document.title, document.original_name) == ("通知", "很长的名字.pdf")


def test_a_note_of_a_file_is_good_for_its_owner_only_and_not_to_be_forged(
    manager, people, shelves, uow
):
    page = opened(manager, NEW, "title")(title="", file=upload(pdf()))
    kept = form_of(page.text, "title")["kept"]
    theirs = people.as_("manager_east")
    for note in (kept, ["forged"], [kept[0][:-2]]):
        answer = fill(theirs, NEW, "title", title="通知", kept=note)
        assert answer.status_code == 422
        assert "请选择文件" in alert(answer.text)
    assert rows(uow, FiledDocument) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"", "文件是空的", id="empty"),
        pytest.param(b"MZ", "只能归档PDF", id="a program"),
        pytest.param(docx()[:-90], "已损坏", id="half a DOCX"),
    ],
)
def test_a_file_that_cannot_be_filed_says_why_and_keeps_the_title(content, told, manager, uow):
    page = fill(manager, NEW, "title", title="通知", file=upload(content))
    assert page.status_code == 422
    assert told in alert(page.text)
    assert form_of(page.text, "title")["title"] == ["通知"]
    assert rows(uow, FiledDocument) == []


def test_more_than_a_request_may_carry_is_a_clear_page(manager):
    answer = manager.post(
        NEW,
        data=b"x",
        content_type="multipart/form-data",
        environ_overrides={"CONTENT_LENGTH": str(500 * 2**20)},
    )
    assert answer.status_code == 413


def test_a_file_is_downloaded_as_what_it_is_and_never_shown_in_the_page(manager, shelves):
    document = shelves.filed("通知/2017?", content=pdf())
    answer = manager.get(f"{HOME}/archive/documents/{document.id}/file")
    assert answer.data == pdf()
    headers = answer.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Content-Length"] == str(len(pdf()))
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["Content-Disposition"].isascii()  # a server could not send it otherwise
    assert "通知／2017？.pdf" in unquote(headers["Content-Disposition"])


def test_a_file_that_is_gone_is_a_clear_page(manager, shelves, state):
    document = shelves.filed()
    (state.storage.folder / document.storage_name).unlink()
    answer = manager.get(f"{HOME}/archive/documents/{document.id}/file")
    assert answer.status_code == 507


def test_a_newer_document_takes_the_place_of_an_older_one(manager, shelves, uow):
    old = shelves.filed("通知", theme="culture")
    address = f"{HOME}/archive/documents/{old.id}/replacement"
    assert form_of(manager.get(address).text, "title")["theme"] == ["culture"]
    page = follow(manager, fill(manager, address, "title", file=upload(pdf("newer"))))
    assert "旧文件" in page
    assert len(titles(manager.get(f"{HOME}/archive").text)) == 1
    assert len(titles(manager.get(f"{HOME}/archive?void=1").text)) == 2
    assert "已由新文件替换" in read(manager, f"{HOME}/archive/documents/{old.id}")


def test_what_is_voided_says_why_and_by_whom(manager, shelves):
    document = shelves.filed("通知")
    address = f"{HOME}/archive/documents/{document.id}"
    assert "请填写原因" in alert(press(manager, address, "/void", reason="").text)
    page = follow(manager, press(manager, address, "/void", reason="年份写错了"))
    assert "年份写错了" in page
    assert "作废此文件" not in page


def test_the_list_is_narrowed(secretariat, shelves, world):
    shelves.filed("Of the library", theme="culture")
    shelves.filed("Of the school", actor=MANAGER_EAST)
    shelves.filed("Report", content=docx(), document_class=DocumentClass.EXPLANATION)
    library, east = world.organization("library"), world.area("east")

    def found(query: str) -> set[str]:
        return set(titles(secretariat.get(f"{HOME}/archive?{query}").text))

    assert found("") == {"Of the library", "Of the school", "Report"}
    assert found("class=explanation") == {"Report"}
    assert found("theme=culture") == {"Of the library"}
    assert found(f"organization={library.id}") == {"Of the library", "Report"}
    assert found(f"office={east.id}") == {"Of the school"}
    assert found("q=school") == {"Of the school"}
    assert found("class=nonsense&theme=x&office=y&page=99") == found("")
    assert secretariat.get(f"{HOME}/archive?campaign=none").status_code == 404


def test_photos_come_from_accepted_reports_by_themselves(manager, people, world):
    world.accepted(title="Reading morning")
    world.submitted(title="Not accepted yet")
    page = manager.get(f"{HOME}/archive?class=photo").text
    assert titles(page) == ["Reading morning"]
    assert "City library" in entry(page, "Reading morning")
    for address in re.findall(r'<img src="([^"]+)"', page):
        assert manager.get(address).mimetype == "image/jpeg"
    assert len(re.findall("<img ", page)) == 2
    assert "2 实景图片" in said(page)
    assert titles(people.as_("manager_east").get(f"{HOME}/archive?class=photo").text) == []


def test_the_draft_of_an_explanatory_report_holds_the_figures(secretariat, manager, world):
    activity = world.published(starts="2017-07-05 09:00", ends="2017-07-05 11:00")
    clock = NOON
    world.recorded(activity, ("Ann", 90), ("Ben", 30), now=clock)
    world.accepted(activity=activity, volunteer_count=12)
    world.accepted(title="Free", volunteer_count=5)
    area = world.area("city").id
    for client, query in (
        (secretariat, f"area={area}"),
        (manager, f"organization={world.organization('library').id}"),
    ):
        answer = client.get(f"{HOME}/archive/explanation?{query}")
        document = Document(io.BytesIO(answer.data))
        text = "\n".join(paragraph.text for paragraph in document.paragraphs)
        assert "开展志愿服务活动2场，参加志愿者17人次，已确认服务时长2小时" in text
        assert "按时报送2份，逾期报送0份" in text
        cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
        assert cells[1:] == [["文化志愿服务", "1", "12", "2", "0"]]
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Content-Disposition"].isascii()


def test_a_report_in_the_media_is_entered_listed_and_voided(manager, uow):
    answer = fill(
        manager,
        f"{HOME}/archive/media/new",
        "outlet",
        kind="tv",
        published_on="2017-07-05",
        outlet="惠州电视台",
        title="志愿者<b>",
        link="https://example.org/a?b=1&c=2",
        file=upload(pdf(), "剪报.pdf"),
    )
    assert "报道已登记。" in follow(manager, answer)
    page = manager.get(f"{HOME}/archive/media?kind=tv").text
    assert 'href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer nofollow"' in page
    assert "志愿者&lt;b&gt;" in page
    [row] = rows(uow, MediaCoverage)
    scan = manager.get(f"{HOME}/archive/media/{row.id}/scan")
    assert scan.data == pdf()
    assert titles(manager.get(f"{HOME}/archive/media?kind=web").text) == []
    follow(manager, press(manager, f"{HOME}/archive/media", "/void", reason="重复"))
    assert titles(manager.get(f"{HOME}/archive/media").text) == []
    assert "重复" in read(manager, f"{HOME}/archive/media?void=1")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"link": "javascript:alert(1)"}, "这不是网页地址"),
        ({"published_on": "2017-07-09"}, "这一天还没有到"),
        ({"published_on": ""}, "不是有效的日期值"),
        ({"outlet": ""}, "请填写媒体名称"),
        ({"title": "a\x00b"}, "无法显示或打印"),
        ({"file": upload(b"MZ")}, "只能归档PDF"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said_and_the_rest_stays(change, told, manager, uow):
    entry_of = {"published_on": "2017-07-05", "outlet": "电视台", "title": "标题"}
    page = fill(manager, f"{HOME}/archive/media/new", "outlet", **{**entry_of, **change})
    assert page.status_code == 422
    assert told in alert(page.text)
    assert rows(uow, MediaCoverage) == []


def test_a_district_compiles_and_hands_over_and_the_city_gives_a_receipt(
    people, secretariat, shelves, uow
):
    shelves.filed("惠城方案", actor=OFFICE_EAST)
    shelves.filed("学校报告", actor=MANAGER_EAST, now=NOON + timedelta(minutes=1))
    office = people.as_("office_east")
    address = f"{HOME}/archive/hand-overs/new"
    page = office.get(address).text
    chosen = form_of(page, "documents")["documents"]
    assert len(chosen) == 2
    follow(office, fill(office, address, "documents", documents=chosen[:1], note="请查收。"))
    [row] = rows(uow, HandOver)
    shown = f"{HOME}/archive/hand-overs/{row.id}"
    assert "YJ-east-2017-0001" in read(office, shown)
    assert "接收并出具回执" not in read(office, shown)

    page = follow(secretariat, press(secretariat, shown, "/receipt"))
    assert "回执 HZ-city-2017-0001" in said(page)
    assert row.contents["documents_sha256"] in page
    assert "已接收" in entry(office.get(f"{HOME}/archive/hand-overs").text, "YJ-east")
    assert titles(office.get(f"{HOME}/archive/hand-overs?status=returned").text) == []
    assert "学校报告" in read(office, address)


def test_a_hand_over_comes_back_with_its_reason(people, secretariat, shelves, uow):
    row = shelves.handed_over(shelves.filed("方案", actor=OFFICE_EAST))
    shown = f"{HOME}/archive/hand-overs/{row.id}"
    assert "请填写原因" in alert(press(secretariat, shown, "/return", reason="").text)
    page = follow(secretariat, press(secretariat, shown, "/return", reason="缺第二页"))
    assert "缺第二页" in page
    assert "方案" in read(people.as_("office_east"), f"{HOME}/archive/hand-overs/new")


def test_a_unit_of_a_district_is_told_who_hands_over(people):
    page = read(people.as_("manager_east"), f"{HOME}/archive/hand-overs/new")
    assert "由所在县（区）办公室汇总移交" in page


def test_a_package_is_asked_for_followed_and_downloaded(app, secretariat, manager, shelves, uow):
    shelves.filed("通知")
    answer = fill(secretariat, f"{HOME}/archive/packages/new", "campaign")
    job = answer.headers["Location"]
    assert "工作尚未开始" in said(follow(secretariat, answer)) or "尚未" in follow(
        secretariat, answer
    )
    work_until_idle(app)
    page = secretariat.get(job).text
    assert "压缩包已生成" in page
    [package] = rows(uow, Package)
    download = secretariat.get(f"{HOME}/archive/packages/{package.id}")
    assert download.mimetype == "application/zip"
    assert download.headers["Content-Length"] == str(len(download.data))
    with zipfile.ZipFile(io.BytesIO(download.data)) as archive:
        assert [name for name in archive.namelist() if "通知" in name]
    again = fill(secretariat, f"{HOME}/archive/packages/new", "campaign")
    assert again.headers["Location"] == job
    assert manager.get(job).status_code == 404
    assert manager.get(f"{HOME}/archive/packages/{package.id}").status_code == 404


def test_files_that_are_not_in_a_package_are_named_on_its_page(app, secretariat, shelves, state):
    document = shelves.filed("丢失的通知", actor=MANAGER)
    (state.storage.folder / document.storage_name).unlink()
    answer = fill(secretariat, f"{HOME}/archive/packages/new", "campaign")
    work_until_idle(app)
    page = follow(secretariat, answer)
    assert "读取失败" in page
    assert "丢失的通知" in page


@pytest.mark.parametrize("whose", ["organization", "area"])
def test_a_package_that_failed_is_tried_again_with_the_same_choice(
    whose, app, world, secretariat, shelves, monkeypatch
):
    shelves.filed("通知", actor=MANAGER)
    wanted_id = (
        world.organization("library") if whose == "organization" else world.area("east")
    ).id
    address = f"{HOME}/archive/packages/new?campaign=test-2017&{whose}={wanted_id}"
    job = fill(secretariat, address, "campaign", classes=["regulation", "photo"])

    def fill_up(*_args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", fill_up)
        work_until_idle(app)
    page = follow(secretariat, job)
    assert "磁盘已满" in alert(page)

    [again] = re.findall(r'href="([^"]+)">重试<', page)
    fields = form_of(secretariat.get(html.unescape(again)).text, "campaign")
    assert fields["campaign"] == ["test-2017"]
    assert fields["filer"] == [f"{whose}:{wanted_id}"]
    assert fields["classes"] == ["regulation", "photo"]
    assert fill(secretariat, html.unescape(again), "campaign").status_code == 302
    work_until_idle(app)


def test_no_class_is_said_at_the_classes(secretariat):
    page = fill(secretariat, f"{HOME}/archive/packages/new", "campaign", classes=[])
    assert page.status_code == 422
    assert "请至少选择一个类别" in alert(page.text)


def test_from_the_statistics_a_package_of_them_alone_is_offered(secretariat):
    page = secretariat.get(f"{HOME}/archive?class=statistics").text
    [address] = re.findall(r'href="([^"]+)">打包下载统计表格<', page)
    form = secretariat.get(html.unescape(address)).text
    chosen = [box for box in re.findall(r"<input[^>]+>", form) if "checked" in box]
    assert [re.search('value="(.+?)"', box)[1] for box in chosen] == ["statistics"]
