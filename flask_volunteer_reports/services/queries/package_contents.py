"""What a package of the archive holds: which files, under which names, from where."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...domain.archiving import FOLDERS, MEDIA_FOLDER, DocumentClass
from ...domain.file_names import UniqueNames, safe_name
from ...models import FiledDocument, MediaCoverage
from ...rendering.package import PackedFile
from ...rendering.snapshot import digest
from ...storage import photo_storage_name
from .archive import Selection, accepted_photos


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageItem:
    """One file for a package, before it has its place."""

    document_class: DocumentClass | None
    """None for what belongs to media coverage."""
    owner: str
    """The organization or office; its files stand in a folder of that name."""
    day: date
    title: str
    ending: str
    storage_name: str
    sha256: str
    theme: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class MediaLine:
    """One report in the media, for the list of them."""

    kind: str
    day: date
    outlet: str
    title: str
    link: str
    owner: str
    path: str
    """Of its scan in the package; empty without one."""


@dataclass(frozen=True, slots=True)
class PackageContents:
    """Everything that a package is made from; plain data, but for the files themselves."""

    campaign_title: str
    document_number: str
    scope: str
    """Whose it is, in words."""
    last_day: date
    """Of the campaign: what is made for the package bears it, so that its bytes stay the same."""
    classes: tuple[DocumentClass, ...]
    files: tuple[PackedFile, ...]
    media: tuple[MediaLine, ...]

    @property
    def digest(self) -> str:
        """The same contents have the same one everywhere."""
        return digest(self)


def filed_documents(session: Session, selection: Selection) -> Iterator[PackageItem]:
    """Yield the documents that stand in the selection."""
    rules = selection.campaign.rules
    rows = session.scalars(
        select(FiledDocument)
        .where(selection.of(FiledDocument), FiledDocument.voided_at.is_(None))
        .order_by(FiledDocument.filed_at, FiledDocument.id)
    )
    for row in rows:
        theme = rules.theme(row.theme)
        yield PackageItem(
            document_class=row.document_class,
            owner=owner_name(row),
            day=row.filed_at.astimezone(rules.week.zone).date(),
            title=row.title,
            ending=row.kind.value,
            storage_name=row.storage_name,
            sha256=row.sha256,
            theme=theme.name if theme else "",
        )


def scene_photos(session: Session, selection: Selection) -> Iterator[PackageItem]:
    """Yield the photos of the accepted reports: they are filed by themselves."""
    for report in accepted_photos(session, selection):
        for number, sha256 in enumerate(report.photos, 1):
            yield PackageItem(
                document_class=DocumentClass.PHOTO,
                owner=report.organization,
                day=report.day,
                title=f"{report.title} {number}",
                ending="jpg",
                storage_name=photo_storage_name(sha256),
                sha256=sha256,
                place=report.place,
            )


SOURCES: tuple[Callable[[Session, Selection], Iterator[PackageItem]], ...] = (
    filed_documents,
    scene_photos,
)
"""Where the files of the four classes come from; issued papers join here, as one more source."""


def gather_package(
    session: Session, selection: Selection, classes: Collection[DocumentClass]
) -> PackageContents:
    """Gather what a package of *classes* holds, in the order of the folders.

    Media coverage comes along when all four classes are wanted.
    """
    wanted = tuple(each for each in DocumentClass if each in classes)
    items = [
        item
        for source in SOURCES
        for item in source(session, selection)
        if item.document_class in wanted
    ]
    order = {each: place for place, each in enumerate(DocumentClass)}
    items.sort(key=lambda item: (order[item.document_class or wanted[0]], item.owner, item.day))
    names = UniqueNames()
    files = [_place(item, names) for item in items]
    media: list[MediaLine] = []
    if len(wanted) == len(DocumentClass):
        scans, media = _media(session, selection, names)
        files += scans
    rules = selection.campaign.rules
    scope = selection.organization.name if selection.organization else selection.area.name
    return PackageContents(
        rules.title,
        rules.document_number,
        scope,
        rules.ends_on,
        wanted,
        tuple(files),
        tuple(media),
    )


def owner_name(row: FiledDocument | MediaCoverage) -> str:
    """Name whose a thing is: the organization, or the office of the area."""
    if row.organization:
        return row.organization.name
    return row.area.federation or row.area.name


def _place(item: PackageItem, names: UniqueNames) -> PackedFile:
    folder = FOLDERS[item.document_class] if item.document_class else MEDIA_FOLDER
    stem = safe_name(f"{item.day:%Y%m%d} {item.title} {item.place}")
    return PackedFile(
        path=names.take(f"{folder}/{safe_name(item.owner, most_characters=40)}", stem, item.ending),
        storage_name=item.storage_name,
        sha256=item.sha256,
        title=item.title,
        owner=item.owner,
        day=item.day,
        theme=item.theme,
        place=item.place,
    )


def _media(
    session: Session, selection: Selection, names: UniqueNames
) -> tuple[Sequence[PackedFile], list[MediaLine]]:
    rows = session.scalars(
        select(MediaCoverage)
        .where(selection.of(MediaCoverage), MediaCoverage.voided_at.is_(None))
        .order_by(MediaCoverage.published_on, MediaCoverage.entered_at, MediaCoverage.id)
    )
    files, lines = [], []
    for row in rows:
        path = ""
        if row.scan_storage_name and row.scan_kind and row.scan_sha256:
            scan = PackageItem(
                document_class=None,
                owner=owner_name(row),
                day=row.published_on,
                title=f"{row.outlet} {row.title}",
                ending=row.scan_kind.value,
                storage_name=row.scan_storage_name,
                sha256=row.scan_sha256,
            )
            files.append(_place(scan, names))
            path = files[-1].path
        lines.append(
            MediaLine(
                row.kind.value,
                row.published_on,
                row.outlet,
                row.title,
                row.link,
                owner_name(row),
                path,
            )
        )
    return files, lines
