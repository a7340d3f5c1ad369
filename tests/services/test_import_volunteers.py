"""Volunteers from a spreadsheet: tried first, imported part by part, never twice."""

from __future__ import annotations

import io
from datetime import date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from flask_volunteer_reports.domain.events import (
    VolunteerImportChecked,
    VolunteerImportRequested,
    VolunteerImportUploaded,
    VolunteersImported,
)
from flask_volunteer_reports.domain.volunteers import VolunteerEntry
from flask_volunteer_reports.errors import AlreadyDone, Conflict, InvalidEntry, NotFound
from flask_volunteer_reports.models import (
    Consent,
    ImportRow,
    ImportState,
    Job,
    Membership,
    RegistrationSummary,
    Verdict,
    Volunteer,
    VolunteerImport,
)
from flask_volunteer_reports.rendering.xlsx import write_workbook
from flask_volunteer_reports.services import directory
from flask_volunteer_reports.services.directory import import_apply, import_check
from flask_volunteer_reports.services.directory.import_check import count_verdicts
from flask_volunteer_reports.services.queries.volunteer_imports import (
    failed_rows_workbook,
    preview,
)
from tests.sheets import HEADINGS, csv, xlsx
from tests.world import MANAGER_EAST, NOBODY, NOON, RECORDER, RECORDER_EAST


def quiet(_done: int, _total: int) -> None:
    """Say nothing."""


@pytest.fixture
def upload(uow, world):
    """Uploads a file for the library; returns the id of the import."""

    def send(content: bytes, name: str = "名单.xlsx", *, actor=RECORDER, place="library"):
        return directory.upload_volunteers(
            uow,
            actor,
            world.organization(place).id,
            io.BytesIO(content),
            name,
            import_id=uuid4(),
            now=NOON,
        )

    return send


@pytest.fixture
def tried(uow, upload):
    """Uploads a file and tries it; returns the id of the import."""

    def run(content: bytes, **kwargs):
        import_id = upload(content, **kwargs)
        directory.check_import(
            uow, kwargs.get("actor", RECORDER), import_id, progress=quiet, now=NOON
        )
        return import_id

    return run


@pytest.fixture
def imported(uow, tried):
    """Uploads a file, tries it and imports it."""

    def run(content: bytes):
        import_id = tried(content)
        directory.request_import(uow, RECORDER, import_id, now=NOON)
        directory.apply_import(uow, RECORDER, import_id, progress=quiet, now=NOON)
        return import_id

    return run


@pytest.fixture
def counts(uow):
    """How many rows of an import are new, changed, known, wrong."""
    return lambda import_id: [*count_verdicts(uow.session, import_id).values()]


@pytest.fixture
def said(uow):
    """What is wrong, by the number of the row."""
    return lambda import_id: {
        row.number: " ".join(map(str, row.problems))
        for row in preview(uow.session, import_id, wrong=True, limit=100)
    }


def volunteers(uow) -> list[Volunteer]:
    uow.session.expire_all()
    return [*uow.session.scalars(select(Volunteer).order_by(Volunteer.volunteer_no))]


