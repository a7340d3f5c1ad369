"""What a browser may send about volunteers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import DateField, FileField, SelectField
from wtforms.validators import Length, ValidationError

from ...domain.volunteers import VolunteerEntry, check_own_phone, read_month
from ...errors import InvalidEntry
from ...models import Volunteer
from ...services.queries.organizations import AreaChoice
from ..context import lazy, say, t, today
from ..forms import (
    ActionForm,
    BaseForm,
    CleanStringField,
    CleanTextField,
    NeededField,
    NewIdField,
    VersionField,
)


class MonthField(CleanStringField):
    """A month such as 1990-05, typed: not every browser has a field for it."""

    def read(self) -> date | None:
        """Return the first day of a month that was validated."""
        return read_month(str(self.data or ""), today())

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: FBT001 -- WTForms' own signature
        """Say how to write it."""
        try:
            self.read()
        except InvalidEntry as error:
            raise ValidationError(say(error.message)) from error


class PersonForm(BaseForm):
    """What is known of a volunteer, whoever types it."""

    name = CleanStringField(lazy("Name"), validators=[NeededField("Write the name.")])
    phone = CleanStringField(lazy("Telephone"), validators=[Length(max=40)])
    born_in = MonthField(lazy("Month of birth"), validators=[Length(max=20)])
    area_id = SelectField(lazy("Area"))

    def prepare(self, areas: Iterable[AreaChoice], chosen: UUID | None = None) -> PersonForm:
        """Offer the areas; *chosen* to begin with."""
        self.area_id.choices = [
            ("", t("Choose …")),
            *((str(area.id), area.full_name) for area in areas),
        ]
        if not self.is_submitted() and chosen:
            self.area_id.data = str(chosen)
        return self

    def validate_area_id(self, field: Any) -> None:
        """An area is needed."""
        if not field.data:
            raise ValidationError(t("Choose an area."))

    def validate_phone(self, field: Any) -> None:
        """Say at once how to write it."""
        try:
            check_own_phone(field.data or "")
        except InvalidEntry as error:
            raise ValidationError(say(error.message)) from error

    def to_entry(self) -> VolunteerEntry:
        """Hand the valid fields on as plain data."""
        number = self["volunteer_no"].data if "volunteer_no" in self else ""
        return VolunteerEntry(
            name=self.name.data or "",
            volunteer_no=number or "",
            phone=self.phone.data or "",
            born_in=self.born_in.read(),
        )


class RegisterForm(PersonForm):
    """A volunteer who joins the directory."""

    new_id = NewIdField()
    volunteer_no = CleanStringField(lazy("Volunteer number"), validators=[Length(max=60)])


class EditForm(PersonForm):
    """A volunteer's entry; the number stays."""

    version = VersionField()

    def show(self, volunteer: Volunteer) -> EditForm:
        """Fill in a volunteer as they stand."""
        born = f"{volunteer.born_in:%Y-%m}" if volunteer.born_in else ""
        self.fill_in(volunteer, born_in=born, area_id=str(volunteer.area_id))
        return self


class ConsentForm(BaseForm):
    """A consent that was signed on paper."""

    new_id = NewIdField()
    wording = CleanTextField(
        lazy("What stands on the sheet"),
        validators=[NeededField("Write what the volunteer agreed to."), Length(max=5000)],
    )
    given_on = DateField(
        lazy("Day on the sheet"), validators=[NeededField("Say on which day it was signed.")]
    )


class JoinForm(BaseForm):
    """A registered volunteer who joins an organization."""

    volunteer_no = CleanStringField(
        lazy("Volunteer number"),
        validators=[NeededField("Write the volunteer number."), Length(max=60)],
    )
    name = CleanStringField(
        lazy("Name"), validators=[NeededField("Write the name."), Length(max=60)]
    )


class LinkForm(ActionForm):
    """Which person of the site a volunteer is."""

    person_id = CleanStringField(
        lazy("Person (id on this site)"), validators=[NeededField("Write the id."), Length(max=64)]
    )


class ImportForm(BaseForm):
    """A spreadsheet with volunteers."""

    new_id = NewIdField()
    file = FileField(lazy("File (XLSX or CSV)"))
