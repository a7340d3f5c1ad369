"""Issuing the papers of a week: laid out, numbered, kept, registered - or none of it.

The files come first and the rows last, in one transaction: whatever stops the work in between
leaves files that nobody knows of, and never a document without its file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from ...domain.events import DocumentIssued
from ...domain.register import check_code
from ...domain.weeks import Week
from ...errors import Conflict, Message, PaperFailed
from ...models import Area, Campaign, FileFormat, IssuedDocument, IssuedFile
from ...ports import Actor, Permission, Storage
from ...rendering.office_printer import OfficePrinter
from ...rendering.papers import Mark
from ...rendering.printer import Printer
from ...rendering.snapshot import to_plain
from ..queries.papers import gather_week
from ..queries.register import NewestDocument, PaperKey, newest_of_week, taken_numbers
from ..unit_of_work import UnitOfWork
from .files import keep_paper, temporary_file
from .numbers import Numbers
from .office_templates import templates_of
from .own_forms import OwnForms
from .planning import PlannedDocument, Write, forms_of, plan_week
from .withdraw import withdraw

Progress = Callable[[int, int], None]
"""Told how many sheets and files of how many are done."""

Remark = Callable[[Message], None]
"""Told what the person who asked should know of papers that were issued all the same."""

MOST_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Who issues the papers of which week for which office.

    Ids, not rows: no transaction stays open while papers are laid out.
    """

    actor: Actor
    campaign_id: UUID
    week: Week
    office_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file that is kept already and not yet registered."""

    format: FileFormat
    filename: str
    sha256: str
    size: int
    pages: int | None
    note: Message | None


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document that is about to be written and registered."""

    plan: PlannedDocument
    position: int
    mark: Mark


def issue_week(
    uow: UnitOfWork,
    storage: Storage,
    printer: Printer,
    order: Order,
    *,
    progress: Progress,
    remark: Remark = lambda note: None,
) -> Sequence[UUID]:
    """Issue the papers of a week; what says the same as before is not issued again.

    Args:
        remark: Told which papers are not in the office's own form, and why.

    Returns:
        The ids of the documents of the week that hold now, in their order.

    Raises:
        NotAllowed: The person issues no papers for the office.
        PaperFailed: A paper cannot be made; nothing of the others is registered.
        StorageFailed: A photo cannot be read or a file not be kept.
        Conflict: Others issued at the same moment, again and again.
    """
    for _ in range(MOST_TRIES):
        try:
            notes = _issue_once(uow, storage, printer, order, progress)
        except Conflict:
            uow.session.rollback()
        else:
            for note in notes:
                remark(note)
            week = _newest(uow.session, order)
            return [document.id for document in week.values() if not document.withdrawn]
    raise Conflict("Others issue papers of the same office all the time. Try again in a minute.")


def _newest(session: Session, order: Order) -> Mapping[PaperKey, NewestDocument]:
    return newest_of_week(session, order.campaign_id, order.week.starts_on, order.office_id)


def _issue_once(
    uow: UnitOfWork, storage: Storage, printer: Printer, order: Order, progress: Progress
) -> Sequence[Message]:
    session = uow.session
    office = session.get_one(Area, order.office_id)
    uow.require(order.actor, Permission.PRODUCE_PAPERS, office)
    campaign = session.get_one(Campaign, order.campaign_id)
    facts = gather_week(session, campaign, order.week, area=office, now=order.now)
    newest = _newest(session, order)
    numbers = Numbers(session, office, order.week)
    templates = templates_of(session, office, uow.settings, storage)
    forms = OwnForms(printer, OfficePrinter(storage, uow.settings), templates)
    plans = list(plan_week(facts, forms))
    new = [
        NewDocument(plan, position, _mark(uow, plan, newest.get(plan.key), numbers))
        for position, plan in enumerate(plans)
        if _says_more(plan, newest.get(plan.key), forms)
    ]
    _refuse_taken_numbers(session, new)
    planned = {plan.key for plan in plans}
    gone = [row for key, row in newest.items() if key not in planned and not row.withdrawn]
    session.rollback()
    files = _write_files(storage, forms, new, progress)
    with uow.transaction() as session:
        uow.require(order.actor, Permission.PRODUCE_PAPERS, session.get_one(Area, order.office_id))
        numbers.take(session)
        for document, written in zip(new, files, strict=True):
            _register(uow, order, document, written, forms.template_version)
        for row in gone:
            withdraw(uow, order.actor, row.id, reason="", now=order.now)
    return [file.note for written in files for file in written if file.note]


