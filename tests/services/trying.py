"""Own forms in tests: uploaded, tried without a press, put into use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from flask_volunteer_reports.domain.office_forms import FormName
from flask_volunteer_reports.errors import Fault, FormFaulty, Message, PaperFailed
from flask_volunteer_reports.models import FormCheck, Job, OfficeForm
from flask_volunteer_reports.ports import Actor
from flask_volunteer_reports.rendering.papers import TriedForm
from flask_volunteer_reports.services.archiving.form_check import produce_form_check
from flask_volunteer_reports.services.archiving.form_upload import upload_form
from flask_volunteer_reports.services.archiving.form_use import put_form_into_use
from flask_volunteer_reports.services.archiving.office_templates import newest_use
from tests.world import NOON, World

FAULT = Fault(
    template="annex1.html",
    line=3,
    message=Message("The form knows no “%(name)s”: it is none of its facts.", {"name": "leader"}),
    excerpt=">    3  {{ leader }}",
)
SLIP = Fault(
    template="style.css", line=7, message=Message("Passed over: %(detail)s", {"detail": "colour"})
)


@dataclass
class FakePress:
    """Tries forms without laying anything out; remembers what it was given."""

    fails: PaperFailed | None = None
    asked: list[tuple[str, dict[str, str], bytes | None]] = field(default_factory=list)

    def try_form(self, name, templates, docx, *, filename):
        """Return a preview, or fail as told."""
        self.asked.append((name, dict(templates), docx))
        if self.fails:
            raise self.fails
        return TriedForm(filename, b"%PDF preview of " + name.encode(), 3, (SLIP,))


FAULTY = FakePress(FormFaulty([FAULT]))


def uploaded(
    world: World, actor: Actor, area: str, name: FormName, content: bytes, note: str = ""
) -> OfficeForm:
    """A version of a form."""
    area_id = world.area(area).id
    return upload_form(world.uow, actor, world.storage, area_id, name, content, note, now=NOON)


def tried(
    world: World,
    actor: Actor,
    form: OfficeForm,
    press: FakePress | None = None,
    *,
    now: datetime = NOON,
) -> FormCheck:
    """Its trial."""
    job = newest_job(world, form.id)
    return produce_form_check(
        world.uow,
        actor,
        world.storage,
        press or FakePress(),  # type: ignore[arg-type]  # all that is asked of a press
        job.id,
        now=now,
    )


def newest_job(world: World, form_id: UUID) -> Job:
    """The newest job of a version."""
    rows = select(Job).where(Job.key == str(form_id)).order_by(Job.created_at.desc())
    return world.uow.session.scalars(rows).all()[0]


def put_to_use(world: World, actor: Actor, area: str, name: FormName, content: bytes) -> OfficeForm:
    """A version in use."""
    form = uploaded(world, actor, area, name, content)
    tried(world, actor, form)
    last = newest_use(world.uow.session, form.area_id, name)
    put_form_into_use(
        world.uow,
        actor,
        world.storage,
        form.id,
        after_number=last.number if last else 0,
        now=NOON,
    )
    return form
