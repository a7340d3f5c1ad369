from __future__ import annotations

import hashlib
import io
from datetime import date

import pytest
from sqlalchemy import select

from flask_volunteer_reports.domain.events import DocumentIssued, DocumentWithdrawn
from flask_volunteer_reports.domain.register import PaperKind, check_code
from flask_volunteer_reports.errors import NotAllowed, PaperFailed, StorageFailed
from flask_volunteer_reports.models import (
    DocumentCounter,
    DocumentWithdrawal,
    FileFormat,
    IssuedDocument,
)
from flask_volunteer_reports.services import directory, reporting
from flask_volunteer_reports.services.archiving.issue import Order, issue_week
from flask_volunteer_reports.services.directory import AreaEntry
from tests.world import MANAGER_EAST, NOON, OFFICE_EAST, OPERATOR, SECRETARIAT, local

from .watching import later, outcomes, rows

WEDNESDAY = local("2017-07-12 10:00")
EAST_NUMBERS = ["EastAnnex1〔2017〕1号", "EastAnnex2〔2017〕1号"]


class FakePrinter:
    """Writes what it is given as text, and fails when it is told to."""

    template_version = "1" * 64

    def __init__(self) -> None:
        self.laid_out: list[object] = []
        self.fails_at: int | None = None
        self.written = 0

    def lay_out(self, sheets, tables=(), *, progress=lambda done, total: None):
        self.laid_out += [*sheets, *tables]
        progress(len(sheets) + len(tables), len(sheets) + len(tables))

    def _write(self, facts, out, mark) -> int:
        if self.written == self.fails_at:
            raise PaperFailed("The paper cannot be made.")
        self.written += 1
        out.write(f"%PDF {mark} {facts}".encode())
        return 1

    def annex1(self, sheet, out, *, mark=None):
        return self._write(sheet, out, mark)

    def annex2(self, table, out, *, mark=None):
        return self._write(table, out, mark)

    def weekly_report(self, report, out, *, mark=None):
        return self._write(report, out, mark)


@pytest.fixture
def printer():
    return FakePrinter()


@pytest.fixture
def issue(uow, world, printer):
    """Issue the papers of 2017-W27 for an office, as somebody."""

    campaign = world.campaign
    campaign_id, parse = campaign.id, campaign.rules.parse_week
    offices = {code: world.area(code).id for code in ("city", "east")}

    def do(area="east", actor=OFFICE_EAST, week="2017-W27", *, now=WEDNESDAY, own=uow, steps=None):
        order = Order(
            actor=actor,
            campaign_id=campaign_id,
            week=parse(week),
            office_id=offices[area],
            now=now,
        )
        own.session.rollback()
        told = (steps if steps is not None else []).append
        return issue_week(own, world.storage, printer, order, progress=lambda *step: told(step))

    return do


@pytest.fixture
def east(uow, world, of_east):
    """The East with a report and with patterns of its own; a second report can be accepted."""
    area = world.area("east")
    entry = AreaEntry(
        name=area.name,
        annex1_number="EastAnnex1〔{year}〕{serial}号",
        annex2_number="EastAnnex2〔{year}〕{serial}号",
    )
    directory.edit_area(uow, SECRETARIAT, area.id, area.version, entry, now=NOON)
    return of_east(title="Mathematics for all")


def documents(uow) -> list[IssuedDocument]:
    uow.session.rollback()
    uow.session.expire_all()
    return list(
        uow.session.scalars(
            select(IssuedDocument).order_by(
                IssuedDocument.kind, IssuedDocument.number, IssuedDocument.revision
            )
        )
    )


def change(world, report, **content) -> None:
    """Change an accepted report and have the change accepted."""
    report = world.edited(report, actor=MANAGER_EAST, **content)
    reporting.submit_report(world.uow, MANAGER_EAST, report.id, report.version, now=NOON)
    reporting.accept_report(world.uow, OFFICE_EAST, report.id, report.version, now=NOON)