def test_the_dry_run_registers_nobody_and_the_import_everybody(
    uow, world, upload, happens, counts, runner
):
    content = xlsx(
        HEADINGS,
        ("A1", "李雷", "13912345678", "1990-05", "east", "2017-06-01"),
        ("", "韩梅梅", 13912345679, date(1991, 6, 7), "East district", None),
    )
    with happens() as heard:
        import_id = upload(content)
    assert runner.woken == 1
    assert heard == [
        VolunteerImportUploaded(
            subject_id=import_id, by=RECORDER.id, at=NOON, organization="library"
        )
    ]
    with happens() as heard:
        directory.check_import(uow, RECORDER, import_id, progress=quiet, now=NOON)
    assert heard == [
        VolunteerImportChecked(
            subject_id=import_id, by=RECORDER.id, at=NOON, new=2, changed=0, known=0, wrong=0
        )
    ]
    assert volunteers(uow) == []
    kept = uow.session.get_one(VolunteerImport, import_id)
    assert (kept.state, kept.content) == (ImportState.READ, None)

    with happens() as heard:
        directory.request_import(uow, RECORDER, import_id, now=NOON)
        directory.apply_import(uow, RECORDER, import_id, progress=quiet, now=NOON)
    assert heard == [
        VolunteerImportRequested(subject_id=import_id, by=RECORDER.id, at=NOON, rows=2),
        VolunteersImported(
            subject_id=import_id,
            by=RECORDER.id,
            at=NOON,
            new=2,
            changed=0,
            failed=0,
            done=2,
            total=2,
        ),
    ]
    lei, mei = volunteers(uow)
    east = world.area("east").id
    assert (lei.volunteer_no, lei.name, lei.phone, lei.born_in, lei.area_id) == (
        "A1",
        "李雷",
        "13912345678",
        date(1990, 5, 1),
        east,
    )
    assert (mei.volunteer_no, mei.phone, mei.born_in, mei.area_id) == (
        "library-0001",
        "13912345679",
        date(1991, 6, 1),
        east,
    )
    [consent] = uow.session.scalars(select(Consent)).all()
    assert (consent.volunteer_id, consent.given_on_paper) == (lei.id, True)
    assert consent.wording == uow.settings.consent_wording
    assert consent.given_at.astimezone(uow.settings.zone).date() == date(2017, 6, 1)
    # Nothing personal is left in the rows of the import.
    assert set(map(str, uow.session.scalars(select(ImportRow.cells)))) == {"{}"}


def test_the_same_file_again_changes_nothing(uow, imported, tried, counts, refuses):
    content = xlsx(HEADINGS, ("A1", "李雷", "13912345678", "", "", "2017-06-01"))
    imported(content)
    again = tried(content)
    assert counts(again) == [0, 0, 1, 0]
    with refuses(Conflict, match="no row that would change"):
        directory.request_import(uow, RECORDER, again, now=NOON)


def test_known_volunteers_are_changed_or_join_but_are_never_overwritten(
    uow, world, imported, counts
):
    def register(place, actor, number, name):
        return directory.register_volunteer(
            uow,
            actor,
            world.organization(place).id,
            VolunteerEntry(name=name, volunteer_no=number, phone="13800000000"),
            volunteer_id=uuid4(),
            now=NOON,
        )

    own = register("library", RECORDER, "A1", "李雷")
    other = register("school", RECORDER_EAST, "B1", "韩梅梅")
    linked = register("library", RECORDER, "A2", "林涛")
    code = directory.make_claim_code(uow, RECORDER, linked.id, now=NOON)
    directory.claim_volunteer(uow, NOBODY, code, now=NOON)

    done = imported(
        xlsx(
            HEADINGS,
            ("A1", "李雷", "13911111111", "1990-05", "west", ""),
            ("B1", "韩梅梅", "13922222222", "1990-05", "", ""),
            ("A2", "林涛", "13933333333", "", "", ""),
        )
    )

    assert counts(done) == [0, 2, 1, 0]
    uow.session.expire_all()
    assert (own.phone, own.born_in) == ("13911111111", date(1990, 5, 1))
    assert own.area_id == world.area("west").id
    assert (other.phone, other.born_in) == ("13800000000", None)  # another organization's to say
    assert linked.phone == "13800000000"  # the person's own to say
    registered = {
        row.owner_id: row.registered for row in uow.session.scalars(select(RegistrationSummary))
    }
    assert registered[world.organization("library").id] == 3
    assert registered[world.area("west").id] == 1
    assert registered[world.area("city").id] == 3


