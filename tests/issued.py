"""Documents in the register, put there without printing anything."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from uuid import uuid4

from flask_volunteer_reports.domain.register import PaperKind, check_code
from flask_volunteer_reports.models import FileFormat, IssuedDocument, IssuedFile
from flask_volunteer_reports.ports import Actor
from flask_volunteer_reports.storage import paper_storage_name
from tests.world import NOON, SECRETARIAT, World


def issued(
    world: World,
    number: str = "City-2017-1",
    revision: int = 1,
    *,
    kind: PaperKind = PaperKind.WEEKLY_REPORT,
    subject: str = "week",
    office: str = "city",
    area: str = "",
    organization: str | None = None,
    week_starts_on: date = date(2017, 7, 3),
    content: bytes = b"%PDF-1.7 of the test",
    at: datetime = NOON,
    by: Actor = SECRETARIAT,
) -> IssuedDocument:
    """Register a document with one PDF, as issued by an office."""
    sha256 = hashlib.sha256(content).hexdigest()
    world.storage.save(paper_storage_name(sha256), content)
    added = {"added_by_id": by.id, "added_by": by.name, "added_at": at}
    row = IssuedDocument(
        id=uuid4(),
        number=number,
        revision=revision,
        code=check_code(number, revision, sha256),
        kind=kind,
        campaign_id=world.campaign.id,
        week_starts_on=week_starts_on,
        office_id=world.area(office).id,
        subject=subject,
        position=0,
        area_id=world.area(area or office).id,
        organization_id=world.organization(organization).id if organization else None,
        title=f"Paper of {organization or office}",
        facts={"leader_mobile": "13800000001"},
        facts_sha256=sha256,
        template_version="0" * 64,
        issued_at=at,
        issued_by_id=by.id,
        issued_by=by.name,
        files=[
            IssuedFile(
                id=uuid4(),
                format=FileFormat.PDF,
                filename="annex1/x.pdf",
                sha256=sha256,
                size=len(content),
                pages=1,
                **added,
            )
        ],
    )
    with world.uow.transaction(audited=False) as session:
        session.add(row)
    return row
