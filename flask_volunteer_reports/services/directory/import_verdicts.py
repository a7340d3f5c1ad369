"""What a row of a spreadsheet would do: register, change, nothing - or why it cannot be.

The dry run and the import ask the same question, because the directory may have changed between.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...domain.volunteer_rows import RowRead
from ...errors import Message
from ...models import Area, Consent, Membership, Organization, Verdict, Volunteer


@dataclass(frozen=True, slots=True)
class Judged:
    """A row, what it would do and with whom; ``problem`` only where it is wrong."""

    row: RowRead
    verdict: Verdict
    volunteer: Volunteer | None = None
    joins: bool = False
    problem: Message | None = None


class Areas:
    """Areas by code, and by name where only one has it; read once for a file."""

    def __init__(self, session: Session) -> None:
        rows = session.execute(select(Area.id, Area.code, Area.name)).all()
        names: dict[str, list[UUID]] = defaultdict(list)
        for row in rows:
            names[row.name].append(row.id)
        self._ids = {name: ids[0] for name, ids in names.items() if len(ids) == 1}
        self._ids |= {row.code: row.id for row in rows}

    def find(self, text: str) -> UUID | None:
        """Return the id of the area that is meant."""
        return self._ids.get(text)


class Judge:
    """Knows what the directory says about some rows of a file.

    Args:
        rows: Those that will be judged; so many are asked about in one question.
        since: Whoever was registered for the organization after that instant came with this very
            file, and is not taken for another row that has the same name.
    """

    def __init__(
        self,
        session: Session,
        organization: Organization,
        areas: Areas,
        rows: Sequence[RowRead],
        *,
        since: datetime,
    ) -> None:
        self._areas = areas
        self._since = since
        numbers = [row.volunteer_no for row in rows if row.volunteer_no]
        self._by_number = {
            volunteer.volunteer_no: volunteer
            for volunteer in session.scalars(
                select(Volunteer).where(Volunteer.volunteer_no.in_(numbers))
            )
        }
        self._by_name: Mapping[str, list[Volunteer]] = defaultdict(list)
        names = {row.name for row in rows if not row.volunteer_no}
        member_ids = select(Membership.volunteer_id).where(
            Membership.organization_id == organization.id, Membership.ended_at.is_(None)
        )
        for volunteer in session.scalars(
            select(Volunteer).where(Volunteer.name.in_(names), Volunteer.id.in_(member_ids))
        ):
            self._by_name[volunteer.name].append(volunteer)
        ids = [volunteer.id for volunteer in self._by_number.values()]
        self._members = {
            *session.scalars(member_ids.where(Membership.volunteer_id.in_(ids))),
            *(each.id for same in self._by_name.values() for each in same),
        }
        self._consented = {
            *session.scalars(
                select(Consent.volunteer_id).where(Consent.volunteer_id.in_([*self._members, *ids]))
            )
        }

    def judge(self, row: RowRead) -> Judged:
        """Tell what one row would do now."""
        if row.area and self._areas.find(row.area) is None:
            return _wrong(row, "The directory has no area with the code %(code)s.", code=row.area)
        found = self._find(row)
        if isinstance(found, Judged):
            return found
        if found is None:
            return Judged(row, Verdict.NEW)
        if found.refused_at is not None:
            return _wrong(
                row,
                "%(name)s has refused to be registered here. Record nothing for this person.",
                name=row.name,
            )
        joins = found.id not in self._members
        changes = joins or self.news(row, found) or self.needs_consent(row, found)
        return Judged(row, Verdict.CHANGED if changes else Verdict.KNOWN, found, joins)

    def news(self, row: RowRead, volunteer: Volunteer) -> dict[str, object]:
        """Return what a row says otherwise than the directory, as columns.

        An empty cell says nothing. What concerns a person of this site, or members of other
        organizations alone, is not for a spreadsheet to change.
        """
        if volunteer.person_id is not None or volunteer.id not in self._members:
            return {}
        said = {
            "phone": row.phone or volunteer.phone,
            "born_in": row.born_in or volunteer.born_in,
            "area_id": self._areas.find(row.area) or volunteer.area_id,
        }
        return {name: value for name, value in said.items() if value != getattr(volunteer, name)}

    def needs_consent(self, row: RowRead, volunteer: Volunteer) -> bool:
        """Tell whether the consent of a row is the first of the volunteer."""
        return row.consented_on is not None and volunteer.id not in self._consented

    def _find(self, row: RowRead) -> Volunteer | Judged | None:
        if row.volunteer_no:
            volunteer = self._by_number.get(row.volunteer_no)
            if volunteer and volunteer.name != row.name:
                return _wrong(
                    row,
                    "The number %(no)s belongs to a volunteer with another name.",
                    no=row.volunteer_no,
                )
            return volunteer
        same = self._by_name.get(row.name, [])
        alike = [each for each in same if each.phone == row.phone]
        if len(alike) == 1:
            return alike[0]
        others = [each for each in same if each.registered_at < self._since]
        if len(others) > 1:
            return _wrong(
                row,
                "Several volunteers of the organization are called %(name)s. Give the volunteer "
                "number.",
                name=row.name,
            )
        if others and row.phone and others[0].phone:
            return _wrong(
                row,
                "A member called %(name)s has another telephone number. Give the volunteer "
                "number: the known one for the same person, a new one for somebody else.",
                name=row.name,
            )
        return others[0] if others else None


def _wrong(row: RowRead, text: str, **values: object) -> Judged:
    return Judged(row, Verdict.WRONG, problem=Message(text, values))