def _says_more(plan: PlannedDocument, newest: NewestDocument | None, forms: OwnForms) -> bool:
    """Tell whether a paper says something that its newest revision does not."""
    return (
        newest is None
        or newest.withdrawn
        or newest.facts_sha256 != plan.facts_sha256
        or newest.template_version != forms.template_version
    )


def _mark(
    uow: UnitOfWork, plan: PlannedDocument, newest: NewestDocument | None, numbers: Numbers
) -> Mark:
    """Number a paper: a new one with the next number, a changed one with its own."""
    number = newest.number if newest else numbers.next(plan.kind)
    revision = newest.revision + 1 if newest else 1
    code = check_code(number, revision, plan.facts_sha256)
    address = uow.settings.check_address(code)
    return Mark(number=number, revision=revision, code=code, address=address)


def _refuse_taken_numbers(session: Session, new: Sequence[NewDocument]) -> None:
    first = [document.mark.number for document in new if document.mark.revision == 1]
    if taken := taken_numbers(session, first):
        raise PaperFailed(
            "The number %(number)s is another paper's already. Change how the office numbers its "
            "papers: its area's page says it.",
            number=taken[0],
        )


def _write_files(
    storage: Storage, forms: OwnForms, new: Sequence[NewDocument], progress: Progress
) -> Sequence[Sequence[WrittenFile]]:
    """Lay out what has to be, then write and keep the files of all documents."""
    sheets, tables = forms_of(document.plan.facts for document in new)
    to_write = sum(len(document.plan.files) for document in new)
    done = 0

    def laid_out(sheet: int, of: int) -> None:
        nonlocal done
        done = sheet
        progress(done, of + to_write)

    forms.lay_out(sheets, tables, progress=laid_out)
    total = done + to_write
    written: list[list[WrittenFile]] = []
    for document in new:
        written.append([])
        for file_format, write in document.plan.files.items():
            written[-1].append(_write(storage, document, file_format, write))
            progress(done := done + 1, total)
    return written


def _write(
    storage: Storage, document: NewDocument, file_format: FileFormat, write: Write
) -> WrittenFile:
    with temporary_file() as file:
        printed = write(file, document.mark)
        sha256, size = keep_paper(storage, file)
    filename = f"{document.plan.stem}.{file_format.value}"
    note = printed.note(filename)
    return WrittenFile(file_format, filename, sha256, size, printed.result, note)


def _register(
    uow: UnitOfWork,
    order: Order,
    document: NewDocument,
    files: Sequence[WrittenFile],
    template_version: str,
) -> None:
    plan, mark, actor = document.plan, document.mark, order.actor
    row = IssuedDocument(
        id=uuid4(),
        number=mark.number,
        revision=mark.revision,
        code=mark.code,
        kind=plan.kind,
        campaign_id=order.campaign_id,
        week_starts_on=order.week.starts_on,
        office_id=order.office_id,
        subject=plan.subject,
        position=document.position,
        area_id=plan.area_id,
        organization_id=plan.organization_id,
        title=plan.title,
        facts=to_plain(plan.facts),
        facts_sha256=plan.facts_sha256,
        template_version=template_version,
        issued_at=order.now,
        issued_by_id=actor.id,
        issued_by=actor.name,
        files=[
            IssuedFile(
                id=uuid4(),
                format=file.format,
                filename=file.filename,
                sha256=file.sha256,
                size=file.size,
                pages=file.pages,
                added_at=order.now,
                added_by_id=actor.id,
                added_by=actor.name,
            )
            for file in files
        ],
    )
    uow.session.add(row)
    issued = DocumentIssued(
        subject_id=row.id, by=actor.id, at=order.now, number=mark.number, revision=mark.revision
    )
    uow.record(actor, issued)