def test_bad_rows_are_named_and_the_good_ones_are_imported(uow, tried, said, counts):
    import_id = tried(
        xlsx(
            ("志愿者名单（2017年）",),
            ("序号", "联系电话", "姓名", "志愿者编号", "出生年月", "区域"),
            (1, 13912345678, "甲一", "T1", "1990-05", "east"),
            (2, "1.38E+10", "乙二", "T2", "", ""),
            (3, "", "丙三", 4.4010619900101e17, "", ""),
            (4, "", "", "T4", "", ""),
            (5, "", "戊五", "T1", "", ""),
            (6, "", "己六", "", "去年", "mars"),
            (7, "=1+1", "庚七", "T7", "", ""),
            (8, "", "440106199001011234", "T8", "", ""),
            (9, "", "壬九", "", "", ""),
            (10, "", "壬九", "", "", ""),
            (None, None, None, None, None, None),
            (12, "12345", "子", "T 12", "2090-01", ""),
            (13, "", "丑", "T13", datetime(1988, 2, 29), ""),  # noqa: DTZ001 -- a cell has no zone
        )
    )
    wrong = said(import_id)
    assert counts(import_id) == [3, 0, 0, 9]
    assert sorted(wrong) == [4, 5, 6, 7, 8, 9, 10, 12, 14]
    assert "1.38E+10" in wrong[4]
    assert "4.40106E+17" in wrong[5]
    assert wrong[6] == "The name is missing."
    assert wrong[7] == "The number stands in row 3 already."
    assert "“去年” is not a month" in wrong[8]
    assert "“联系电话” stands a formula" in wrong[9]
    assert "Do not enter ID-card numbers" in wrong[10]
    assert "stands in row 11 already" in wrong[12]
    assert wrong[14].count(".") >= 3  # all that is wrong in the row
    kept = str([*uow.session.scalars(select(ImportRow.cells))])
    assert "440106199001011234" not in kept


def test_the_failed_rows_come_back_mended(uow, tried, counts):
    first = tried(xlsx(HEADINGS, ("A1", "", "", "", "", ""), ("A2", "韩梅梅", "139", "", "", "")))
    upload = uow.session.get_one(VolunteerImport, first)
    workbook = failed_rows_workbook(uow.session, upload, str, created=date(2017, 7, 6))
    out = io.BytesIO()
    write_workbook(workbook, out)
    again = tried(out.getvalue())
    assert counts(again) == [0, 0, 0, 2]  # still wrong, but every row was read again

    from openpyxl import load_workbook  # noqa: PLC0415 -- slow import

    book = load_workbook(out)
    assert book.active["A3"].value == "志愿者编号"
    assert (book.active["A4"].value, book.active["A5"].value) == ("A1", "A2")
    assert book.active["H4"].value == "The name is missing."
    book.active["B4"], book.active["C5"] = "李雷", ""
    mended = io.BytesIO()
    book.save(mended)
    assert counts(tried(mended.getvalue())) == [2, 0, 0, 0]


@pytest.mark.parametrize(
    "content",
    [
        csv(("姓名", "志愿者编号"), ("李雷", "A1"), encoding="gb18030"),
        csv(("姓名", "志愿者编号"), ("李雷", "A1"), encoding="utf-8-sig"),
        csv(("姓名", "志愿者编号"), ("李雷", "A1"), sign=";"),
        csv(("姓名", "志愿者编号"), ("李雷", "A1"), sign="\t", encoding="utf-16"),
        csv(("Volunteer number", "Remarks", "Name"), ("A1", "x", "李雷")),
        csv(("", ""), ("volunteer_no", "name"), ("A1", "李雷")),
    ],
    ids=["GB 18030", "with a mark", "semicolons", "tabs in UTF-16", "English", "machine names"],
)
def test_csv_files_of_all_kinds_are_read(content, uow, imported):
    imported(content)
    [lei] = volunteers(uow)
    assert (lei.name, lei.volunteer_no) == ("李雷", "A1")


def hide_first(book):
    book.create_sheet("第二")
    book["第二"].append(["姓名"])
    book["第二"].append(["韩梅梅"])
    book.worksheets[0].sheet_state = "hidden"


def merge(book):
    book.active.merge_cells("B2:B3")


