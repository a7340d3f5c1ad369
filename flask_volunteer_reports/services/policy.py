"""Who may do what: one table of roles, one rule of reach, asked for one row or for a list.

A permission is held through a role (``ROLES``). A role reaches an organization, or an area and all
that lies below it; ``REACH`` says through which columns each kind of row belongs to them. Both
questions - may this person do it with this row, which rows may this person see - are answered by
the same SQL condition, so a page and a list cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import Session, aliased

from ..domain.directory import Role
from ..models import (
    ActivityReport,
    Area,
    Base,
    CheckIn,
    Commission,
    DistrictSummary,
    FiledDocument,
    HandOver,
    IssuedDocument,
    Job,
    MediaCoverage,
    Membership,
    NilReturn,
    Objection,
    OfficeForm,
    Organization,
    Package,
    PackageOrder,
    Project,
    RoleGrant,
    ServiceCertificate,
    ServiceRecord,
    SignUp,
    Volunteer,
    VolunteerImport,
)
from ..ports import Actor, Grant, Host, Permission
from .rows import AnyRows

_CITY, _DISTRICT = Role.CITY_SECRETARIAT, Role.DISTRICT_OFFICE
_MANAGER, _RECORDER = Role.ORGANIZATION_MANAGER, Role.ORGANIZATION_RECORDER
_OFFICES = frozenset({_CITY, _DISTRICT})
_EVERY_ROLE = frozenset(Role)

ROLES: Mapping[Permission, frozenset[Role]] = {
    Permission.SEE_ORGANIZATION: _EVERY_ROLE,
    Permission.REGISTER_ORGANIZATION: _OFFICES,
    Permission.EDIT_ORGANIZATION: _OFFICES | {_MANAGER},
    Permission.EDIT_AREA: _OFFICES,
    Permission.GRANT_CITY_SECRETARIAT: frozenset({_CITY}),
    Permission.GRANT_DISTRICT_OFFICE: frozenset({_CITY}),
    Permission.GRANT_ORGANIZATION_MANAGER: _OFFICES,
    Permission.GRANT_ORGANIZATION_RECORDER: _OFFICES | {_MANAGER},
    Permission.SEE_PROJECT: _EVERY_ROLE,
    Permission.EDIT_PROJECT: _OFFICES | {_MANAGER},
    Permission.PUBLISH_PROJECT: frozenset({_MANAGER}),
    Permission.COMMISSION_PUBLICATION: frozenset({_MANAGER}),
    Permission.PUBLISH_ON_BEHALF: _OFFICES,
    Permission.SEE_VOLUNTEER: _EVERY_ROLE,
    Permission.REGISTER_VOLUNTEER: _EVERY_ROLE,
    Permission.SEE_RECORDS: _EVERY_ROLE,
    Permission.ENTER_RECORDS: frozenset({_MANAGER, _RECORDER}),
    Permission.CONFIRM_RECORDS: _OFFICES | {_MANAGER},
    Permission.CONFIRM_LONG_RECORDS: _OFFICES,
    Permission.ANSWER_OBJECTION: _OFFICES | {_MANAGER},
    Permission.REVOKE_CERTIFICATE: _OFFICES,
    Permission.SEE_FIGURES: _EVERY_ROLE,
    Permission.SEE_REPORT: _EVERY_ROLE,
    Permission.WRITE_REPORT: frozenset({_MANAGER}),
    Permission.REVIEW_REPORT: _OFFICES,
    Permission.SUBMIT_DISTRICT_SUMMARY: frozenset({_DISTRICT}),
    Permission.SEE_WEEK: _OFFICES,
    Permission.PRODUCE_PAPERS: _OFFICES,
    Permission.EDIT_FORMS: _OFFICES,
    Permission.SEE_JOB: _OFFICES | {_MANAGER},
    Permission.SEE_ARCHIVE: _EVERY_ROLE,
    Permission.FILE_DOCUMENT: _OFFICES | {_MANAGER},
    Permission.HAND_OVER: frozenset({_DISTRICT, _MANAGER}),
    Permission.RECEIVE_HAND_OVER: frozenset({_CITY}),
    Permission.MAKE_PACKAGE: _OFFICES | {_MANAGER},
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a person reaches with one permission."""

    everything: bool = False
    organization_ids: frozenset[UUID] = frozenset()
    area_paths: frozenset[str] = frozenset()
    person_id: str | None = None
    """Whose own rows, as a volunteer."""

    def __bool__(self) -> bool:
        return (
            self.everything
            or bool(self.organization_ids)
            or bool(self.area_paths)
            or self.person_id is not None
        )

    def of_person(self, column: Any) -> ColumnElement[bool]:
        """Condition: *column* holds the id of the person."""
        return false() if self.person_id is None else _column(column) == self.person_id

    def of_own_volunteer(self, column: Any) -> ColumnElement[bool]:
        """Condition: *column* holds the id of the volunteer who the person is."""
        if self.person_id is None:
            return false()
        own = select(Volunteer.id).where(self.of_person(Volunteer.person_id))
        return _column(column).in_(own)

    def of_area(self, column: Any) -> ColumnElement[bool]:
        """Condition: *column* holds the id of an area in reach."""
        if not self.area_paths:
            return false()
        below = [Area.within(path) for path in sorted(self.area_paths)]
        return _column(column).in_(select(Area.id).where(or_(*below)))

    def of_organization(self, column: Any) -> ColumnElement[bool]:
        """Condition: *column* holds the id of an organization that the person acts for."""
        return _column(column).in_(self.organization_ids) if self.organization_ids else false()

    def of_organization_or_its_area(self, column: Any) -> ColumnElement[bool]:
        """Condition: as above, or the organization lies in an area in reach."""
        if not self.area_paths:
            return self.of_organization(column)
        # Of each row, its organization: not all organizations of a city for one row.
        its = aliased(Organization)
        in_area = select(its.id).where(its.id == _column(column), self.of_area(its.area_id))
        return or_(self.of_organization(column), in_area.exists())

    def of_member(self, column: Any) -> ColumnElement[bool]:
        """Condition: *column* holds the id of a member of an organization in reach."""
        its = aliased(Membership)
        standing = (its.volunteer_id == _column(column), its.ended_at.is_(None))
        in_reach = self.of_organization_or_its_area(its.organization_id)
        return select(its.id).where(*standing, in_reach).exists()

    def of_project(self, column: Any) -> ColumnElement[bool]:
        """Condition: *column* holds the id of a project of an organization in reach."""
        its = aliased(Project)
        in_reach = self.of_organization_or_its_area(its.organization_id)
        return select(its.id).where(its.id == _column(column), in_reach).exists()


