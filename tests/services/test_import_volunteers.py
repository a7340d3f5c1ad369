"""Volunteers from a spreadsheet: tried first, imported part by part, never twice."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from sqlalchemy import func, select

from flask_volunteer_reports.domain.events import (
    VolunteerImportChecked,
    VolunteerImportRequested,
    VolunteerImportUploaded,
    VolunteersImported,
)
from flask_volunteer_reports.domain.volunteers import VolunteerEntry
from flask_volunteer_reports.errors import AlreadyDone, Conflict, NotFound
from flask_volunteer_reports.models import (
    Consent,
    ImportRow,
    ImportState,
    Job,
    Membership,
    RegistrationSummary,
    VolunteerImport,
)
from flask_volunteer_reports.services import directory
from flask_volunteer_reports.services.directory import import_apply, import_check
from tests.services.volunteering import quiet, volunteers
from tests.sheets import HEADINGS, csv, xlsx
from tests.world import MANAGER_EAST, NOBODY, NOON, RECORDER, RECORDER_EAST


def test_the_dry_run_registers_nobody_and_the_import_everybody(
    uow, world, upload, happens, verdicts, runner
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


def test_the_same_file_again_changes_nothing(uow, imported, tried, verdicts, refuses):
    content = xlsx(HEADINGS, ("A1", "李雷", "13912345678", "", "", "2017-06-01"))
    imported(content)
    again = tried(content)
    assert verdicts(again) == [0, 0, 1, 0]
    with refuses(Conflict, match="no row that would change"):
        directory.request_import(uow, RECORDER, again, now=NOON)


def test_known_volunteers_are_changed_or_join_but_are_never_overwritten(
    uow, world, imported, verdicts
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

    assert verdicts(done) == [0, 2, 1, 0]
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


def test_a_row_that_became_wrong_in_between_is_left_out_and_said(uow, tried, world, said, verdicts):
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
    assert verdicts(import_id) == [1, 0, 0, 1]
    assert "another name" in said(import_id)[2]


class Killed(BaseException):
    """What a worker dies of."""


def test_whatever_kills_the_worker_each_row_is_read_and_imported_once(
    uow, world, upload, verdicts, monkeypatch
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
    assert verdicts(import_id) == [59, 0, 0, 1]
    directory.request_import(uow, RECORDER, import_id, now=NOON)
    deaths = dying(lambda p: directory.apply_import(uow, RECORDER, import_id, progress=p, now=NOON))
    assert deaths >= 3
    assert len(volunteers(uow)) == 59
    assert uow.session.scalar(select(func.count()).select_from(Membership)) == 59
    owner = world.organization("library").id
    assert uow.session.get_one(RegistrationSummary, owner).registered == 59


def test_numbers_that_come_further_down_are_not_given_away(uow, imported, verdicts):
    done = imported(csv(("姓名", "编号"), ("李雷", ""), ("韩梅梅", "library-0001")))
    assert verdicts(done) == [2, 0, 0, 0]
    assert {each.volunteer_no for each in volunteers(uow)} == {"library-0001", "library-0002"}


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
