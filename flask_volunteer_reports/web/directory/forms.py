"""What a browser may send to the directory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from wtforms import DateField, SelectField
from wtforms.validators import Length, Optional, ValidationError

from ...domain.directory import Affiliation, OrganizationKind, Role, Specialty
from ...models import Area, Organization
from ...services.directory import AreaEntry, OrganizationEntry
from ...services.queries.organizations import AreaChoice
from ..context import label, lazy, t
from ..forms import (
    ActionForm,
    BaseForm,
    CleanStringField,
    NeededField,
    VersionField,
    choices,
)


class OrganizationForm(BaseForm):
    """An organization's entry in the directory."""

    version = VersionField()
    code = CleanStringField(lazy("Code"), validators=[NeededField("Write a code."), Length(max=32)])
    name = CleanStringField(
        lazy("Name of the organization"),
        validators=[NeededField("Write the name."), Length(max=200)],
    )
    affiliation = SelectField(lazy("Affiliation"))
    kind = SelectField(lazy("Kind"))
    specialty = SelectField(lazy("Specialty (professional teams)"))
    area_id = SelectField(lazy("Area"), validators=[NeededField("Choose an area.")])
    registered_on = DateField(lazy("Registered on"), validators=[Optional()])
    supervising_unit = CleanStringField(lazy("Supervising unit"), validators=[Length(max=200)])
    leader_name = CleanStringField(lazy("Leader's name"), validators=[Length(max=100)])
    leader_mobile = CleanStringField(lazy("Leader's mobile number"), validators=[Length(max=32)])
    dissolved_on = DateField(lazy("Dissolved on"), validators=[Optional()])

    def prepare(self, areas: Sequence[AreaChoice]) -> OrganizationForm:
        """Offer affiliations, kinds and areas."""
        self.affiliation.choices = choices(Affiliation)
        self.kind.choices = choices(OrganizationKind)
        self.specialty.choices = choices(Specialty, blank=True)
        self.area_id.choices = [
            ("", t("Choose …")),
            *((str(area.id), area.full_name) for area in areas),
        ]
        return self

    def show(self, organization: Organization) -> OrganizationForm:
        """Fill in an organization as it stands."""
        self.fill_in(organization)
        return self

    def to_entry(self) -> OrganizationEntry:
        """Hand the valid fields on as plain data."""
        specialty = self.specialty.data
        return OrganizationEntry(
            code=self.code.data or "",
            name=self.name.data or "",
            affiliation=Affiliation(self.affiliation.data),
            kind=OrganizationKind(self.kind.data),
            specialty=Specialty(specialty) if specialty else None,
            area_id=UUID(self.area_id.data),
            registered_on=self.registered_on.data,
            supervising_unit=self.supervising_unit.data or "",
            leader_name=self.leader_name.data or "",
            leader_mobile=self.leader_mobile.data or "",
            dissolved_on=self.dissolved_on.data,
        )


class PairingForm(BaseForm):
    """A pairing with a community."""

    community_id = SelectField(lazy("Community"))
    from_on = DateField(lazy("First day"), validators=[NeededField("Say from which day.")])

    def prepare(self, communities: Iterable[AreaChoice]) -> PairingForm:
        """Offer the communities."""
        self.community_id.choices = [
            ("", t("Choose …")),
            *((str(area.id), area.full_name) for area in communities),
        ]
        return self

    def validate_community_id(self, field: Any) -> None:
        """A community is needed."""
        if not field.data:
            raise ValidationError(t("Choose a community."))


class EndPairingForm(ActionForm):
    """The end of a pairing."""

    until_on = DateField(lazy("Last day"), validators=[NeededField("Say which day is the last.")])


class AreaForm(BaseForm):
    """An area."""

    version = VersionField()
    parent_id = SelectField(lazy("Lies in"), validate_choice=False)
    code = CleanStringField(lazy("Code"), validators=[Length(max=32)])
    name = CleanStringField(
        lazy("Name of the area"), validators=[NeededField("Write the name."), Length(max=100)]
    )
    civility_office = CleanStringField(lazy("Civility office"), validators=[Length(max=100)])
    federation = CleanStringField(lazy("Volunteer federation"), validators=[Length(max=100)])
    weekly_report_number = CleanStringField(lazy("Weekly report"), validators=[Length(max=120)])
    annex1_number = CleanStringField(lazy("Annex 1"), validators=[Length(max=120)])
    annex2_number = CleanStringField(lazy("Annex 2"), validators=[Length(max=120)])

    def prepare(self, areas: Sequence[AreaChoice]) -> AreaForm:
        """Offer the areas that others can lie in."""
        self.parent_id.choices = [
            (str(area.id), area.full_name + t(" (%(text)s)", text=label(area.level)))
            for area in areas
        ]
        return self

    def show(self, area: Area) -> AreaForm:
        """Fill in an area as it stands."""
        self.fill_in(area)
        return self

    def to_entry(self) -> AreaEntry:
        """Hand the valid fields on as plain data."""
        return AreaEntry(
            name=self.name.data or "",
            civility_office=self.civility_office.data or "",
            federation=self.federation.data or "",
            weekly_report_number=self.weekly_report_number.data or "",
            annex1_number=self.annex1_number.data or "",
            annex2_number=self.annex2_number.data or "",
        )


class RoleForm(BaseForm):
    """A role for a person."""

    person_id = CleanStringField(
        lazy("Person (id on this site)"), validators=[NeededField("Write the id."), Length(max=64)]
    )
    person_name = CleanStringField(
        lazy("Name"), validators=[NeededField("Write the person's name."), Length(max=100)]
    )
    role = SelectField(lazy("Role"))
    scope_code = CleanStringField(
        lazy("Code of the organization or area"),
        validators=[NeededField("Write the code."), Length(max=32)],
    )
    from_on = DateField(lazy("First day"), validators=[NeededField("Say from which day.")])
    until_on = DateField(lazy("Last day (empty: open)"), validators=[Optional()])

    def prepare(self, roles: Iterable[Role]) -> RoleForm:
        """Offer the roles that the person may give."""
        self.role.choices = choices(roles)
        return self
