"""Packages: asked for, made by a job or at the terminal, used again while nothing changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...domain.archiving import FOLDERS, DocumentClass
from ...domain.events import PackageProduced, PackageRequested
from ...domain.file_names import safe_name
from ...errors import InvalidEntry
from ...models import (
    Area,
    Job,
    JobStatus,
    Organization,
    Package,
    PackageOrder,
)
from ...ports import Actor, Permission, Storage
from ...rendering.package import MadeFile, PackedFile, PackingResult, write_package
from ...rendering.snapshot import digest
from ...storage import package_storage_name
from ..queries.archive import Selection
from ..queries.package_contents import PackageContents, gather_package
from ..reporting.receiving import find_campaign
from ..unit_of_work import UnitOfWork
from .filers import Filer, find_place
from .files import PIECE, temporary_file
from .package_lists import make_lists
from .tables import statistics_workbook, workbook_bytes

PACKAGE = "package"
STATISTICS = f"{FOLDERS[DocumentClass.STATISTICS]}/系统统计表.xlsx"

Progress = Callable[[int, int], None]
"""Told how many files of how many are done."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What goes into a package: the files that lie in the storage, and the statistics."""

    contents: PackageContents
    made: tuple[MadeFile, ...]

    @property
    def digest(self) -> str:
        """The same package has the same one."""
        return digest(
            self.contents, [hashlib.sha256(file.content).hexdigest() for file in self.made]
        )


def gather(
    session: Session,
    selection: Selection,
    classes: Collection[DocumentClass],
    *,
    now: datetime,
) -> Gathered:
    """Gather all that a package holds, with the statistics as they stand."""
    made: tuple[MadeFile, ...] = ()
    if DocumentClass.STATISTICS in classes:
        workbook = statistics_workbook(session, selection, now=now)
        made = (MadeFile(STATISTICS, workbook_bytes(workbook)),)
    return Gathered(gather_package(session, selection, classes), made)


def pack(
    gathered: Gathered,
    storage: Storage,
    out: BinaryIO,
    *,
    progress: Progress = lambda done, total: None,
) -> PackingResult:
    """Write a package into *out*; a file that cannot be read is listed, not fatal.

    Raises:
        StorageFailed: The disk is full.
    """

    def lists(unreadable: tuple[PackedFile, ...]) -> list[MadeFile]:
        return [*gathered.made, *make_lists(gathered.contents, unreadable)]

    return write_package(out, gathered.contents.files, storage.open, lists, progress)


def request_package(
    uow: UnitOfWork,
    actor: Actor,
    storage: Storage,
    campaign_code: str,
    filer: Filer,
    classes: Collection[DocumentClass],
    *,
    now: datetime,
) -> UUID:
    """Ask for a package; one that was made of just these contents is used again.

    Returns:
        The id of the job: new, waiting, or the finished one whose package still holds.

    Raises:
        NotFound: Campaign, area or organization are not there or out of reach.
        NotAllowed: *actor* makes no packages for them.
        InvalidEntry: No class is chosen, or the area has no office.
    """
    if not classes:
        raise InvalidEntry("Choose at least one class.", field="classes")
    wanted = [each.value for each in DocumentClass if each in classes]
    with uow.transaction() as session:
        campaign = find_campaign(session, campaign_code)
        place = find_place(uow, actor, campaign, filer, Permission.MAKE_PACKAGE, by_office=True)
        own = place.organization
        key = f"{campaign.code}/{place.area.code}/{own.code if own else ''}/{','.join(wanted)}"
        waiting = session.scalars(
            select(Job).where(
                Job.kind == PACKAGE,
                Job.key == key,
                Job.status.in_([JobStatus.QUEUED, JobStatus.RUNNING]),
            )
        ).first()
        if waiting:
            uow.queue(waiting)  # its worker may have failed to start
            return waiting.id
        selection = Selection(campaign, place.area, own)
        gathered = gather(session, selection, [DocumentClass(each) for each in wanted], now=now)
        if made := _made_before(session, storage, place.area, own, gathered):
            return made
        job = Job(
            id=uuid4(),
            kind=PACKAGE,
            key=key,
            arguments={
                "campaign": campaign.code,
                "area": place.area.code,
                "organization": own.code if own else "",
                "name": own.name if own else place.area.name,
                "classes": wanted,
            },
            area_id=place.area.id,
            created_at=now,
            created_by_id=actor.id,
            created_by=actor.name,
        )
        uow.queue(job)
        if own:
            session.flush()
            session.add(PackageOrder(job_id=job.id, organization_id=own.id))
        uow.record(
            actor,
            PackageRequested(
                subject_id=job.id,
                by=actor.id,
                at=now,
                area=place.area.code,
                organization=own.code if own else "",
            ),
        )
    return job.id


