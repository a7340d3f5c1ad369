"""What a browser may send in the publishing workflow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from wtforms import BooleanField, DateField, SelectField, SelectMultipleField
from wtforms.validators import Length, Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from ...domain.campaign import CampaignRules, Term
from ...models import Activity, Project
from ...services.publishing import ActivityEntry, ProjectEntry, Repetition
from ...services.queries.organizations import AreaChoice
from ..context import current_locale, lazy, t
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


def term_name(term: Term) -> str:
    """Name a theme or an activity kind in the language of the request."""
    return term.name if current_locale() == "zh_Hans_CN" else term.name_en


class ProjectForm(BaseForm):
    """A project's text."""

    new_id = NewIdField()
    version = VersionField()
    title = CleanStringField(
        lazy("Title"), validators=[NeededField("Write a title."), Length(max=100)]
    )
    # Needed even in a draft: it decides what the project counts for.
    kind = SelectField(lazy("Activity kind"), validators=[NeededField("Choose an activity kind.")])
    themes = SelectMultipleField(
        lazy("Themes"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    description = CleanTextField(lazy("What volunteers will do"), validators=[Length(max=5000)])
    risks = CleanTextField(lazy("Risks"), validators=[Length(max=2000)])
    recruiting_needs = CleanTextField(lazy("Whom we look for"), validators=[Length(max=2000)])
    needs_admission = BooleanField(lazy("We admit each volunteer who signs up"))
    minimum_age = WholeNumberField(lazy("Minimum age in years"), validators=[Optional()])
    contact_name = CleanStringField(lazy("Contact person"), validators=[Length(max=100)])
    contact_phone = CleanStringField(lazy("Contact phone"), validators=[Length(max=32)])

    def prepare(self, rules: CampaignRules) -> ProjectForm:
        """Offer the campaign's kinds and themes."""
        self.kind.choices = [
            ("", t("Choose …")),
            *((term.code, term_name(term)) for term in rules.activity_kinds),
        ]
        self.themes.choices = [(term.code, term_name(term)) for term in rules.themes]
        return self

    def show(self, project: Project) -> ProjectForm:
        """Fill in a project as it stands."""
        self.fill_in(project, themes=project.theme_codes)
        return self

    def to_entry(self) -> ProjectEntry:
        """Hand the valid fields on as plain data."""
        return ProjectEntry(
            title=self.title.data or "",
            kind=self.kind.data,
            themes=tuple(self.themes.data or ()),
            description=self.description.data or "",
            risks=self.risks.data or "",
            recruiting_needs=self.recruiting_needs.data or "",
            contact_name=self.contact_name.data or "",
            contact_phone=self.contact_phone.data or "",
            needs_admission=bool(self.needs_admission.data),
            minimum_age=self.minimum_age.data,
        )


class _NeededToRepeat:
    """Validator: who repeats must say until when; who does not may leave the field alone."""

    def __call__(self, form: Any, field: Any) -> None:
        """Complain about an empty field where it is needed, and about nothing where it is not."""
        empty = not field.raw_data or not field.raw_data[0].strip()
        if empty or not form.repeats.data:
            field.errors = []
            raise StopValidation(t("Say until when it repeats.") if form.repeats.data else "")


class ActivityForm(BaseForm):
    """One occasion, and how it repeats."""

    new_id = NewIdField()
    version = VersionField()
    starts_at = LocalDateTimeField(lazy("Starts"), validators=[NeededField("Say when it starts.")])
    ends_at = LocalDateTimeField(lazy("Ends"), validators=[NeededField("Say when it ends.")])
    place = CleanStringField(
        lazy("Place"), validators=[NeededField("Say where it takes place."), Length(max=200)]
    )
    area_id = SelectField(lazy("Area"), validators=[NeededField("Choose an area.")])
    capacity = WholeNumberField(lazy("Places for volunteers"), validators=[Optional()])

    repeats = BooleanField(lazy("Repeat this activity"))
    weekdays = SelectMultipleField(
        lazy("On these days"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    every_weeks = SelectField(lazy("How often"), coerce=int, default=1)
    repeat_until = DateField(lazy("Last day"), validators=[_NeededToRepeat()])

    def prepare(self, areas: Sequence[AreaChoice]) -> ActivityForm:
        """Offer areas and weekdays."""
        self.area_id.choices = [
            ("", t("Choose …")),
            *((str(area.id), area.full_name) for area in areas),
        ]
        self.weekdays.choices = [
            (0, t("Monday")),
            (1, t("Tuesday")),
            (2, t("Wednesday")),
            (3, t("Thursday")),
            (4, t("Friday")),
            (5, t("Saturday")),
            (6, t("Sunday")),
        ]
        self.every_weeks.choices = [
            (1, t("Every week")),
            (2, t("Every other week")),
            (4, t("Every fourth week")),
        ]
        return self

    def show(self, activity: Activity, zone: ZoneInfo) -> ActivityForm:
        """Fill in an activity as it stands."""
        self.fill_in(
            activity,
            starts_at=to_local(activity.starts_at, zone),
            ends_at=to_local(activity.ends_at, zone),
        )
        return self

    def to_entry(self, zone: ZoneInfo) -> ActivityEntry:
        """Hand the valid fields on as plain data."""
        starts_at = to_instant(self.starts_at.data, zone)
        ends_at = to_instant(self.ends_at.data, zone)
        assert starts_at and ends_at  # noqa: S101, PT018 -- both are needed fields
        return ActivityEntry(
            starts_at=starts_at,
            ends_at=ends_at,
            place=self.place.data or "",
            area_id=UUID(self.area_id.data),
            capacity=self.capacity.data,
        )

    def to_repetition(self) -> Repetition | None:
        """Hand the repetition on, None for a single occasion."""
        if not self.repeats.data or not self.repeat_until.data:
            return None
        return Repetition(
            weekdays=frozenset(self.weekdays.data or ()),
            every_weeks=self.every_weeks.data,
            until=self.repeat_until.data,
        )


class CopyForm(BaseForm):
    """A copy of a project, with or without its activities."""

    new_id = NewIdField()
    first_on = DateField(lazy("Day of the first activity"), validators=[Optional()])


class PublishOnBehalfForm(ActionForm):
    """Publication by an office."""

    requested_by = CleanStringField(
        lazy("Asked for by (leave empty for the office's own initiative)"),
        validators=[Length(max=100)],
    )


class CommissionForm(ActionForm):
    """A request to an office."""

    office_area_id = SelectField(lazy("Office"))
    note = CleanTextField(lazy("Note for the office"), validators=[Length(max=500)])
