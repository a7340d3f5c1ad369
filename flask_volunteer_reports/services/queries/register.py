"""Reads of the register of issued documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, select
from sqlalchemy.orm import Session, aliased, selectinload

from ...domain.register import DocumentState, PaperKind
from ...models import Area, DocumentWithdrawal, IssuedDocument, IssuedFile, Job
from .paging import Page, contains, fetch_page

PaperKey = tuple[PaperKind, str]
"""Kind and subject: which paper of an office's week."""


@dataclass(frozen=True, slots=True)
class NewestDocument:
    """The newest revision of a paper."""

    id: UUID
    number: str
    revision: int
    facts_sha256: str
    template_version: str
    withdrawn: bool


def newest_of_week(
    session: Session, campaign_id: UUID, week_starts_on: date, office_id: UUID
) -> Mapping[PaperKey, NewestDocument]:
    """Find the newest revision of every paper of an office's week, in the order of the papers."""
    rows = session.execute(
        select(
            IssuedDocument.kind,
            IssuedDocument.subject,
            IssuedDocument.id,
            IssuedDocument.number,
            IssuedDocument.revision,
            IssuedDocument.facts_sha256,
            IssuedDocument.template_version,
            _is_withdrawn(),
        )
        .where(
            IssuedDocument.campaign_id == campaign_id,
            IssuedDocument.week_starts_on == week_starts_on,
            IssuedDocument.office_id == office_id,
            ~is_superseded(),
        )
        .order_by(*in_order())
    )
    return {(row[0], row[1]): NewestDocument(*row[2:]) for row in rows}


def taken_numbers(session: Session, numbers: Iterable[str]) -> Sequence[str]:
    """List those of *numbers* that a document has already."""
    rows = select(IssuedDocument.number).where(IssuedDocument.number.in_(list(numbers)))
    return session.scalars(rows.distinct()).all()


def is_superseded() -> ColumnElement[bool]:
    """Condition: a later revision has the same number."""
    later = aliased(IssuedDocument)
    return exists().where(
        later.number == IssuedDocument.number, later.revision > IssuedDocument.revision
    )


def _is_withdrawn() -> ColumnElement[bool]:
    return exists().where(DocumentWithdrawal.document_id == IssuedDocument.id)


def in_order() -> Sequence[Any]:
    """Order of the papers of a week: weekly report, Annex 1, Annex 2, each in its place."""
    return [IssuedDocument.position, IssuedDocument.number, IssuedDocument.revision]


def documents_that_hold(
    session: Session,
    scope: ColumnElement[bool],
    campaign_id: UUID,
    week_starts_on: date,
    *,
    office_id: UUID,
) -> Sequence[IssuedDocument]:
    """List the documents of an office's week that hold, with their files.

    Args:
        scope: Condition: they are in reach.
    """
    rows = _holding(scope).where(
        IssuedDocument.campaign_id == campaign_id,
        IssuedDocument.week_starts_on == week_starts_on,
        IssuedDocument.office_id == office_id,
    )
    return session.scalars(rows).all()


def documents_of_report(
    session: Session, scope: ColumnElement[bool], report_id: UUID
) -> Sequence[IssuedDocument]:
    """List the Annex 1 of a report that hold, whichever office issued them, with their files."""
    rows = _holding(scope).where(
        IssuedDocument.kind == PaperKind.ANNEX1, IssuedDocument.subject == str(report_id)
    )
    return session.scalars(rows).all()


def annex2_that_hold(
    session: Session, campaign_id: UUID, office_id: UUID
) -> Sequence[IssuedDocument]:
    """List the Annex 2 that an office issued in a campaign and that hold, with their files."""
    of_office = and_(
        IssuedDocument.campaign_id == campaign_id,
        IssuedDocument.office_id == office_id,
        IssuedDocument.kind == PaperKind.ANNEX2,
    )
    rows = _holding(of_office).order_by(None)
    return session.scalars(rows.order_by(IssuedDocument.week_starts_on, *in_order())).all()


def _holding(scope: ColumnElement[bool]) -> Select[IssuedDocument]:
    return (
        select(IssuedDocument)
        .where(scope, ~is_superseded(), ~_is_withdrawn())
        .options(selectinload(IssuedDocument.files))
        .order_by(*in_order())
    )


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What a list of documents is narrowed to."""

    text: str = ""
    """Part of the number or the title."""
    kind: PaperKind | None = None
    week_starts_on: date | None = None
    office_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A document in a list."""

    id: UUID
    number: str
    revision: int
    kind: PaperKind
    title: str
    week_starts_on: date
    office: str
    issued_at: datetime
    state_value: str

    @property
    def state(self) -> DocumentState:
        """Whether it holds."""
        return DocumentState(self.state_value)


