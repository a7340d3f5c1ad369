"""Volunteers from a spreadsheet: uploaded, tried, imported - each step asked for by a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...domain.events import VolunteerImportRequested, VolunteerImportUploaded
from ...domain.volunteers import refuse_id_card
from ...errors import AlreadyDone, Conflict, InvalidEntry
from ...models import (
    ImportState,
    Job,
    JobStatus,
    Organization,
    Verdict,
    VolunteerImport,
)
from ...ports import Actor, Permission
from ...rendering.table_file import inspect_table, read_table
from ..unit_of_work import UnitOfWork
from .import_check import count_verdicts, headed_rows

IMPORT_CHECK = "volunteer_import_check"
IMPORT = "volunteer_import"


def upload_volunteers(
    uow: UnitOfWork,
    actor: Actor,
    organization_id: UUID,
    file: BinaryIO,
    name: str,
    *,
    import_id: UUID,
    now: datetime,
) -> UUID:
    """Take a spreadsheet for an organization, and have it tried by a job.

    Args:
        file: Seekable.
        name: As the browser gave it, fit to be shown.
        import_id: Chosen when the form was opened, so that a second click does nothing.

    Returns:
        The id of the import.

    Raises:
        NotFound: The organization is out of reach.
        NotAllowed: *actor* registers no volunteers there.
        InvalidEntry: The file is no table with a column of names, or may do harm.
    """
    own = uow.find(actor, Organization, organization_id)
    uow.require(actor, Permission.REGISTER_VOLUNTEER, own)
    uow.session.rollback()  # no transaction stays open while the file is judged
    refuse_id_card(name, field="file")
    sha256 = inspect_table(file, max_bytes=uow.settings.import_max_bytes)
    file.seek(0)
    content = file.read()
    # The headings are looked at before anything is kept: a file with ID-card numbers never is.
    _look(headed_rows(read_table(content)))
    with uow.transaction() as session:
        organization = uow.find(actor, Organization, organization_id)
        uow.require(actor, Permission.REGISTER_VOLUNTEER, organization)
        if session.get(VolunteerImport, import_id):
            return import_id
        session.add(
            VolunteerImport(
                id=import_id,
                organization_id=organization.id,
                filename=name[:200],
                content=content,
                sha256=sha256,
                notes={},
                uploaded_at=now,
                uploaded_by_id=actor.id,
                uploaded_by=actor.name,
            )
        )
        uow.queue(_job(IMPORT_CHECK, import_id, organization, actor, now))
        uow.record(
            actor,
            VolunteerImportUploaded(
                subject_id=import_id, by=actor.id, at=now, organization=organization.code
            ),
        )
    return import_id


def request_import(uow: UnitOfWork, actor: Actor, import_id: UUID, *, now: datetime) -> None:
    """Have the good rows of a file that was tried imported by a job.

    An import that came to a halt is gone on with.

    Raises:
        NotFound: The import is out of reach.
        NotAllowed: *actor* registers no volunteers there any more.
        AlreadyDone: It is under way or done.
        Conflict: The file was not read, or has no row to import.
    """
    with uow.transaction() as session:
        upload = uow.find(actor, VolunteerImport, import_id, lock=True)
        uow.require(actor, Permission.REGISTER_VOLUNTEER, upload.organization)
        if upload.state is ImportState.IMPORTED:
            raise AlreadyDone("The file is imported already.")
        if upload.state not in (ImportState.READ, ImportState.IMPORTING):
            raise Conflict("The file has not been read yet.")
        last = job_of(session, IMPORT, import_id)
        if last and last.status in (JobStatus.QUEUED, JobStatus.RUNNING):
            raise AlreadyDone("The import is under way.")
        counts = count_verdicts(session, import_id)
        rows = counts[Verdict.NEW] + counts[Verdict.CHANGED]
        if not rows:
            raise Conflict("The file has no row that would change anything.")
        upload.state = ImportState.IMPORTING
        uow.queue(_job(IMPORT, import_id, upload.organization, actor, now))
        uow.record(
            actor, VolunteerImportRequested(subject_id=import_id, by=actor.id, at=now, rows=rows)
        )


def request_check(uow: UnitOfWork, actor: Actor, import_id: UUID, *, now: datetime) -> None:
    """Have a file tried again whose trial came to a halt.

    Raises:
        NotFound: The import is out of reach.
        AlreadyDone: It is under way or done.
    """
    with uow.transaction() as session:
        upload = uow.find(actor, VolunteerImport, import_id, lock=True)
        last = job_of(session, IMPORT_CHECK, import_id)
        waits = last is not None and last.status in (JobStatus.QUEUED, JobStatus.RUNNING)
        if upload.state is not ImportState.READING or waits:
            raise AlreadyDone("The file is being read, or was read.")
        uow.queue(_job(IMPORT_CHECK, import_id, upload.organization, actor, now))
        uow.record(
            actor,
            VolunteerImportUploaded(
                subject_id=import_id, by=actor.id, at=now, organization=upload.organization.code
            ),
        )


def job_of(session: Session, kind: str, import_id: UUID) -> Job | None:
    """Return the newest job of a kind about an import."""
    return session.scalars(
        select(Job)
        .where(Job.kind == kind, Job.key == str(import_id))
        .order_by(Job.created_at.desc())
        .execution_options(populate_existing=True)
    ).first()


def import_of_job(session: Session, job: Job) -> VolunteerImport:
    """Return what a job is about."""
    return session.get_one(VolunteerImport, UUID(job.key))


def organization_of_job(session: Session, job: Job) -> Organization:
    """Return for whom a job imports: its creator must still be allowed to do it for them."""
    return import_of_job(session, job).organization


def _job(
    kind: str, import_id: UUID, organization: Organization, actor: Actor, now: datetime
) -> Job:
    return Job(
        id=uuid4(),
        kind=kind,
        key=str(import_id),
        arguments={"import": str(import_id)},
        area_id=organization.area_id,
        created_at=now,
        created_by_id=actor.id,
        created_by=actor.name,
    )


def _look(rows: Iterable[object]) -> None:
    """Read the first row below the headings, and with it the headings."""
    if not list(islice(rows, 1)):
        raise InvalidEntry("There is no row below the headings.", field="file")
