"""An office uploads a form of its own, and has it tried."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select

from ...domain.events import FormCheckRequested, FormUploaded
from ...domain.office_forms import FormName, clean_form
from ...errors import AlreadyDone
from ...models import Area, Job, JobStatus, OfficeForm, form_storage_name
from ...ports import Actor, Permission, Storage
from ..reporting.papers import check_office
from ..unit_of_work import UnitOfWork

FORM_CHECK = "form_check"


def upload_form(
    uow: UnitOfWork,
    actor: Actor,
    storage: Storage,
    area_id: UUID,
    name: FormName,
    content: bytes,
    note: str,
    *,
    now: datetime,
) -> OfficeForm:
    """Keep a new version of a form of the office, and queue the trial of it.

    Nothing is printed with it before it was tried and put into use.

    Raises:
        NotFound: There is no such area, or it is out of reach.
        NotAllowed: *actor* keeps no forms for it.
        InvalidEntry: The file is empty, too large or no text; or the area has no office.
        AlreadyDone: The same file is a version already.
        StorageFailed: The file cannot be kept.
    """
    area = uow.find(actor, Area, area_id)
    uow.require(actor, Permission.EDIT_FORMS, area)
    check_office(area)
    kept = clean_form(name, content)
    sha256 = hashlib.sha256(kept).hexdigest()
    storage.save(form_storage_name(sha256), kept)
    with uow.transaction() as session:
        area = uow.find(actor, Area, area_id, lock=True)
        of_form = (OfficeForm.area_id == area.id, OfficeForm.name == name)
        same = session.scalars(
            select(OfficeForm.number).where(*of_form, OfficeForm.sha256 == sha256)
        ).first()
        if same is not None:
            raise AlreadyDone("This file is version %(number)s already.", number=same)
        newest = session.scalar(select(func.max(OfficeForm.number)).where(*of_form)) or 0
        form = OfficeForm(
            id=uuid4(),
            area_id=area.id,
            name=name,
            number=newest + 1,
            sha256=sha256,
            size=len(kept),
            note=note,
            uploaded_at=now,
            uploaded_by_id=actor.id,
            uploaded_by=actor.name,
        )
        session.add(form)
        session.flush()
        uow.queue(_trial(form, actor, now))
        uow.record(
            actor,
            FormUploaded(
                subject_id=form.id, by=actor.id, at=now, form=name.value, number=form.number
            ),
        )
    return form


def check_form_again(uow: UnitOfWork, actor: Actor, form_id: UUID, *, now: datetime) -> OfficeForm:
    """Have a version tried again: the other forms may have changed, or the trial was stopped.

    Raises:
        NotFound: There is no such version, or it is out of reach.
        NotAllowed: *actor* keeps no forms for its office.
        AlreadyDone: It waits to be tried already.
    """
    with uow.transaction() as session:
        form = uow.find(actor, OfficeForm, form_id, lock=True)
        uow.require(actor, Permission.EDIT_FORMS, form)
        waiting = session.scalars(
            select(Job).where(
                Job.kind == FORM_CHECK,
                Job.key == str(form.id),
                Job.status.in_([JobStatus.QUEUED, JobStatus.RUNNING]),
            )
        ).first()
        if waiting:
            raise AlreadyDone("This version is being tried already.")
        uow.queue(_trial(form, actor, now))
        uow.record(
            actor,
            FormCheckRequested(
                subject_id=form.id, by=actor.id, at=now, form=form.name.value, number=form.number
            ),
        )
    return form


def _trial(form: OfficeForm, actor: Actor, now: datetime) -> Job:
    return Job(
        id=uuid4(),
        kind=FORM_CHECK,
        key=str(form.id),
        arguments={"form": str(form.id)},
        area_id=form.area_id,
        created_at=now,
        created_by_id=actor.id,
        created_by=actor.name,
    )
