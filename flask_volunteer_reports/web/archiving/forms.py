"""What a browser may send in the archiving workflow."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from wtforms import DateField, FileField, HiddenField, SelectField, SelectMultipleField, widgets
from wtforms.validators import Length, ValidationError

from ...domain.archiving import LONGEST_LINK, DocumentClass, MediaKind
from ...models import FiledDocument
from ...services.archiving import DocumentEntry, Filer, KeptFile, MediaEntry
from ..context import lazy, t
from ..forms import (
    ActionForm,
    BaseForm,
    CleanStringField,
    CleanTextField,
    NeededField,
    NewIdField,
    choices,
)


class CheckboxesField(SelectMultipleField):
    """Several of a list, each with its box."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


class FilerForm(BaseForm):
    """A form that says for which campaign, and for which organization or office."""

    campaign = SelectField(lazy("Campaign"))
    filer = SelectField(lazy("For"))

    def offer(self, campaigns: Iterable[tuple[str, str]], filers: Iterable[tuple[str, str]]) -> Any:
        """Offer campaigns by code, and those for whom the person acts."""
        self.campaign.choices = list(campaigns)
        self.filer.choices = list(filers)
        return self

    @property
    def chosen_filer(self) -> Filer:
        """For whom it is."""
        return read_filer(self.filer.data)


class DocumentForm(FilerForm):
    """A document to be filed."""

    new_id = NewIdField()
    document_class = SelectField(lazy("Class"))
    title = CleanStringField(
        lazy("Document title"),
        validators=[NeededField("Write what the document is."), Length(max=200)],
    )
    theme = SelectField(lazy("Theme"), validate_choice=False)
    file = FileField(lazy("File"))
    kept = HiddenField()

    def show(self, document: FiledDocument) -> None:
        """Fill in what a newer document keeps of the one that it replaces."""
        self.title.data = document.title
        self.document_class.data = document.document_class.value
        self.theme.data = document.theme

    def offer_classes(self, themes: Iterable[tuple[str, str]]) -> None:
        """Offer the four classes, and the themes of the campaign."""
        self.document_class.choices = choices(DocumentClass)
        self.theme.choices = [("", "—"), *themes]

    def to_entry(self, file: KeptFile, *, replaces: UUID | None = None) -> DocumentEntry:
        """Hand the valid fields on as plain data."""
        return DocumentEntry(
            document_class=DocumentClass(self.document_class.data),
            title=self.title.data or "",
            file=file,
            theme=self.theme.data or "",
            replaces=replaces,
        )


class HandOverForm(FilerForm):
    """What is handed over."""

    new_id = NewIdField()
    documents = CheckboxesField(lazy("Documents"), validate_choice=False)
    note = CleanTextField(lazy("Note"), validators=[Length(max=500)])

    @property
    def document_ids(self) -> set[UUID]:
        """What was chosen; what is no id was not."""
        found = set()
        for text in self.documents.data or []:
            try:
                found.add(UUID(text))
            except ValueError:
                continue
        return found


class MediaForm(FilerForm):
    """A report in the media."""

    new_id = NewIdField()
    kind = SelectField(lazy("Kind of media"))
    published_on = DateField(
        lazy("Day"), validators=[NeededField("Say on which day it was published.")]
    )
    outlet = CleanStringField(
        lazy("Outlet"), validators=[NeededField("Write where it was published."), Length(max=100)]
    )
    title = CleanStringField(
        lazy("Headline"), validators=[NeededField("Write its title."), Length(max=200)]
    )
    link = CleanStringField(lazy("Link"), validators=[Length(max=LONGEST_LINK)])
    file = FileField(lazy("Scan"))
    kept = HiddenField()

    def to_entry(self, scan: KeptFile | None) -> MediaEntry:
        """Hand the valid fields on as plain data."""
        assert self.published_on.data  # noqa: S101 -- the field is needed
        return MediaEntry(
            kind=MediaKind(self.kind.data),
            published_on=self.published_on.data,
            outlet=self.outlet.data or "",
            title=self.title.data or "",
            link=self.link.data or "",
            scan=scan,
        )


class PackageForm(FilerForm):
    """What a package holds."""

    classes = CheckboxesField(lazy("Classes"))

    def prepare(self, wanted: Collection[str]) -> None:
        """Offer the four classes; those *wanted* are chosen, or all of them."""
        self.classes.choices = choices(DocumentClass)
        if not self.is_submitted():
            known = [each.value for each in DocumentClass]
            self.classes.data = [each for each in known if each in wanted] or known

    @property
    def chosen(self) -> list[DocumentClass]:
        """The classes that are wanted."""
        return [DocumentClass(each) for each in self.classes.data or []]


class ReturnForm(ActionForm):
    """Why a hand-over is sent back."""

    reason = CleanTextField(
        lazy("Reason"), validators=[NeededField("Give the reason."), Length(max=500)]
    )


class ScanForm(ActionForm):
    """A scan of a stamped sheet."""

    scan = FileField(lazy("Scan of the stamped sheet (PDF or JPEG)"))

    content: bytes = b""

    def validate_scan(self, field: Any) -> None:
        """A file is needed."""
        self.content = field.data.read() if field.data else b""
        if not self.content:
            raise ValidationError(t("Choose the file of the scan."))


def read_filer(text: str | None) -> Filer:
    """Read ``organization:<id>`` or ``area:<id>``; anything else is nobody."""
    kind, _, said = (text or "").partition(":")
    try:
        found = UUID(said)
    except ValueError:
        return Filer()
    return Filer(organization_id=found) if kind == "organization" else Filer(area_id=found)


def filer_value(filer: Filer) -> str:
    """Write what :func:`read_filer` reads."""
    if filer.organization_id:
        return f"organization:{filer.organization_id}"
    return f"area:{filer.area_id}" if filer.area_id else ""
