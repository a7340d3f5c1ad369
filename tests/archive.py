"""Small files to file, and shelves full of them, for tests of the archive."""

from __future__ import annotations

import functools
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

import pikepdf
import xlsxwriter
from docx import Document

from flask_volunteer_reports.domain.archiving import DocumentClass, MediaKind
from flask_volunteer_reports.models import FiledDocument, HandOver, MediaCoverage, Package
from flask_volunteer_reports.ports import Actor
from flask_volunteer_reports.services import archiving
from flask_volunteer_reports.services.archiving import (
    DocumentEntry,
    Filer,
    KeptFile,
    MediaEntry,
)
from flask_volunteer_reports.services.archiving.packages import produce_package
from tests.world import MANAGER, MANAGER_EAST, NOON, OFFICE_EAST, SECRETARIAT, World


@functools.cache
def pdf(mark: str = "") -> bytes:
    """A PDF of one empty page; another mark makes another file."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    document.Root.Lang = f"zh-{mark}"
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


@functools.cache
def docx(text: str = "说明") -> bytes:
    """A DOCX of one paragraph."""
    document = Document()
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@functools.cache
def xlsx(text: str = "统计") -> bytes:
    """An XLSX of one cell."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write_string(0, 0, text)
    return out.getvalue()


def rezipped(source: bytes, **parts: bytes) -> bytes:
    """An archive with parts added or written over; ``__`` in a name is a slash, ``_DOT_`` a dot."""
    named = {name.replace("__", "/").replace("_DOT_", "."): value for name, value in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            if info.filename not in named:
                new.writestr(info.filename, old.read(info))
        for name, value in named.items():
            new.writestr(name, value)
    return out.getvalue()


FILER_OF = {MANAGER: "library", MANAGER_EAST: "school"}
OFFICE_OF = {SECRETARIAT: "city", OFFICE_EAST: "east"}


@dataclass(slots=True)
class Shelves:
    """Files things through the use cases, with as little said as possible."""

    world: World

    def filer(self, actor: Actor) -> Filer:
        """For whom one of the cast files."""
        if actor in FILER_OF:
            return Filer(organization_id=self.world.organization(FILER_OF[actor]).id)
        return Filer(area_id=self.world.area(OFFICE_OF[actor]).id)

    def kept(self, content: bytes, name: str = "file.pdf", *, actor: Actor = MANAGER) -> KeptFile:
        """A file that was uploaded."""
        return archiving.keep_upload(
            self.world.uow, actor, self.world.storage, io.BytesIO(content), name
        )

    def filed(
        self,
        title: str = "Plan",
        *,
        actor: Actor = MANAGER,
        content: bytes | None = None,
        document_class: DocumentClass = DocumentClass.REGULATION,
        theme: str = "",
        replaces: UUID | None = None,
        filer: Filer | None = None,
        now: datetime = NOON,
    ) -> FiledDocument:
        """A document in the archive; by default a PDF of its own."""
        file = self.kept(content or pdf(title), actor=actor)
        return archiving.file_document(
            self.world.uow,
            actor,
            self.world.storage,
            self.world.campaign.code,
            filer or self.filer(actor),
            DocumentEntry(
                document_class=document_class,
                title=title,
                file=file,
                theme=theme,
                replaces=replaces,
            ),
            document_id=uuid4(),
            now=now,
        )

    def covered(
        self,
        title: str = "Volunteers on the evening news",
        *,
        actor: Actor = MANAGER,
        kind: MediaKind = MediaKind.TV,
        link: str = "https://example.org/news",
        scan: bytes | None = None,
        filer: Filer | None = None,
        now: datetime = NOON,
    ) -> MediaCoverage:
        """A report in the media."""
        return archiving.enter_media_coverage(
            self.world.uow,
            actor,
            self.world.storage,
            self.world.campaign.code,
            filer or self.filer(actor),
            MediaEntry(
                kind=kind,
                published_on=date(2017, 7, 5),
                outlet="City TV",
                title=title,
                link=link,
                scan=self.kept(scan, "scan.pdf", actor=actor) if scan else None,
            ),
            coverage_id=uuid4(),
            now=now,
        )

    def handed_over(
        self, *documents: FiledDocument, actor: Actor = OFFICE_EAST, now: datetime = NOON
    ) -> HandOver:
        """A hand-over to the city."""
        return archiving.hand_over(
            self.world.uow,
            actor,
            self.world.campaign.code,
            self.filer(actor),
            [document.id for document in documents],
            "",
            hand_over_id=uuid4(),
            now=now,
        )

    def packed(self, *, actor: Actor = MANAGER, filer: Filer | None = None) -> Package:
        """A package, and the job that made it."""
        world = self.world
        job_id = archiving.request_package(
            world.uow,
            actor,
            world.storage,
            world.campaign.code,
            filer or self.filer(actor),
            list(DocumentClass),
            now=NOON,
        )
        return produce_package(
            world.uow, actor, world.storage, job_id, progress=lambda done, total: None, now=NOON
        )
