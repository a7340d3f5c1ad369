"""Trying an office's form with invented facts, as a job; what came of it decides about its use."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from ...domain.events import FormChecked
from ...domain.office_forms import FormName
from ...errors import Fault, FormFaulty, Message, PaperFailed
from ...models import FormCheck, Job, OfficeForm, form_storage_name
from ...ports import Actor, Permission, Storage
from ...rendering.papers import TriedForm
from ...rendering.press import Press
from ..plain_messages import from_plain, to_plain
from ..unit_of_work import UnitOfWork
from .office_templates import OfficeTemplates, templates_of


def produce_form_check(
    uow: UnitOfWork,
    actor: Actor,
    storage: Storage,
    press: Press,
    job_id: UUID,
    *,
    now: datetime,
) -> FormCheck:
    """Try the version that a job names, keep its preview, then write down what came of it.

    A form with mistakes is a result, not a failure of the job.

    Raises:
        NotFound: The version is not there or out of reach by now.
        StorageFailed: The form cannot be read or its preview not be kept.
    """
    session = uow.session
    job = uow.find(actor, Job, job_id)
    form = uow.find(actor, OfficeForm, UUID(job.arguments["form"]))
    uow.require(actor, Permission.EDIT_FORMS, form)
    form_id, name, number = form.id, form.name, form.number
    content = storage.read(form.storage_name)
    beside = without(templates_of(session, form.area, uow.settings, storage), name)
    # No transaction stays open while it is laid out.
    session.rollback()
    tried, faults = _try(press, name, content, beside)
    sha256 = None
    if tried:
        sha256 = hashlib.sha256(tried.content).hexdigest()
        storage.save(form_storage_name(sha256), tried.content)
    check = FormCheck(
        form_id=form_id,
        job_id=job_id,
        checked_at=now,
        usable=tried is not None,
        faults={"faults": [_plain(fault) for fault in faults]},
        beside=beside.digest,
        preview_sha256=sha256,
    )
    with uow.transaction() as session:
        session.add(check)
        uow.record(
            actor,
            FormChecked(
                subject_id=form_id,
                by=actor.id,
                at=now,
                form=name.value,
                number=number,
                usable=tried is not None,
            ),
        )
    return check


def without(templates: OfficeTemplates, name: FormName) -> OfficeTemplates:
    """Leave one form out: what remains is used beside it."""
    if name.is_docx:
        return OfficeTemplates()  # a Word document stands alone
    return OfficeTemplates({key: text for key, text in templates.html.items() if key != name})


def try_templates(
    press: Press, templates: OfficeTemplates
) -> Iterator[tuple[FormName, TriedForm | None, Sequence[Fault]]]:
    """Try all forms of an office that are not ours; None where one cannot be used."""
    contents = {
        **{name: text.encode("utf-8", "replace") for name, text in templates.html.items()},
        **templates.docx,
    }
    for name in FormName:
        if name.value in contents:
            yield name, *_try(press, name, contents[name.value], without(templates, name))


def faults_of(check: FormCheck) -> Sequence[Fault]:
    """Read back what trying a version showed."""
    return [
        Fault(
            template=kept["template"],
            line=kept["line"],
            message=from_plain(kept["message"]),
            excerpt=kept["excerpt"],
            warning=kept["warning"],
        )
        for kept in check.faults["faults"]
    ]


def _try(
    press: Press, name: FormName, content: bytes, beside: OfficeTemplates
) -> tuple[TriedForm | None, Sequence[Fault]]:
    filename = f"preview-{name.value.replace('.', '-')}"
    try:
        if name.is_docx:
            tried = press.try_form(name.value, {}, content, filename=f"{filename}.docx")
        else:
            templates = {**beside.html, name.value: content.decode()}
            tried = press.try_form(name.value, templates, None, filename=f"{filename}.pdf")
    except FormFaulty as error:
        return None, error.faults
    except PaperFailed as error:
        # The child died or was stopped: almost always a form that needs too much.
        stopped = Message(
            "The trial was stopped: a form may need no more time and memory than a paper has. A "
            "loop may have no end."
        )
        said = (stopped, error.message)
        return None, [Fault(template=name.value, line=None, message=text) for text in said]
    return tried, [replace(fault, warning=True) for fault in tried.warnings]


def _plain(fault: Fault) -> dict[str, Any]:
    return {
        "template": fault.template,
        "line": fault.line,
        "message": to_plain(fault.message),
        "excerpt": fault.excerpt,
        "warning": fault.warning,
    }