def documents(
    session: Session, scope: ColumnElement[bool], wanted: RegisterFilter, *, number: int, size: int
) -> Page[RegisterRow]:
    """List a page of the register, newest first; every revision is an entry.

    Args:
        scope: Condition: they are in reach.
    """
    rows = (
        select(
            IssuedDocument.id,
            IssuedDocument.number,
            IssuedDocument.revision,
            IssuedDocument.kind,
            IssuedDocument.title,
            IssuedDocument.week_starts_on,
            Area.name,
            IssuedDocument.issued_at,
            _state(),
        )
        .join(Area, Area.id == IssuedDocument.office_id)
        .where(scope)
        .order_by(IssuedDocument.issued_at.desc(), *in_order())
    )
    if wanted.text:
        rows = rows.where(contains(wanted.text, IssuedDocument.number, IssuedDocument.title))
    if wanted.kind:
        rows = rows.where(IssuedDocument.kind == wanted.kind)
    if wanted.week_starts_on:
        rows = rows.where(IssuedDocument.week_starts_on == wanted.week_starts_on)
    if wanted.office_id:
        rows = rows.where(IssuedDocument.office_id == wanted.office_id)
    found, number, total = fetch_page(session, rows, number=number, size=size)
    items = [RegisterRow(*row) for row in found]
    return Page(items, number, size, total)


def _state() -> ColumnElement[str]:
    return case(
        (_is_withdrawn(), DocumentState.WITHDRAWN.value),
        (is_superseded(), DocumentState.SUPERSEDED.value),
        else_=DocumentState.CURRENT.value,
    )


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A document, all revisions of its number, and whether it holds."""

    document: IssuedDocument
    revisions: Sequence[IssuedDocument]
    """Newest first."""

    @property
    def state(self) -> DocumentState:
        """Whether it holds."""
        if self.document.withdrawal:
            return DocumentState.WITHDRAWN
        newest = self.revisions[0].revision == self.document.revision
        return DocumentState.CURRENT if newest else DocumentState.SUPERSEDED


def entry(session: Session, document_id: UUID) -> RegisterEntry | None:
    """Return the entry of a document."""
    return _entry(session, select(IssuedDocument).where(IssuedDocument.id == document_id))


def entry_by_code(session: Session, code: str) -> RegisterEntry | None:
    """Find the document whose paper bears *code*."""
    return _entry(session, select(IssuedDocument).where(IssuedDocument.code == code))


def entry_by_number(session: Session, number: str) -> RegisterEntry | None:
    """Find the newest revision with that number."""
    rows = select(IssuedDocument).where(IssuedDocument.number == number)
    return _entry(session, rows.order_by(IssuedDocument.revision.desc()).limit(1))


def entry_by_digest(session: Session, sha256: str) -> RegisterEntry | None:
    """Find the document that a file belongs to, by the file's SHA-256."""
    of_file = select(IssuedFile.document_id).where(IssuedFile.sha256 == sha256)
    rows = select(IssuedDocument).where(IssuedDocument.id.in_(of_file))
    return _entry(session, rows.order_by(IssuedDocument.issued_at.desc()).limit(1))


def _entry(session: Session, rows: Select[IssuedDocument]) -> RegisterEntry | None:
    load = selectinload(IssuedDocument.files), selectinload(IssuedDocument.withdrawal)
    document = session.scalars(rows.options(*load)).first()
    if document is None:
        return None
    revisions = session.scalars(
        select(IssuedDocument)
        .where(IssuedDocument.number == document.number)
        .options(selectinload(IssuedDocument.withdrawal))
        .order_by(IssuedDocument.revision.desc())
    ).all()
    return RegisterEntry(document, revisions)


def latest_signature(session: Session, document_id: UUID) -> Job | None:
    """Return the newest job that signs a document."""
    return session.scalars(
        select(Job)
        .where(Job.kind == "sign_document", Job.key == str(document_id))
        .order_by(Job.created_at.desc(), Job.id)
        .limit(1)
    ).first()
