"""What a browser may send in the recording workflow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import FieldList, Form, FormField, StringField, SubmitField
from wtforms.validators import Length

from ...domain.ledger import RecordSource
from ...domain.name_list import (
    ListedVolunteer,
    RawRow,
    read_rows,
    split_names,
    split_pasted,
)
from ...domain.recurrence import Occasion
from ...services.queries.hours import RecordRow
from ...services.recording.ledger import Change
from ..context import lazy, zone
from ..forms import (
    BaseForm,
    CleanTextField,
    LocalDateTimeField,
    NeededField,
    ReasonForm,
    VersionField,
    WholeNumberField,
    to_instant,
    to_local,
)

SPARE_ROWS = 5


class RowForm(Form):
    """One row of the list; it is judged as a row, not field by field."""

    name = StringField(lazy("Name"))
    volunteer_no = StringField(lazy("Volunteer number"))
    duration = StringField(lazy("Duration"))
    started = StringField(lazy("From (if later than the start)"))


class NameListForm(BaseForm):
    """A name list, row by row, or pasted."""

    version = VersionField()
    rows = FieldList(FormField(RowForm), max_entries=500)
    more_rows = SubmitField(lazy("More rows"))
    pasted = CleanTextField(lazy("Paste from a spreadsheet"), validators=[Length(max=1_000_000)])

    def add_spare_rows(self) -> None:
        """Leave some empty rows at the end."""
        for _ in range(SPARE_ROWS):
            self.rows.append_entry()

    def listed(self) -> Sequence[ListedVolunteer]:
        """Read the rows that were typed, followed by those that were pasted.

        Raises:
            InvalidEntries: Some rows are wrong.
        """
        typed = [row for row in map(_raw_row, enumerate(self.rows.data, start=1)) if _filled(row)]
        return read_rows([*typed, *split_pasted(self.pasted.data or "")])

    @property
    def source(self) -> RecordSource:
        """Where the rows come from."""
        return RecordSource.IMPORTED if self.pasted.data else RecordSource.MANUAL


class SignUpForm(BaseForm):
    """Names, one a line, with numbers where they are known."""

    names = CleanTextField(lazy("Names, one a line"), validators=[Length(max=100_000)])

    def listed(self) -> Sequence[ListedVolunteer]:
        """Read one volunteer a line.

        Raises:
            InvalidEntries: Some lines are wrong.
        """
        return read_rows(split_names(self.names.data or ""))


class CorrectForm(ReasonForm):
    """What a record is to come to, and why; the version is what it came to before."""

    starts_at = LocalDateTimeField(lazy("From"), validators=[NeededField("Say when it starts.")])
    ends_at = LocalDateTimeField(lazy("To"), validators=[NeededField("Say when it ends.")])
    minutes = WholeNumberField(
        lazy("Minutes"), validators=[NeededField("Say how many minutes are right.")]
    )

    @classmethod
    def of(cls, record: RecordRow) -> CorrectForm:
        """Show a record as it stands."""
        return cls(
            formdata=None,
            data={
                "version": record.service_minutes,
                "starts_at": to_local(record.starts_at, zone()),
                "ends_at": to_local(record.ends_at, zone()),
                "minutes": record.service_minutes,
            },
        )

    def to_change(self) -> Change:
        """Turn what was typed into what the record is to come to."""
        starts_at = to_instant(self.starts_at.data, zone())
        ends_at = to_instant(self.ends_at.data, zone())
        return Change(
            time=Occasion(starts_at, ends_at),  # type: ignore[arg-type]  # both are needed fields
            service_minutes=self.minutes.data or 0,
            reason=self.reason.data or "",
        )


def _raw_row(numbered: tuple[int, dict[str, Any]]) -> RawRow:
    number, row = numbered
    return RawRow(
        number,
        row["name"] or "",
        row["volunteer_no"] or "",
        row["duration"] or "",
        row["started"] or "",
    )


def _filled(row: RawRow) -> bool:
    return any(text.strip() for text in (row.name, row.volunteer_no, row.duration, row.started))