def test_the_papers_are_numbered_kept_and_registered_with_their_facts(
    uow, world, east, issue, printer, happens
):
    steps: list[tuple[int, int]] = []
    with happens() as said:
        ids = issue(steps=steps)

    annex1, annex2 = documents(uow)
    assert ids == [annex1.id, annex2.id]
    assert [annex1.number, annex2.number] == EAST_NUMBERS
    assert (annex1.kind, annex1.subject) == (PaperKind.ANNEX1, str(east.id))
    assert (annex2.kind, annex2.subject) == (PaperKind.ANNEX2, "east")
    assert (annex1.revision, annex1.week_starts_on) == (1, date(2017, 7, 3))
    assert (annex1.issued_at, annex1.issued_by_id, annex1.issued_by) == (
        WEDNESDAY,
        "east",
        OFFICE_EAST.name,
    )
    assert annex1.facts["title"] == "Mathematics for all"
    assert annex1.facts["starts_at"].startswith("2017-07-05T")
    assert annex1.code == check_code(annex1.number, 1, annex1.facts_sha256)
    assert annex1.template_version == printer.template_version
    pdf = next(file for file in annex1.files if file.format is FileFormat.PDF)
    content = world.storage.read(pdf.storage_name)
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (pdf.sha256, pdf.size)
    assert annex1.code in content.decode()
    assert [event for event in said if isinstance(event, DocumentIssued)] == said
    assert [(event.number, event.revision) for event in said] == [(n, 1) for n in EAST_NUMBERS]
    assert steps[-1][0] == steps[-1][1]
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)


def test_what_says_the_same_is_not_issued_again_not_even_on_another_day(
    uow, east, issue, printer, happens
):
    first = issue()
    printed = printer.written
    with happens() as said:
        assert issue(now=later(WEDNESDAY, days=1)) == first
    assert (said, printer.written) == ([], printed)


def test_the_weekly_report_of_another_day_is_the_same_one(world, issue, printer):
    world.accepted()
    first = issue("city", SECRETARIAT)
    assert issue("city", SECRETARIAT, now=later(WEDNESDAY, days=1)) == first


def test_a_changed_paper_is_a_new_revision_under_its_number(uow, world, east, issue, printer):
    issue()
    change(world, east, title="Mathematics for everybody")
    second = issue(now=later(WEDNESDAY))

    first, changed, *annex2 = documents(uow)
    assert (first.number, first.revision) == (changed.number, 1) == (EAST_NUMBERS[0], 1)
    assert changed.revision == 2
    assert changed.facts["title"] == "Mathematics for everybody"
    assert first.facts["title"] == "Mathematics for all"
    assert first.code != changed.code
    assert second == [changed.id, annex2[-1].id]


def test_another_form_is_a_new_revision_of_every_paper(uow, east, issue, printer):
    issue()
    printer.template_version = "2" * 64
    issue(now=later(WEDNESDAY))
    assert [document.revision for document in documents(uow)] == [1, 2, 1, 2]


def test_what_is_not_accepted_any_more_is_withdrawn(uow, world, east, issue, happens):
    issue()
    report = world.uow.session.get_one(type(east), east.id)
    reporting.void_report(
        uow, OFFICE_EAST, report.id, report.version, reason="Entered twice", now=WEDNESDAY
    )
    with happens() as said:
        left = issue(now=later(WEDNESDAY))

    [withdrawal] = rows(uow, DocumentWithdrawal)
    annex1, _, annex2 = documents(uow)
    assert withdrawal.document_id == annex1.id
    assert withdrawal.reason == ""
    assert left == [annex2.id]
    assert [event.subject_id for event in said if isinstance(event, DocumentWithdrawn)] == [
        annex1.id
    ]


def test_numbers_run_on_from_week_to_week_without_gaps(uow, world, east, of_east, issue):
    issue()
    of_east(
        title="The week before",
        starts_at=local("2017-06-28 09:00"),
        ends_at=local("2017-06-28 11:00"),
    )
    issue(week="2017-W26", now=later(WEDNESDAY))
    numbers = [d.number for d in documents(uow) if d.kind is PaperKind.ANNEX1]
    assert numbers == ["EastAnnex1〔2017〕1号", "EastAnnex1〔2017〕2号"]
    counters = {counter.kind: counter.last for counter in rows(uow, DocumentCounter)}
    assert counters == {PaperKind.ANNEX1: 2, PaperKind.ANNEX2: 2}


