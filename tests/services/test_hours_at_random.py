"""Whatever people do with hours, in whatever order: the ledger, the records and all sums agree."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    INVARIANT_MARKER,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from flask_volunteer_reports.domain.ledger import GENESIS, RecordSource, digest
from flask_volunteer_reports.domain.name_list import ListedVolunteer
from flask_volunteer_reports.domain.recurrence import Occasion
from flask_volunteer_reports.domain.volunteers import VolunteerEntry
from flask_volunteer_reports.errors import VolunteerReportsError
from flask_volunteer_reports.models import (
    Activity,
    Base,
    HoursSummary,
    LedgerHead,
    Membership,
    NameListEntry,
    RegistrationSummary,
    ServiceEntry,
    ServiceRecord,
    Volunteer,
)
from flask_volunteer_reports.services.directory import (
    edit_volunteer,
    join_organization,
    leave_organization,
)
from flask_volunteer_reports.services.queries.hours import totals_by_activity
from flask_volunteer_reports.services.recording import (
    confirm_name_list,
    correct_record,
    save_name_list,
    void_record,
)
from flask_volunteer_reports.services.recording.ledger import Change, facts_of
from flask_volunteer_reports.services.summaries import areas_above, cells_of
from flask_volunteer_reports.state import current_state, current_unit_of_work
from tests.conftest import FakeRunner, make_app
from tests.databases import Databases
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    OFFICE_EAST,
    RECORDER,
    RECORDER_EAST,
    SECRETARIAT,
    Clock,
    World,
    local,
)

NOW = local("2017-07-20 12:00")
ACTIVITIES = (
    ("library", MANAGER, "2017-07-07 09:00", "2017-07-07 12:00", ("culture",)),
    ("library", MANAGER, "2017-07-07 11:00", "2017-07-08 02:00", ("culture", "women")),
    ("school", MANAGER_EAST, "2017-07-07 10:00", "2017-07-07 13:00", ("culture",)),
    ("school", MANAGER_EAST, "2017-06-30 22:00", "2017-07-01 02:00", ("safety",)),
)
RECORDERS = (RECORDER, RECORDER, RECORDER_EAST, RECORDER_EAST)
HOMES = ("city", "east", "west")
CONFIRMERS = (MANAGER, MANAGER_EAST, OFFICE_EAST, SECRETARIAT)
who_changes = st.none() | st.sampled_from(CONFIRMERS)
"""None is the manager whose record it is: others are mostly refused."""
people = st.lists(
    st.tuples(
        st.sampled_from(("V-1", "V-2", "V-3", "")),
        st.integers(1, 100) | st.integers(8 * 60, 14 * 60),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda row: row[0],
)
which = st.integers(0, len(ACTIVITIES) - 1)


class Hours(RuleBasedStateMachine):
    """Recorders enter, managers and offices confirm, correct and void; anything may be refused."""

    founded: Databases
    done: Counter[str]
    """How often each use case was not refused."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name)
        self.address = self.founded.copy(path)
        app = make_app(path, Clock(NOW), FakeRunner(), SQLALCHEMY_DATABASE_URI=self.address)
        self.context = app.app_context()
        self.context.push()
        self.uow = current_unit_of_work()
        world = World(self.uow, current_state().storage)
        early = local("2017-06-20 09:00")
        self.activity_ids = [
            world.published(code, starts, ends, actor=manager, themes=themes, now=early).id
            for code, manager, starts, ends, themes in ACTIVITIES
        ]
        areas = [world.area(code) for code in HOMES]
        owners = [*areas, world.organization("library"), world.organization("school")]
        self.places = {owner.code: owner.id for owner in owners}
        self.most: dict[str, int] = defaultdict(int)

    def teardown(self) -> None:
        if hasattr(self, "context"):
            current_state().db.session.remove()
            current_state().engine.dispose()
            self.founded.drop(self.address)
            self.context.pop()
            self.folder.cleanup()

    @rule(which=which, people=people, minutes_in=st.integers(0, 60))
    def enter(self, which: int, people: list[tuple[str, int]], minutes_in: int) -> None:
        activity = self._activity(which)
        began = activity.starts_at.astimezone(NOW.tzinfo) + timedelta(hours=8, minutes=minutes_in)
        rows = [
            ListedVolunteer(n, number or "Newcomer", number, minutes, began.time())
            for n, (number, minutes) in enumerate(people, 1)
        ]
        version, source = activity.list_version, RecordSource.MANUAL
        self._try(save_name_list, RECORDERS[which], activity.id, version, rows, source)

    @rule(which=which, people=people, minutes_in=st.integers(0, 60))
    def enter_and_confirm(self, which: int, people: list[tuple[str, int]], minutes_in: int) -> None:
        self.enter(which, people, minutes_in)
        self.confirm(which, ACTIVITIES[which][1])

    @rule(which=which, who=st.sampled_from(CONFIRMERS))
    def confirm(self, which: int, who: Any) -> None:
        activity = self._activity(which)
        self._try(confirm_name_list, who, activity.id, activity.list_version)

    @rule(who=who_changes, pick=st.integers(0, 20), data=st.data())
    def correct(self, who: Any, pick: int, data: Any) -> None:
        record = self._picked(ServiceRecord, pick)
        if record is None:
            return
        later = timedelta(minutes=data.draw(st.integers(-5, 20)))
        minutes = data.draw(st.integers(1, 100) | st.integers(1, 13 * 60))
        starts_at = record.starts_at + later
        change = Change(
            time=Occasion(starts_at, starts_at + timedelta(minutes=minutes)),
            service_minutes=data.draw(st.integers(1, minutes)),
            reason="Miscounted",
        )
        expected = record.service_minutes
        self._try(
            correct_record,
            who or self._manager(record),
            record.activity_id,
            record.id,
            change,
            expected_minutes=expected,
        )

    @rule(who=who_changes, pick=st.integers(0, 20))
    def void(self, who: Any, pick: int) -> None:
        if record := self._picked(ServiceRecord, pick):
            who = who or self._manager(record)
            self._try(void_record, who, record.activity_id, record.id, "Was not there")

    @rule(which=which, pick=st.integers(0, 20))
    def join(self, which: int, pick: int) -> None:
        code, manager, *_ = ACTIVITIES[which]
        if volunteer := self._picked(Volunteer, pick):
            number, name = volunteer.volunteer_no, volunteer.name
            self._try(join_organization, manager, self.places[code], number, name)

    @rule(who=st.sampled_from((MANAGER, MANAGER_EAST)), pick=st.integers(0, 20))
    def leave(self, who: Any, pick: int) -> None:
        if membership := self._picked(Membership, pick):
            self._try(leave_organization, who, membership.volunteer_id, membership.id)

    @rule(who=st.sampled_from(CONFIRMERS), pick=st.integers(0, 20), to=st.sampled_from(HOMES))
    def move(self, who: Any, pick: int, to: str) -> None:
        if one := self._picked(Volunteer, pick):
            entry, area_id = VolunteerEntry(name=one.name), self.places[to]
            self._try(edit_volunteer, who, one.id, one.version, entry, area_id=area_id)

    @invariant()
    def records_are_the_sums_of_their_entries(self) -> None:
        sums: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
        for entry in self._all(ServiceEntry):
            kind = entry.source is not RecordSource.CHECK_IN
            sums[entry.record_id][kind] += entry.service_minutes
        records = {
            row.id: [row.check_in_minutes, row.other_minutes] for row in self._all(ServiceRecord)
        }
        assert records == dict(sums)

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        standing = [row for row in self._all(ServiceRecord) if row.service_minutes]
        for one in standing:
            for other in standing:
                if one.id < other.id and one.volunteer_id == other.volunteer_id:
                    assert not _time(one).overlaps(_time(other))

    @invariant()
    def every_sum_agrees(self) -> None:
        standing = [row for row in self._all(ServiceRecord) if row.service_minutes]
        above = areas_above(self.uow.session, [row.area_id for row in standing])
        cells: dict[Any, list[int]] = defaultdict(lambda: [0, 0, 0])
        active: dict[Any, set[Any]] = defaultdict(set)
        registered = self._registered()
        by_activity: dict[Any, int] = defaultdict(int)
        for row in standing:
            by_activity[row.activity_id] += row.service_minutes
            for cell in cells_of(row, above[row.area_id]):
                cells[cell][0] += row.check_in_minutes
                cells[cell][1] += row.other_minutes
                cells[cell][2] += 1
                active[cell].add(row.volunteer_id)
        kept = {
            (row.owner_id, row.campaign_id, row.slice): (
                [row.check_in_minutes, row.other_minutes, row.records],
                row.active,
                row.active_registered,
            )
            for row in self._all(HoursSummary)
            if row.records or row.check_in_minutes or row.other_minutes or row.active
        }
        assert kept == {
            cell: (sums, len(active[cell]), len(active[cell] & registered[cell[0]]))
            for cell, sums in cells.items()
        }
        totals = totals_by_activity(self.uow.session, self.activity_ids)
        assert {
            key: total.service_minutes for key, total in totals.items() if total.service_minutes
        } == dict(by_activity)

    @invariant()
    def registered_volunteers_are_counted(self) -> None:
        kept = {
            row.owner_id: row.registered for row in self._all(RegistrationSummary) if row.registered
        }
        assert kept == {owner_id: len(ids) for owner_id, ids in self._registered().items()}

    @invariant()
    def the_chains_hold(self) -> None:
        heads = {row.organization_id: (row.sequence, row.digest) for row in self._all(LedgerHead)}
        found: dict[Any, tuple[int, str]] = {}
        for entry in sorted(self._all(ServiceEntry), key=lambda entry: entry.sequence):
            number, before = found.get(entry.organization_id, (0, GENESIS))
            record = self.uow.session.get_one(ServiceRecord, entry.record_id)
            facts = facts_of(entry, record.activity_id, record.volunteer_id)
            assert (entry.sequence, entry.digest) == (number + 1, digest(facts, before))
            found[entry.organization_id] = (entry.sequence, entry.digest)
        assert found == heads

    @invariant()
    def nothing_is_ever_deleted(self) -> None:
        for table in Base.metadata.sorted_tables:
            count = self.uow.session.scalar(select(func.count()).select_from(table)) or 0
            assert count >= self.most[table.name], table.name
            self.most[table.name] = count

    def _try(self, use_case: Any, *arguments: Any, **named: Any) -> None:
        with suppress(VolunteerReportsError):  # what stands is looked at all the same
            use_case(self.uow, *arguments, now=NOW, **named)
            self.done[use_case.__name__] += 1

    def _activity(self, which: int) -> Activity:
        return self.uow.session.get_one(Activity, self.activity_ids[which], populate_existing=True)

    def _manager(self, record: ServiceRecord) -> Any:
        return ACTIVITIES[self.activity_ids.index(record.activity_id)][1]

    def _picked(self, entity: Any, pick: int) -> Any:
        rows = sorted(self._all(entity), key=lambda row: str(row.id))
        return rows[pick % len(rows)] if rows else None

    def _registered(self) -> dict[Any, set[Any]]:
        """Who belongs to which organization, and who lives in which area or below it."""
        found: dict[Any, set[Any]] = defaultdict(set)
        for membership in self._all(Membership):
            if membership.ended_at is None:
                found[membership.organization_id].add(membership.volunteer_id)
        volunteers = self._all(Volunteer)
        above = areas_above(self.uow.session, [row.area_id for row in volunteers])
        for volunteer in volunteers:
            for area_id in above[volunteer.area_id]:
                found[area_id].add(volunteer.id)
        return found

    def _all(self, entity: Any) -> Any:
        rows = select(entity).execution_options(populate_existing=True)
        return self.uow.session.scalars(rows).unique().all()


