"""An office puts a form of its own into use, or goes back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from ...domain.events import FormPutIntoUse, FormWithdrawn
from ...domain.office_forms import FormName
from ...errors import AlreadyDone, Conflict, StaleVersion
from ...models import Area, FormCheck, FormUse, OfficeForm
from ...ports import Actor, Permission, Storage
from ..unit_of_work import UnitOfWork
from .form_check import without
from .office_templates import newest_use, templates_of


def put_form_into_use(
    uow: UnitOfWork,
    actor: Actor,
    storage: Storage,
    form_id: UUID,
    *,
    after_number: int,
    now: datetime,
) -> FormUse:
    """Make the office's papers with this version from now on.

    Args:
        after_number: The decision about this form that the person saw; 0 for none.

    Raises:
        NotFound: There is no such version, or it is out of reach.
        NotAllowed: *actor* keeps no forms for its office.
        Conflict: It was not tried, has mistakes, or was tried beside other forms than now.
        AlreadyDone: It is in use.
        StaleVersion: Somebody else decided in the meantime.
    """
    with uow.transaction() as session:
        form = uow.find(actor, OfficeForm, form_id)
        uow.require(actor, Permission.EDIT_FORMS, form)
        area = uow.find(actor, Area, form.area_id, lock=True)
        last = newest_use(session, area.id, form.name)
        if last and last.form_id == form.id:
            raise AlreadyDone("This version is in use already.")
        number = _next(last, after_number)
        check = session.scalars(
            select(FormCheck)
            .where(FormCheck.form_id == form.id)
            .order_by(FormCheck.checked_at.desc())
            .limit(1)
        ).first()
        if check is None or not check.usable:
            raise Conflict(
                "This version has not been tried with success. A form with mistakes cannot be put "
                "into use: mend it and upload it again."
            )
        templates = templates_of(session, area, uow.settings, storage)
        if check.beside != without(templates, form.name).digest:
            raise Conflict(
                "The office's other forms have changed since this one was tried. Have it tried "
                "again, look at the preview, then put it into use."
            )
        use = _use(area, form.name, number, form.id, actor, now)
        session.add(use)
        uow.record(
            actor,
            FormPutIntoUse(
                subject_id=form.id, by=actor.id, at=now, form=form.name.value, number=form.number
            ),
        )
    return use


def withdraw_form(
    uow: UnitOfWork,
    actor: Actor,
    area_id: UUID,
    name: FormName,
    *,
    after_number: int,
    now: datetime,
) -> FormUse:
    """Use the office's own form no longer: its papers are made as if it never had one.

    Args:
        after_number: The decision about this form that the person saw.

    Raises:
        NotFound: There is no such area, or it is out of reach.
        NotAllowed: *actor* keeps no forms for it.
        AlreadyDone: It has no own form in use.
        StaleVersion: Somebody else decided in the meantime.
    """
    with uow.transaction() as session:
        area = uow.find(actor, Area, area_id, lock=True)
        uow.require(actor, Permission.EDIT_FORMS, area)
        last = newest_use(session, area.id, name)
        if last is None or last.form_id is None:
            raise AlreadyDone("The office uses no form of its own here.")
        number = _next(last, after_number)
        form = session.get_one(OfficeForm, last.form_id)
        use = _use(area, name, number, None, actor, now)
        session.add(use)
        uow.record(
            actor,
            FormWithdrawn(
                subject_id=form.id, by=actor.id, at=now, form=name.value, number=form.number
            ),
        )
    return use


def _next(last: FormUse | None, seen: int) -> int:
    number = last.number if last else 0
    if number != seen:
        raise StaleVersion(
            "Somebody else changed which form is used after you opened this page. Look at it, then "
            "decide again."
        )
    return number + 1


def _use(
    area: Area, name: FormName, number: int, form_id: UUID | None, actor: Actor, now: datetime
) -> FormUse:
    return FormUse(
        area_id=area.id,
        name=name,
        number=number,
        form_id=form_id,
        at=now,
        by_id=actor.id,
        by=actor.name,
    )
