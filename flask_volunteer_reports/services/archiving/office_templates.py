"""Which forms the papers of an office are made with: its own, those of an office above, the host's.

Asked for each form by itself, in this order: what the office put into use; what the nearest office
above it put into use; the host's folder for the office's area, for an area above, for everybody.
What is nowhere is ours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from ...config import Settings
from ...domain.office_forms import FormName
from ...errors import StorageFailed
from ...models import Area, FormUse, OfficeForm
from ...ports import Storage


class Origin(StrEnum):
    """Whose form is used."""

    OWN = "own"
    ABOVE = "above"
    HOST = "host"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class FormInUse:
    """Where the form comes from that an office's papers are made with."""

    origin: Origin
    version: OfficeForm | None = None
    path: Path | None = None

    def read(self, storage: Storage) -> bytes | None:
        """Return the file; None for ours.

        Raises:
            StorageFailed: It cannot be read.
        """
        if self.version:
            return storage.read(self.version.storage_name)
        try:
            return self.path.read_bytes() if self.path else None
        except OSError as error:
            raise StorageFailed(
                "The form %(path)s cannot be read: %(error)s. Tell the people who run the site.",
                path=str(self.path),
                error=error.strerror or str(error),
            ) from error


@dataclass(frozen=True, slots=True)
class OfficeTemplates:
    """The forms of an office that are not ours, by the names of their files."""

    html: Mapping[str, str] = field(default_factory=dict)
    """Text: ``annex1.html``, ``annex2.html``, ``style.css``; for ``Press`` and ``paper_html``."""
    docx: Mapping[str, bytes] = field(default_factory=dict)
    """Word documents: ``annex1.docx``, ``annex2.docx``; for ``render_docx_form``."""

    @property
    def digest(self) -> str:
        """Names exactly these forms, for the register; empty when all are ours."""
        if not self.html and not self.docx:
            return ""
        whole = hashlib.sha256()
        for name, content in sorted({**self.docx, **_encoded(self.html)}.items()):
            whole.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode())
        return whole.hexdigest()


def templates_of(
    session: Session, area: Area, settings: Settings, storage: Storage
) -> OfficeTemplates:
    """Read the forms with which the papers of the office of *area* are made.

    Raises:
        StorageFailed: A form that is in use cannot be read.
    """
    html: dict[str, str] = {}
    docx: dict[str, bytes] = {}
    for name, used in forms_in_use(session, area, settings).items():
        content = used.read(storage)
        if content is None:
            continue
        if name.is_docx:
            docx[name.value] = content
        else:
            # What a host's file holds is not checked before; what cannot be read is shown as such.
            html[name.value] = content.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    return OfficeTemplates(html, docx)


def forms_in_use(session: Session, area: Area, settings: Settings) -> dict[FormName, FormInUse]:
    """Say for every form where it comes from, without reading it."""
    codes = area.path.strip("/").split("/")
    uses = _newest_uses(session, codes)
    chosen: dict[FormName, FormInUse] = {}
    for name in FormName:
        used = next((uses[code, name] for code in reversed(codes) if uses.get((code, name))), None)
        if used:
            origin = Origin.OWN if used.area_id == area.id else Origin.ABOVE
            chosen[name] = FormInUse(origin, used)
        else:
            path = _in_folder(settings, codes, name)
            chosen[name] = FormInUse(Origin.HOST, path=path) if path else FormInUse(Origin.OURS)
    return chosen


def newest_use(session: Session, area_id: UUID, name: FormName) -> FormUse | None:
    """Return what an office decided last about a form of its own; None where it never did."""
    return session.scalars(
        select(FormUse)
        .where(FormUse.area_id == area_id, FormUse.name == name)
        .order_by(FormUse.number.desc())
        .limit(1)
    ).first()


def _newest_uses(
    session: Session, codes: list[str]
) -> dict[tuple[str, FormName], OfficeForm | None]:
    rows: Any = session.execute(
        select(Area.code, FormUse.name, OfficeForm)
        .select_from(FormUse)
        .join(Area, FormUse.area_id == Area.id)
        .outerjoin(OfficeForm, FormUse.form_id == OfficeForm.id)
        .where(Area.code.in_(codes))
        # Joined to its area as elsewhere, the inner join would drop the rows without a form.
        .options(lazyload(OfficeForm.area))
        .order_by(FormUse.number)
    )
    return {(code, name): form for code, name, form in rows}


def _in_folder(settings: Settings, codes: list[str], name: FormName) -> Path | None:
    """Find a form in the host's folder. Codes are checked at entry: no ``..`` and no slash."""
    if settings.paper_templates is None:
        return None
    folder = Path(settings.paper_templates)
    places = [*(folder / code / name.value for code in reversed(codes)), folder / name.value]
    return next((path for path in places if path.is_file()), None)


def _encoded(texts: Mapping[str, str]) -> dict[str, bytes]:
    return {name: text.encode("utf-8", "replace") for name, text in texts.items()}
