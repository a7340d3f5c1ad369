"""Packages: what is in them, who gets them, made once, whole or not at all."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import zipfile

import pytest
from sqlalchemy import select

from flask_volunteer_reports.domain.archiving import DocumentClass, MediaKind
from flask_volunteer_reports.domain.events import PackageProduced, PackageRequested
from flask_volunteer_reports.errors import InvalidEntry, NotAllowed, NotFound, StorageFailed
from flask_volunteer_reports.jobs import work_until_idle
from flask_volunteer_reports.models import Job, JobStatus, Package, RoleGrant
from flask_volunteer_reports.services import directory
from flask_volunteer_reports.services.archiving import Filer, request_package, void_document
from flask_volunteer_reports.services.archiving.packages import produce_package
from tests.archive import docx, pdf, xlsx
from tests.world import MANAGER, MANAGER_EAST, NOBODY, NOON, OFFICE_EAST, RECORDER, SECRETARIAT

from .watching import later, outcomes, rows

EVERY = list(DocumentClass)


@pytest.fixture
def ask(world, shelves):
    def do(actor=SECRETARIAT, classes=EVERY, *, uow=world.uow, filer=None, now=NOON):
        filer = filer or shelves.filer(actor)
        return request_package(uow, actor, world.storage, "test-2017", filer, classes, now=now)

    return do


@pytest.fixture
def made(uow, world, ask):
    """The package that somebody asks for."""

    def do(actor=SECRETARIAT, classes=EVERY, **kwargs):
        job_id = ask(actor, classes, **kwargs)
        package = produce_package(
            uow, actor, world.storage, job_id, progress=lambda done, total: None, now=NOON
        )
        with uow.transaction(audited=False) as session:
            session.get_one(Job, job_id).status = JobStatus.DONE
        return package

    return do


@pytest.fixture
def full(world, shelves, of_east):
    """Something in every class, from the library, the school and the offices."""
    world.accepted(title="Reading morning", place="=cmd|' /C calc'!A0")
    of_east(title="𠮷野 and 䶮")
    shelves.filed("关于“活动”的通知: 2017/27?", actor=SECRETARIAT)
    shelves.filed("CON", actor=MANAGER_EAST)
    shelves.filed("Account", content=docx(), document_class=DocumentClass.EXPLANATION)
    shelves.filed("Table", content=xlsx(), document_class=DocumentClass.STATISTICS)
    shelves.covered("Evening news", scan=pdf("scan"))
    shelves.covered("On the web", kind=MediaKind.WEB, actor=MANAGER_EAST)
    return world


def opened(world, package: Package) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(world.storage.read(package.storage_name)))


def names(world, package: Package) -> list[str]:
    with opened(world, package) as archive:
        return archive.namelist()


def test_one_folder_a_class_a_table_of_contents_and_a_manifest(full, made):
    package = made()
    with opened(full, package) as archive:
        assert archive.testzip() is None
        found = archive.namelist()
        manifest = archive.read("manifest.sha256").decode()
        page = archive.read("目录.html").decode()
        digests = {
            name: hashlib.sha256(archive.read(name)).hexdigest()
            for name in found
            if name != "manifest.sha256"
        }
    assert found == [
        "01规范文件/City federation/20170706 关于“活动”的通知： 2017／27？.pdf",
        "01规范文件/Volunteers of the school/20170706 CON.pdf",
        "02说明报告/Volunteers of the library/20170706 Account.docx",
        "03实景图片/Volunteers of the library/20170705 Reading morning 1 =cmd｜' ／C calc'!A0.jpg",
        "03实景图片/Volunteers of the library/20170705 Reading morning 2 =cmd｜' ／C calc'!A0.jpg",
        "03实景图片/Volunteers of the school/20170705 𠮷野 and 䶮 1 City library.jpg",
        "03实景图片/Volunteers of the school/20170705 𠮷野 and 䶮 2 City library.jpg",
        "04统计表格/Volunteers of the library/20170706 Table.xlsx",
        "05宣传报道/Volunteers of the library/20170705 City TV Evening news.pdf",
        "04统计表格/系统统计表.xlsx",
        "05宣传报道/宣传报道一览表.xlsx",
        "目录.xlsx",
        "目录.html",
        "manifest.sha256",
    ]
    assert dict(line.split("  ", 1)[::-1] for line in manifest.splitlines()) == digests
    assert "On the web" in page
    assert "=cmd|&#39; /C calc&#39;!A0" in page
    assert (package.files, package.errors) == (9, {"files": []})


def test_names_are_marked_as_utf8_and_times_are_fixed(full, made):
    with opened(full, made()) as archive:
        for info in archive.infolist():
            assert info.date_time == (1980, 1, 1, 0, 0, 0)
            assert info.compress_type == zipfile.ZIP_STORED
            assert info.filename.isascii() or info.flag_bits & 0x800


def test_no_cell_of_the_lists_is_a_formula(full, made):
    with opened(full, made()) as archive:
        for name in ("目录.xlsx", "05宣传报道/宣传报道一览表.xlsx"):
            with zipfile.ZipFile(io.BytesIO(archive.read(name))) as book:
                sheets = [book.read(n) for n in book.namelist() if n.startswith("xl/worksheets/s")]
            assert sheets
            assert all(b"<f>" not in sheet for sheet in sheets)


def test_only_what_is_wanted_and_only_what_stands(full, uow, made, shelves):
    old = shelves.filed("Old", actor=SECRETARIAT)
    void_document(uow, SECRETARIAT, old.id, "x", now=NOON)
    assert names(full, made(classes=[DocumentClass.REGULATION])) == [
        "01规范文件/City federation/20170706 关于“活动”的通知： 2017／27？.pdf",
        "01规范文件/Volunteers of the school/20170706 CON.pdf",
        "目录.xlsx",
        "目录.html",
        "manifest.sha256",
    ]


def test_a_package_holds_only_what_its_asker_may_see(full, made):
    of_east = names(full, made(OFFICE_EAST))
    of_library = names(full, made(MANAGER))
    assert not [name for name in of_east if "library/" in name or "City federation" in name]
    assert not [name for name in of_library if "school" in name or "City federation" in name]
    assert [name for name in of_library if name.startswith("03")]


def test_phones_and_leaders_are_not_in_it(full, made):
    content = full.storage.read(made().storage_name)
    assert b"13800000000" not in content
    assert b"Leader of the" not in content


def test_the_same_content_gives_the_same_bytes_and_another_one_others(full, made, ask, shelves):
    first = made()
    assert ask(SECRETARIAT, now=later(days=3)) == first.job_id  # used again
    shelves.filed("New", actor=SECRETARIAT)
    second = made()
    assert (second.job_id, second.sha256) != (first.job_id, first.sha256)


def test_made_twice_it_is_the_same_file(full, uow, made, world):
    first = made()
    second = produce_package(
        uow, SECRETARIAT, world.storage, _another_job(uow, first), progress=print, now=later()
    )
    assert (second.sha256, second.contents_digest) == (first.sha256, first.contents_digest)


def _another_job(uow, package: Package):
    job = uow.session.get_one(Job, package.job_id)
    values = {
        column.key: getattr(job, column.key)
        for column in Job.__table__.columns
        if column.key not in ("id", "key")
    }
    other = Job(key="another", **values)
    with uow.transaction(audited=False) as session:
        session.add(other)
    return other.id


def test_asked_twice_it_is_made_once_and_the_signals_say_so(full, app, ask, happens, uow, runner):
    with happens() as said:
        first = ask()
        second = ask(now=later())
    assert first == second
    assert [type(event) for event in said] == [PackageRequested]
    assert runner.woken >= 1
    with happens() as said:
        assert work_until_idle(app) == 1
    [event] = said
    assert isinstance(event, PackageProduced)
    assert (event.files, event.unreadable) == (9, 0)
    job = uow.session.get_one(Job, first)
    assert (job.status, job.progress_done, job.progress_total) == (JobStatus.DONE, 9, 9)


def test_two_at_once_ask_for_one(full, world, at_once, ask, shelves, uow):
    filer = shelves.filer(SECRETARIAT)
    results = at_once(*[lambda own: ask(uow=own, filer=filer)] * 2)
    assert outcomes(results) == ["done", "done"]
    assert len(set(results)) == 1
    assert len(rows(uow, Job)) == 1


def test_a_manager_follows_the_own_package_through_the_job(full, app, ask, uow):
    job_id = ask(MANAGER)
    assert work_until_idle(app) == 1
    assert uow.session.get_one(Job, job_id).status is JobStatus.DONE


def test_a_manager_who_lost_the_role_gets_nothing(full, app, ask, uow, world):
    job_id = ask(MANAGER)
    grant = uow.session.scalars(select(RoleGrant).where(RoleGrant.person_id == "mia")).one()
    directory.end_role(uow, SECRETARIAT, grant.id, now=NOON)
    work_until_idle(app)
    uow.session.expire_all()
    assert uow.session.get_one(Job, job_id).status is JobStatus.FAILED
    assert rows(uow, Package) == []


def test_a_file_that_cannot_be_read_is_listed_and_the_rest_is_packed(full, world, made, ask, uow):
    lost, spoilt = sorted((world.storage.folder / "documents").rglob("*.pdf"))[:2]
    lost.unlink()
    spoilt.write_bytes(b"%PDF spoilt")

    package = made()

    assert package.files == 7
    assert len(package.errors["files"]) == 2
    with opened(world, package) as archive:
        assert archive.testzip() is None
        listed = archive.read("错误清单.txt").decode("utf-8-sig")
        assert all(entry["path"] in listed for entry in package.errors["files"])
        packed = set(archive.namelist())
    assert not packed & {entry["path"] for entry in package.errors["files"]}
    assert ask(now=later()) != package.job_id  # one that missed a file is made again


def test_a_disk_that_fills_leaves_no_package(full, uow, world, ask, refuses, monkeypatch):
    job_id = ask()
    before = sorted(world.storage.folder.rglob("*"))

    class Full(io.BytesIO):
        def write(self, data):
            if self.tell() > 2000:
                raise OSError(28, "No space left on device")
            return super().write(data)

    monkeypatch.setattr(tempfile, "TemporaryFile", Full)
    with refuses(StorageFailed, "disk is full"):
        produce_package(uow, SECRETARIAT, world.storage, job_id, progress=lambda *_: None, now=NOON)
    assert sorted(world.storage.folder.rglob("*")) == before


def test_a_storage_that_fills_leaves_none_either(full, uow, world, ask, refuses, monkeypatch):
    job_id = ask()

    def fill_up(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fill_up)
    with refuses(StorageFailed, "disk is full"):
        produce_package(uow, SECRETARIAT, world.storage, job_id, progress=lambda *_: None, now=NOON)
    assert not [p for p in (world.storage.folder / "packages").rglob("*") if p.is_file()]


def test_one_whose_file_is_gone_is_made_again(full, world, made, ask):
    package = made()
    (world.storage.folder / package.storage_name).unlink()
    assert ask(now=later()) != package.job_id


def test_an_office_packs_what_one_of_its_organizations_filed(full, made, shelves):
    found = names(full, made(SECRETARIAT, filer=shelves.filer(MANAGER)))
    assert [name for name in found if "library" in name]
    assert not [name for name in found if "school" in name]


def test_no_class_is_no_package(ask, refuses):
    with refuses(InvalidEntry, "at least one class"):
        ask(classes=[])


def test_who_may_not_and_who_finds_nobody(ask, shelves, refuses, world):
    filer = shelves.filer(MANAGER)
    with refuses(NotAllowed):
        ask(RECORDER, filer=filer)
    for stranger in (NOBODY, MANAGER_EAST, OFFICE_EAST):
        with refuses(NotFound):
            ask(stranger, filer=filer)
    with refuses(NotFound):
        ask(OFFICE_EAST, filer=Filer(area_id=world.area("west").id))


def test_an_empty_archive_makes_a_package_that_says_so(world, made):
    package = made()
    assert package.files == 0
    assert names(world, package) == [
        "04统计表格/系统统计表.xlsx",
        "目录.xlsx",
        "目录.html",
        "manifest.sha256",
    ]