def produce_package(
    uow: UnitOfWork,
    actor: Actor,
    storage: Storage,
    job_id: UUID,
    *,
    progress: Progress,
    now: datetime,
) -> Package:
    """Make the package that a job asks for: first the file, then the row.

    Raises:
        NotFound: The area, organization or campaign of the job are out of reach by now.
        NotAllowed: *actor* makes no packages for them any more.
        StorageFailed: The disk is full; nothing of the package was kept.
    """
    session = uow.session
    job = uow.find(actor, Job, job_id)
    order = session.get(PackageOrder, job_id)
    campaign = find_campaign(session, job.arguments["campaign"])
    area, own = job.area, order.organization if order else None
    uow.require(actor, Permission.MAKE_PACKAGE, own or area)
    classes = [DocumentClass(each) for each in job.arguments["classes"]]
    gathered = gather(session, Selection(campaign, area, own), classes, now=now)
    filename = f"{safe_name(f'{campaign.code} {own.name if own else area.name}')}.zip"
    ids = (campaign.id, area.id, own.id if own else None)
    # What was gathered is plain data; no transaction stays open while it is packed.
    session.rollback()
    with temporary_file() as file:
        result = pack(gathered, storage, file, progress=progress)
        size, sha256 = file.seek(0, os.SEEK_END), _sha256(file)
        file.seek(0)
        storage.save_file(package_storage_name(sha256), file)
    with uow.transaction() as session:
        package = Package(
            job_id=job_id,
            campaign_id=ids[0],
            area_id=ids[1],
            organization_id=ids[2],
            contents_digest=gathered.digest,
            filename=filename,
            sha256=sha256,
            size=size,
            files=result.packed,
            errors={
                "files": [
                    {"path": lost.path, "title": lost.title, "owner": lost.owner}
                    for lost in result.unreadable
                ]
            },
            created_at=now,
        )
        session.add(package)
        uow.record(
            actor,
            PackageProduced(
                subject_id=job_id,
                by=actor.id,
                at=now,
                files=result.packed,
                unreadable=len(result.unreadable),
                sha256=sha256,
            ),
        )
    return package


def job_subject(session: Session, job: Job) -> Area | Organization:
    """Return for whom a job packs: its creator must still be allowed to do it for them."""
    order = session.get(PackageOrder, job.id)
    return order.organization if order else job.area


def _made_before(
    session: Session,
    storage: Storage,
    area: Area,
    own: Organization | None,
    gathered: Gathered,
) -> UUID | None:
    """Return the job whose package holds just this; one that missed a file is made again."""
    made = session.scalars(
        select(Package)
        .where(
            Package.area_id == area.id,
            Package.organization_id == (own.id if own else None),
            Package.contents_digest == gathered.digest,
        )
        .order_by(Package.created_at.desc())
    ).first()
    if made is None or made.errors["files"] or not storage.has(made.storage_name):
        return None
    return made.job_id


def _sha256(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(PIECE):
        digest.update(chunk)
    return digest.hexdigest()