def _column(column: Any) -> ColumnElement[Any]:
    expression: ColumnElement[Any] = column
    return expression


REACH: Mapping[type[Base], Callable[[Scope], ColumnElement[bool]]] = {
    Area: lambda scope: scope.of_area(Area.id),
    Organization: lambda scope: or_(
        scope.of_organization(Organization.id), scope.of_area(Organization.area_id)
    ),
    RoleGrant: lambda scope: or_(
        scope.of_organization_or_its_area(RoleGrant.organization_id),
        scope.of_area(RoleGrant.area_id),
    ),
    Project: lambda scope: scope.of_organization_or_its_area(Project.organization_id),
    Commission: lambda scope: and_(
        scope.of_area(Commission.office_area_id),
        scope.of_project(Commission.project_id),
    ),
    # A report belongs to the office that receives it, wherever the organization has its seat.
    ActivityReport: lambda scope: or_(
        scope.of_organization(ActivityReport.organization_id),
        scope.of_area(ActivityReport.receiving_area_id),
    ),
    NilReturn: lambda scope: or_(
        scope.of_organization(NilReturn.organization_id),
        scope.of_area(NilReturn.receiving_area_id),
    ),
    DistrictSummary: lambda scope: scope.of_area(DistrictSummary.area_id),
    Job: lambda scope: or_(
        scope.of_area(Job.area_id),
        Job.id.in_(
            select(PackageOrder.job_id).where(scope.of_organization(PackageOrder.organization_id))
        ),
    ),
    OfficeForm: lambda scope: scope.of_area(OfficeForm.area_id),
    IssuedDocument: lambda scope: or_(
        scope.of_organization(IssuedDocument.organization_id), scope.of_area(IssuedDocument.area_id)
    ),
    # As reports do, filed documents belong to the office that receives them.
    FiledDocument: lambda scope: or_(
        scope.of_organization(FiledDocument.organization_id),
        scope.of_area(FiledDocument.area_id),
    ),
    MediaCoverage: lambda scope: or_(
        scope.of_organization(MediaCoverage.organization_id),
        scope.of_area(MediaCoverage.area_id),
    ),
    HandOver: lambda scope: or_(
        scope.of_organization(HandOver.from_organization_id),
        and_(HandOver.from_organization_id.is_(None), scope.of_area(HandOver.from_area_id)),
        scope.of_area(HandOver.to_area_id),
    ),
    Package: lambda scope: or_(
        scope.of_organization(Package.organization_id), scope.of_area(Package.area_id)
    ),
    # A volunteer belongs to those whom they belong to now, to their offices, and to themselves.
    Volunteer: lambda scope: or_(
        scope.of_person(Volunteer.person_id),
        scope.of_area(Volunteer.area_id),
        scope.of_member(Volunteer.id),
    ),
    VolunteerImport: lambda scope: scope.of_organization_or_its_area(
        VolunteerImport.organization_id
    ),
    SignUp: lambda scope: scope.of_own_volunteer(SignUp.volunteer_id),
    CheckIn: lambda scope: scope.of_own_volunteer(CheckIn.volunteer_id),
    ServiceRecord: lambda scope: or_(
        scope.of_own_volunteer(ServiceRecord.volunteer_id),
        scope.of_organization_or_its_area(ServiceRecord.organization_id),
    ),
    Objection: lambda scope: or_(
        scope.of_own_volunteer(Objection.volunteer_id),
        scope.of_organization_or_its_area(Objection.organization_id),
    ),
    ServiceCertificate: lambda scope: or_(
        scope.of_own_volunteer(ServiceCertificate.volunteer_id),
        ServiceCertificate.volunteer_id.in_(
            select(Volunteer.id).where(scope.of_area(Volunteer.area_id))
        ),
    ),
}