def test_each_office_has_its_own_numbers(uow, world, east, issue):
    issue()
    issue("city", SECRETARIAT)
    numbers = [(d.office.code, d.kind.value, d.number) for d in documents(uow)]
    assert ("east", "annex1", "EastAnnex1〔2017〕1号") in numbers
    assert ("city", "annex1", "Cityfederation情况表〔2017〕1号") in numbers
    assert len({number for *_, number in numbers}) == len(numbers)


def test_a_weekly_report_may_go_by_its_week(uow, world, issue):
    area = world.area("city")
    entry = AreaEntry(name=area.name, weekly_report_number="惠志联周报〔{year}〕{week}号")
    directory.edit_area(uow, SECRETARIAT, area.id, area.version, entry, now=NOON)
    issue("city", SECRETARIAT)
    report = next(d for d in documents(uow) if d.kind is PaperKind.WEEKLY_REPORT)
    assert report.number == "惠志联周报〔2017〕27号"


def test_a_number_that_another_office_has_is_refused_and_nothing_is_registered(
    uow, world, east, issue, refuses
):
    area = world.area("city")
    entry = AreaEntry(name=area.name, annex1_number="EastAnnex1〔{year}〕{serial}号")
    directory.edit_area(uow, SECRETARIAT, area.id, area.version, entry, now=NOON)
    issue()
    with refuses(PaperFailed, "is another paper's already"):
        issue("city", SECRETARIAT)


@pytest.mark.parametrize("fails_at", [0, 1])
def test_a_paper_that_cannot_be_made_leaves_no_row_and_no_gap(
    fails_at, uow, east, issue, printer, refuses
):
    printer.fails_at = fails_at
    with refuses(PaperFailed):
        issue()
    printer.fails_at = None
    issue()
    assert [document.number for document in documents(uow)] == EAST_NUMBERS


def test_a_full_disk_leaves_no_row(uow, world, east, issue, refuses, monkeypatch):
    def full(name: str, file: io.BufferedIOBase) -> None:
        raise StorageFailed("The file could not be kept.")

    monkeypatch.setattr(world.storage, "save_file", full)
    with refuses(StorageFailed):
        issue()


def test_two_who_issue_at_once_issue_once(uow, world, east, issue, at_once):
    first, second = at_once(lambda own: issue(own=own), lambda own: issue(actor=OPERATOR, own=own))
    assert outcomes([first, second]) == ["done", "done"]
    assert first == second
    assert [document.number for document in documents(uow)] == EAST_NUMBERS
    assert {counter.last for counter in rows(uow, DocumentCounter)} == {1}


def test_two_weeks_issued_at_once_share_no_number(uow, world, east, of_east, issue, at_once):
    of_east(
        title="The week before",
        starts_at=local("2017-06-28 09:00"),
        ends_at=local("2017-06-28 11:00"),
    )
    results = at_once(lambda own: issue(own=own), lambda own: issue(week="2017-W26", own=own))
    assert outcomes(results) == ["done", "done"]
    numbers = sorted(d.number for d in documents(uow))
    assert numbers == sorted(
        f"EastAnnex{form}〔2017〕{serial}号" for form in (1, 2) for serial in (1, 2)
    )


def test_who_issues_no_papers_for_the_office_is_refused(east, issue, refuses):
    with refuses(NotAllowed):
        issue(actor=MANAGER_EAST)
    with refuses(NotAllowed):
        issue("city", OFFICE_EAST)


def test_no_transaction_is_open_while_papers_are_laid_out(uow, east, issue, printer, monkeypatch):
    open_ = []
    monkeypatch.setattr(
        printer, "lay_out", lambda *forms, progress: open_.append(uow.session.in_transaction())
    )
    issue()
    assert open_ == [False]
