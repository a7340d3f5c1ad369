"""The pages of an office's own forms: what is in use, which versions there are, how they fared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...config import Settings
from ...domain.office_forms import FormName
from ...models import Area, FormCheck, Job, JobStatus, OfficeForm
from ..archiving.form_upload import FORM_CHECK
from ..archiving.office_templates import FormInUse, forms_in_use, newest_use

MOST_VERSIONS = 50


class VersionState(StrEnum):
    """How trying a version went."""

    TRYING = "trying"
    USABLE = "usable"
    FAULTY = "faulty"
    STOPPED = "stopped"
    """The job failed; it says nothing about the form."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """One of the forms that an office may replace."""

    name: FormName
    used: FormInUse
    versions: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What is known about trying a version."""

    state: VersionState
    check: FormCheck | None
    job: Job | None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in the list."""

    form: OfficeForm
    state: VersionState


@dataclass(frozen=True, slots=True)
class FormPage:
    """Everything about one form of an office."""

    used: FormInUse
    use_number: int
    """Of the office's last decision; 0 where it never decided."""
    has_own: bool
    used_since: datetime | None
    used_by: str
    versions: Sequence[VersionRow]


def form_rows(session: Session, area: Area, settings: Settings) -> Sequence[FormRow]:
    """List the forms that the office of *area* may replace."""
    used = forms_in_use(session, area, settings)
    rows: Any = session.execute(
        select(OfficeForm.name, func.count())
        .where(OfficeForm.area_id == area.id)
        .group_by(OfficeForm.name)
    )
    counts = {row[0]: row[1] for row in rows}
    return [FormRow(name, used[name], counts.get(name, 0)) for name in FormName]


def form_page(session: Session, area: Area, name: FormName, settings: Settings) -> FormPage:
    """Gather one form of an office; the newest 50 versions, newest first."""
    last = newest_use(session, area.id, name)
    own = last is not None and last.form_id is not None
    forms = session.scalars(
        select(OfficeForm)
        .where(OfficeForm.area_id == area.id, OfficeForm.name == name)
        .order_by(OfficeForm.number.desc())
        .limit(MOST_VERSIONS)
    ).all()
    tried = trials(session, [form.id for form in forms])
    return FormPage(
        used=forms_in_use(session, area, settings)[name],
        use_number=last.number if last else 0,
        has_own=own,
        used_since=last.at if last and own else None,
        used_by=last.by if last and own else "",
        versions=[VersionRow(form, tried[form.id].state) for form in forms],
    )


def trials(session: Session, form_ids: Iterable[UUID]) -> dict[UUID, Trial]:
    """Say of each version how trying it went last."""
    ids = list(form_ids)
    checks = {
        check.form_id: check
        for check in session.scalars(
            select(FormCheck).where(FormCheck.form_id.in_(ids)).order_by(FormCheck.checked_at)
        )
    }
    jobs = {
        UUID(job.key): job
        for job in session.scalars(
            select(Job)
            .where(Job.kind == FORM_CHECK, Job.key.in_([str(form_id) for form_id in ids]))
            .order_by(Job.created_at)
        )
    }
    return {form_id: _trial(checks.get(form_id), jobs.get(form_id)) for form_id in ids}


def _trial(check: FormCheck | None, job: Job | None) -> Trial:
    if job and job.status in (JobStatus.QUEUED, JobStatus.RUNNING):
        return Trial(VersionState.TRYING, check, job)
    if check is None or (job and job.status is JobStatus.FAILED and job.id != check.job_id):
        return Trial(VersionState.STOPPED, check, job)
    return Trial(VersionState.USABLE if check.usable else VersionState.FAULTY, check, job)