TO_SEE: Mapping[type[Base], Permission] = {
    Area: Permission.SEE_WEEK,
    Organization: Permission.SEE_ORGANIZATION,
    RoleGrant: Permission.GRANT_ORGANIZATION_RECORDER,
    Project: Permission.SEE_PROJECT,
    Commission: Permission.PUBLISH_ON_BEHALF,
    ActivityReport: Permission.SEE_REPORT,
    NilReturn: Permission.SEE_REPORT,
    DistrictSummary: Permission.SEE_WEEK,
    OfficeForm: Permission.EDIT_FORMS,
    Job: Permission.SEE_JOB,
    IssuedDocument: Permission.SEE_REPORT,
    FiledDocument: Permission.SEE_ARCHIVE,
    MediaCoverage: Permission.SEE_ARCHIVE,
    HandOver: Permission.SEE_ARCHIVE,
    Package: Permission.MAKE_PACKAGE,
    Volunteer: Permission.SEE_VOLUNTEER,
    VolunteerImport: Permission.REGISTER_VOLUNTEER,
    SignUp: Permission.SERVE,
    CheckIn: Permission.SERVE,
    ServiceRecord: Permission.SEE_RECORDS,
    Objection: Permission.ANSWER_OBJECTION,
    ServiceCertificate: Permission.SERVE,
}


class Policy:
    """Answers for the persons of one request, command or job.

    Args:
        session: Where roles and rows are.
        host: May answer for the roles, and may veto.
        today: The local day that decides which roles run.
    """

    def __init__(self, session: Session, host: Host, today: Callable[[], date]) -> None:
        self._session = session
        self._host = host
        self._today = today
        self._grants: dict[str, tuple[Grant, ...]] = {}

    def grants(self, actor: Actor) -> tuple[Grant, ...]:
        """Return the roles that *actor* holds today; read once."""
        if actor.id not in self._grants:
            answer = self._host.grants or self._stored_grants
            self._grants[actor.id] = tuple(answer(actor, self._today()))
        return self._grants[actor.id]

    def scope(self, actor: Actor, permission: Permission) -> Scope:
        """Return what *actor* reaches with *permission*; an empty scope is false."""
        if actor.is_operator:
            return Scope(everything=True)
        if permission is Permission.OPERATE:
            return Scope()
        if permission in (Permission.ANYONE, Permission.SIGNED_IN):
            return Scope(everything=self._host.may(actor, permission, None))
        if permission is Permission.SERVE:
            served = self._host.may(actor, permission, None)
            return Scope(person_id=actor.id) if served else Scope()
        held = [grant for grant in self.grants(actor) if grant.role in ROLES[permission]]
        if not held or not self._host.may(actor, permission, None):
            return Scope()
        return Scope(
            organization_ids=frozenset(g.organization_id for g in held if g.organization_id),
            area_paths=frozenset(grant.area_path for grant in held if grant.area_path),
        )

    def may(self, actor: Actor, permission: Permission, subject: Base) -> bool:
        """Tell whether *actor* may do it with *subject*, which is in the database."""
        entity, row_id = type(subject), cast("Any", subject).id
        of_row = cast("Any", entity).id == row_id
        row = select(exists().where(of_row, self._within(actor, permission, entity)))
        return bool(self._session.scalar(row)) and self._host.may(actor, permission, subject)

    def narrow(
        self,
        actor: Actor,
        rows: AnyRows,
        entity: type[Base],
        permission: Permission | None = None,
    ) -> AnyRows:
        """Keep of *rows*, which select or join *entity*, those in reach."""
        return rows.where(self.reach(actor, entity, permission))

    def reach(
        self, actor: Actor, entity: type[Base], permission: Permission | None = None
    ) -> ColumnElement[bool]:
        """Condition: a row of *entity*, in a query that selects or joins it, is in reach.

        Args:
            permission: To list what may be done something with; by default what may be seen.
        """
        return self._within(actor, permission or TO_SEE[entity], entity)

    def _within(
        self, actor: Actor, permission: Permission, entity: type[Base]
    ) -> ColumnElement[bool]:
        scope = self.scope(actor, permission)
        if scope.everything:
            return true()
        return REACH[entity](scope) if scope else false()

    def _stored_grants(self, actor: Actor, today: date) -> Iterable[Grant]:
        rows = self._session.execute(
            select(RoleGrant.role, RoleGrant.organization_id, Area.path)
            .outerjoin(Area, RoleGrant.area_id == Area.id)
            .where(
                RoleGrant.person_id == actor.id,
                RoleGrant.from_on <= today,
                or_(RoleGrant.until_on.is_(None), RoleGrant.until_on >= today),
                RoleGrant.ended_at.is_(None),
            )
        )
        return [Grant(role, organization_id, path) for role, organization_id, path in rows]