def _time(row: ServiceRecord | NameListEntry) -> Occasion:
    return Occasion(row.starts_at, row.ends_at)


ALWAYS = [name for name in vars(Hours) if hasattr(getattr(Hours, name), INVARIANT_MARKER)]


def test_each_use_case_once(founded: Databases) -> None:
    """What chance may leave out: everything is done, and everything agrees after it."""
    hours = _machine(founded)()
    hours.open()
    assert "every_sum_agrees" in ALWAYS
    try:
        for step in (
            lambda: hours.enter_and_confirm(0, [("V-1", 60), ("V-2", 45)], 0),
            lambda: hours.enter_and_confirm(2, [("V-3", 30)], 0),
            lambda: hours.correct(None, 0, _Drawn(0, 50, 40)),
            lambda: hours.void(None, 1),
            *(lambda pick=pick: hours.leave(MANAGER, pick) for pick in range(3)),
            *(lambda pick=pick: hours.join(0, pick) for pick in range(3)),
            *(lambda pick=pick: hours.move(MANAGER, pick, "west") for pick in range(3)),
        ):
            step()
            for name in ALWAYS:
                getattr(hours, name)()
        assert set(hours.done) == {
            "confirm_name_list",
            "correct_record",
            "edit_volunteer",
            "join_organization",
            "leave_organization",
            "save_name_list",
            "void_record",
        }
    finally:
        hours.teardown()


def test_hours_at_random(founded: Databases) -> None:
    machine = _machine(founded)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {"confirm_name_list", "correct_record"} <= machine.done.keys()


def _machine(founded: Databases) -> type[Hours]:
    class OnTheFoundedCity(Hours):
        pass

    OnTheFoundedCity.founded, OnTheFoundedCity.done = founded, Counter()
    return OnTheFoundedCity


class _Drawn:
    """Gives what a test has chosen where chance would draw."""

    def __init__(self, *values: int) -> None:
        self._values = iter(values)

    def draw(self, _strategy: Any) -> int:
        """Give the next one."""
        return next(self._values)