def test_hidden_sheets_are_passed_over_and_it_is_said(uow, tried, counts):
    import_id = tried(xlsx(HEADINGS, ("A1", "李雷"), change=hide_first))
    assert counts(import_id) == [1, 0, 0, 0]
    notes = uow.session.get_one(VolunteerImport, import_id).notes["notes"]
    assert notes[0]["values"] == {"name": "第二", "count": 2}


def test_merged_cells_are_named(tried, said):
    import_id = tried(
        xlsx(HEADINGS, ("A1", "李雷"), ("A2", "李雷"), ("A3", "韩梅梅"), change=merge)
    )
    assert sorted(said(import_id)) == [2, 3]
    assert "merged" in said(import_id)[2]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n0000", "no table"),
        (b"\xd0\xcf\x11\xe0 old Excel", "no table"),
        (b"PK\x03\x04 no archive", "damaged"),
        (b"\0\1\2\3", "known encoding"),
        (csv(("a", "b"), ("c", "d")), "row of headings"),
        (csv(("姓名", "身份证号"), ("李雷", "440106199001011234")), "column for ID-card numbers"),
        (csv(("姓名", "电话", "手机"), ("李雷", "1", "2")), "Two columns"),
        (csv(("姓名", "电话")), "no row below"),
        (b'name\r\n"abc\r\n', "cannot be read"),
    ],
)
def test_files_that_cannot_be_read_are_never_kept(content, message, upload, refuses, uow):
    with refuses(InvalidEntry, match=message):
        upload(content)
    assert uow.session.scalar(select(func.count()).select_from(VolunteerImport)) == 0


def test_a_file_that_breaks_off_further_down_is_refused_by_the_trial(uow, tried):
    rows = "".join(f"李雷{chr(0x4E00 + n)}\r\n" for n in range(50))
    import_id = tried(f'name\r\n{rows}"abc\r\n'.encode())
    upload = uow.session.get_one(VolunteerImport, import_id)
    assert (upload.state, upload.content) == (ImportState.UNREADABLE, None)
    assert "cannot be read" in upload.problem["text"]


def test_two_of_the_same_name_need_numbers(uow, imported, tried, said):
    imported(csv(("姓名", "电话"), ("李雷", "13911111111"), ("李雷", "13922222222")))
    assert len(volunteers(uow)) == 2
    again = tried(
        csv(("姓名", "电话"), ("李雷", "13911111111"), ("李雷", "13933333333"), ("李雷", ""))
    )
    assert sorted(said(again)) == [3, 4]
    assert "Several volunteers" in said(again)[3]


def test_who_refused_is_a_wrong_row(uow, imported, tried, said):
    imported(csv(("姓名", "编号"), ("李雷", "A1")))
    [lei] = volunteers(uow)
    code = directory.make_claim_code(uow, RECORDER, lei.id, now=NOON)
    directory.claim_volunteer(uow, NOBODY, code, now=NOON)
    directory.refuse_registration(uow, NOBODY, lei.id, now=NOON)
    assert "has refused" in said(tried(csv(("姓名", "编号"), ("李雷", "A1"))))[2]


def test_a_row_that_became_wrong_in_between_is_left_out_and_said(uow, tried, world, said, counts):
    import_id = tried(csv(("姓名", "编号"), ("李雷", "A1"), ("韩梅梅", "A2")))
    directory.register_volunteer(
        uow,
        RECORDER_EAST,
        world.organization("school").id,
        VolunteerEntry(name="Somebody else", volunteer_no="A1"),
        volunteer_id=uuid4(),
        now=NOON,
    )
    directory.request_import(uow, RECORDER, import_id, now=NOON)
    directory.apply_import(uow, RECORDER, import_id, progress=quiet, now=NOON)
    assert counts(import_id) == [1, 0, 0, 1]
    assert "another name" in said(import_id)[2]


class Killed(BaseException):
    """What a worker dies of."""


