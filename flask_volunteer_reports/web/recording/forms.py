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
from ..context import lazy
from ..forms import BaseForm, CleanTextField, VersionField

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
    pasted = CleanTextField(lazy("Paste from a spreadsheet"), validators=[Length(max=400_000)])

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
