"""What a browser may send in the reporting workflow."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, SubmitField
from wtforms.validators import Length, Optional

from ...domain.reporting import ReportContent
from ...models import ActivityReport
from ..context import lazy
from ..forms import (
    ActionForm,
    BaseForm,
    CleanStringField,
    CleanTextField,
    LocalDateTimeField,
    NeededField,
    NewIdField,
    VersionField,
    WholeNumberField,
    to_instant,
    to_local,
)


class StartReportForm(BaseForm):
    """The beginning of a report, from an activity or free-standing."""

    new_id = NewIdField()
    activity_id = HiddenField()
    campaign_id = SelectField(lazy("Campaign"), validate_choice=False)


class ReportForm(BaseForm):
    """What a report says, and its photos."""

    version = VersionField()
    title = CleanStringField(lazy("What the activity is called"), validators=[Length(max=100)])
    starts_at = LocalDateTimeField(lazy("Began"), validators=[Optional()])
    ends_at = LocalDateTimeField(lazy("Ended"), validators=[Optional()])
    place = CleanStringField(lazy("Place"), validators=[Length(max=200)])
    volunteer_count = WholeNumberField(
        lazy("Number of volunteers who took part"), validators=[Optional()]
    )
    summary = CleanTextField(lazy("Short account of the activity"))
    photo1 = FileField(lazy("Photo 1"))
    photo2 = FileField(lazy("Photo 2"))
    standing1 = HiddenField()
    standing2 = HiddenField()
    submit_report = SubmitField(lazy("Save and submit"))

    def show(self, report: ActivityReport, zone: ZoneInfo) -> ReportForm:
        """Fill in a report as it stands."""
        self.fill_in(
            report,
            starts_at=to_local(report.starts_at, zone),
            ends_at=to_local(report.ends_at, zone),
        )
        self.show_photos(report)
        return self

    def show_photos(self, report: ActivityReport) -> None:
        """Note which photos stand in the report, so that a replacement is one knowingly."""
        standing = {photo.slot: str(photo.id) for photo in report.photos}
        self.standing1.data = standing.get(1, "")
        self.standing2.data = standing.get(2, "")

    def to_content(self, zone: ZoneInfo) -> ReportContent:
        """Hand the valid fields on as plain data."""
        return ReportContent(
            title=self.title.data or "",
            starts_at=to_instant(self.starts_at.data, zone),
            ends_at=to_instant(self.ends_at.data, zone),
            place=self.place.data or "",
            volunteer_count=self.volunteer_count.data,
            summary=self.summary.data or "",
        )

    def photo_fields(self) -> list[tuple[int, Any, str | None]]:
        """List slot, upload field and the photo that stood there."""
        return [(1, self.photo1, self.standing1.data), (2, self.photo2, self.standing2.data)]


class PhotoForm(BaseForm):
    """One photo, sent by itself."""

    version = VersionField()
    photo = FileField(lazy("Photo"))
    standing = HiddenField()


class NilReturnForm(BaseForm):
    """A week without activity."""

    organization_id = SelectField(lazy("Organization"))
    week = SelectField(lazy("Week"))
    note = CleanTextField(lazy("Note"), validators=[Length(max=500)])


class SummaryForm(ActionForm):
    """Annex 2 of a district, handed in."""

    filled_by_unit = CleanStringField(
        lazy("Filled in by (unit)"),
        validators=[NeededField("Write which unit fills the table in."), Length(max=200)],
    )