def test_whatever_kills_the_worker_each_row_is_read_and_imported_once(
    uow, world, upload, counts, monkeypatch
):
    monkeypatch.setattr(import_check, "_AT_ONCE", 7)
    monkeypatch.setattr(import_apply, "_AT_ONCE", 7)
    rows = [(f"N{n:03}", f"李{chr(0x4E00 + n)}") for n in range(60)]
    rows[30] = ("N003", "again")
    import_id = upload(csv(("编号", "姓名"), *rows))

    def dying(run):
        """Run it until it comes to its end, killed after each second part."""
        deaths = 0
        while True:
            calls = iter(range(100))

            def progress(_done, _total, calls=calls):
                if next(calls) == 1:
                    raise Killed

            try:
                run(progress)
            except Killed:
                deaths += 1
                uow.session.rollback()
            else:
                return deaths
            if deaths > 20:
                # The trial reads the file from its start: it comes to its end when it is let.
                run(quiet)
                return deaths

    dying(lambda p: directory.check_import(uow, RECORDER, import_id, progress=p, now=NOON))
    assert counts(import_id) == [59, 0, 0, 1]
    directory.request_import(uow, RECORDER, import_id, now=NOON)
    deaths = dying(lambda p: directory.apply_import(uow, RECORDER, import_id, progress=p, now=NOON))
    assert deaths >= 3
    assert len(volunteers(uow)) == 59
    assert uow.session.scalar(select(func.count()).select_from(Membership)) == 59
    owner = world.organization("library").id
    assert uow.session.get_one(RegistrationSummary, owner).registered == 59


def test_numbers_that_come_further_down_are_not_given_away(uow, imported, counts):
    done = imported(csv(("姓名", "编号"), ("李雷", ""), ("韩梅梅", "library-0001")))
    assert counts(done) == [2, 0, 0, 0]
    assert {each.volunteer_no for each in volunteers(uow)} == {"library-0001", "library-0002"}


def test_more_rows_than_allowed_are_refused(uow, upload, monkeypatch):
    import_id = upload(csv(("姓名",), *((f"李{chr(0x4E00 + n)}",) for n in range(12))))
    monkeypatch.setattr(type(uow.settings), "import_max_rows", 10)
    directory.check_import(uow, RECORDER, import_id, progress=quiet, now=NOON)
    problem = uow.session.get_one(VolunteerImport, import_id).problem
    assert "more than" in problem["text"]


def test_only_those_who_register_there_upload_look_and_import(uow, upload, tried, refuses):
    content = csv(("姓名",), ("李雷",))
    with refuses(NotFound):
        upload(content, actor=MANAGER_EAST)
    import_id = tried(content)
    with refuses(NotFound):
        directory.request_import(uow, MANAGER_EAST, import_id, now=NOON)


def test_a_second_press_starts_no_second_import(uow, tried, refuses):
    import_id = tried(csv(("姓名",), ("李雷",)))
    directory.request_import(uow, RECORDER, import_id, now=NOON)
    with refuses(AlreadyDone, match="under way"):
        directory.request_import(uow, RECORDER, import_id, now=NOON)
    directory.apply_import(uow, RECORDER, import_id, progress=quiet, now=NOON)
    with refuses(AlreadyDone, match="imported already"):
        directory.request_import(uow, RECORDER, import_id, now=NOON)
    assert len(uow.session.scalars(select(Job).where(Job.kind == "volunteer_import")).all()) == 1


def test_ten_thousand_rows_with_three_bad_ones(uow, tried, said, counts):
    rows = [(f"N{n:05}", "李雷", f"139{n:08}") for n in range(10_000)]
    rows[17], rows[5_000], rows[9_999] = ("N1", "", ""), ("N2", "x", "12"), ("N00001", "李雷", "")
    import_id = tried(csv(("编号", "姓名", "电话"), *rows))
    assert counts(import_id) == [9_997, 0, 0, 3]
    assert sorted(said(import_id)) == [19, 5_002, 10_001]
    assert Verdict.WRONG in count_verdicts(uow.session, import_id)
