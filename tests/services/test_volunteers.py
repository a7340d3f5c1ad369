"""Volunteers in the directory: registered, edited, members, with consent, claimed, refused."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from flask_volunteer_reports.domain.events import (
    ClaimCodeMade,
    ClaimFailed,
    ConsentRecorded,
    VolunteerClaimed,
    VolunteerEdited,
    VolunteerJoined,
    VolunteerLeft,
    VolunteerLinked,
    VolunteerRefused,
    VolunteerRegistered,
)
from flask_volunteer_reports.domain.volunteers import VolunteerEntry, shown_claim_code
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntries,
    InvalidEntry,
    NotFound,
    StaleVersion,
)
from flask_volunteer_reports.models import (
    Consent,
    Membership,
    RegistrationSummary,
    Volunteer,
)
from flask_volunteer_reports.ports import Actor, Permission
from flask_volunteer_reports.services import directory, recording
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOBODY,
    NOON,
    OFFICE_EAST,
    RECORDER,
    RECORDER_EAST,
    SECRETARIAT,
)

ENTRY = VolunteerEntry(name="李雷", phone="13912345678", born_in=date(1990, 5, 17))
HOUR = timedelta(hours=1)


@pytest.fixture
def registered(uow, world):
    """Registers a volunteer of the library."""

    def make(place="library", *, actor=RECORDER, area=None, **entry) -> Volunteer:
        return directory.register_volunteer(
            uow,
            actor,
            world.organization(place).id,
            VolunteerEntry(**{"name": "李雷", "phone": "13912345678", **entry}),
            area_id=world.area(area).id if area else None,
            volunteer_id=uuid4(),
            now=NOON,
        )

    return make


@pytest.fixture
def counts(uow, world):
    """How many volunteers organizations and areas have."""

    def read(*owners: str) -> list[int]:
        found = []
        for code in owners:
            of_area = code in ("city", "east", "west", "street", "quay")
            owner: UUID = (world.area(code) if of_area else world.organization(code)).id
            row = uow.session.scalar(
                select(RegistrationSummary.registered).where(RegistrationSummary.owner_id == owner)
            )
            found.append(row or 0)
        return found

    return read


def test_a_recorder_registers_a_volunteer_who_is_counted(uow, world, happens, counts):
    wanted = uuid4()
    with happens() as said:
        made = directory.register_volunteer(
            uow,
            RECORDER,
            world.organization("library").id,
            ENTRY,
            area_id=world.area("quay").id,
            volunteer_id=wanted,
            now=NOON,
        )

    assert made.id == wanted
    assert (made.volunteer_no, made.name, made.phone) == ("library-0001", "李雷", "13912345678")
    assert made.born_in == date(1990, 5, 1)  # the day is not kept
    assert (made.registered_by, made.registered_by_name) == (RECORDER.id, RECORDER.name)
    assert counts("library", "quay", "street", "east", "city", "west") == [1, 1, 1, 1, 1, 0]
    assert said == [
        VolunteerRegistered(subject_id=wanted, by=RECORDER.id, at=NOON, organization="library")
    ]


def test_the_same_form_twice_registers_once(uow, world, registered, refuses):
    made = registered()
    with refuses(AlreadyDone):
        directory.register_volunteer(
            uow, RECORDER, world.organization("library").id, ENTRY, volunteer_id=made.id, now=NOON
        )


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"name": ""}, "name is missing"),
        ({"name": "440106199001011234"}, "ID-card"),
        ({"name": "李雷 4401 0619 9001 0112 3X"}, "ID-card"),
        ({"volunteer_no": "44010619900101123x"}, "ID-card"),
        ({"phone": "４４０１０６１９９００１０１１２３４"}, "ID-card"),
        ({"phone": "1.38E+10"}, "all of its digits"),
        ({"phone": "12345"}, "mobile number"),
        ({"volunteer_no": "no/17"}, "not a volunteer number"),
        ({"born_in": date(2030, 1, 1)}, "born in 2030-01"),
    ],
)
def test_what_cannot_be_is_refused(entry, message, registered, refuses):
    with refuses(InvalidEntry, match=message):
        registered(**entry)


def test_a_number_is_given_once(registered, refuses):
    registered(volunteer_no="A-1")
    with refuses(InvalidEntry, match="A-1 is taken"):
        registered("school", actor=RECORDER_EAST, volunteer_no="A-1")


def test_a_stranger_registers_nobody(registered, refuses):
    with refuses(NotFound):
        registered("library", actor=MANAGER_EAST)
    with refuses(NotFound):
        registered("library", actor=NOBODY)


def test_moving_moves_the_counts(uow, world, registered, happens, counts):
    made = registered(area="quay")
    with happens() as said:
        directory.edit_volunteer(
            uow,
            MANAGER,
            made.id,
            made.version,
            VolunteerEntry(name="李磊", phone="13912345678"),
            area_id=world.area("west").id,
            now=NOON,
        )
    assert counts("library", "quay", "east", "west", "city") == [1, 0, 0, 1, 1]
    assert said == [
        VolunteerEdited(subject_id=made.id, by=MANAGER.id, at=NOON, changed=("area_id", "name"))
    ]


def test_an_edit_of_an_old_page_overwrites_nothing(uow, registered, refuses):
    made = registered()
    area_id, version = made.area_id, made.version
    entry = VolunteerEntry(name="One")
    directory.edit_volunteer(uow, MANAGER, made.id, version, entry, area_id=area_id, now=NOON)
    with refuses(StaleVersion):
        directory.edit_volunteer(
            uow, RECORDER, made.id, version, VolunteerEntry(name="Two"), area_id=area_id, now=NOON
        )
    with refuses(AlreadyDone):
        directory.edit_volunteer(uow, MANAGER, made.id, version, entry, area_id=area_id, now=NOON)


def test_a_second_organization_takes_a_volunteer_in_by_number_and_name(
    uow, world, registered, happens, refuses, counts
):
    made = registered()
    school = world.organization("school").id
    with refuses(InvalidEntry, match="this number and this name"):
        directory.join_organization(
            uow, RECORDER_EAST, school, made.volunteer_no, "Another", now=NOON
        )
    with happens() as said:
        directory.join_organization(uow, RECORDER_EAST, school, made.volunteer_no, "李雷", now=NOON)
    assert said == [
        VolunteerJoined(subject_id=made.id, by=RECORDER_EAST.id, at=NOON, organization="school")
    ]
    assert counts("library", "school", "city") == [1, 1, 1]  # a resident of the city once
    with refuses(AlreadyDone):
        directory.join_organization(uow, RECORDER_EAST, school, made.volunteer_no, "李雷", now=NOON)


def test_leaving_ends_the_membership_and_what_the_organization_sees(
    uow, registered, happens, refuses, counts
):
    made = registered()
    [membership] = uow.session.scalars(select(Membership)).all()
    with refuses(NotFound):
        directory.leave_organization(uow, MANAGER_EAST, made.id, membership.id, now=NOON)
    with happens() as said:
        directory.leave_organization(uow, MANAGER, made.id, membership.id, now=NOON + HOUR)
    assert said == [
        VolunteerLeft(subject_id=made.id, by=MANAGER.id, at=NOON + HOUR, organization="library")
    ]
    assert (membership.ended_at, counts("library", "city")) == (NOON + HOUR, [0, 1])
    with refuses(NotFound):
        directory.leave_organization(uow, MANAGER, made.id, membership.id, now=NOON)
    with refuses(AlreadyDone):
        directory.leave_organization(uow, SECRETARIAT, made.id, membership.id, now=NOON)


def test_a_consent_on_paper_keeps_its_words(uow, registered, happens, refuses):
    made, wanted = registered(), uuid4()

    def consent(wording="I agree.", day=date(2017, 7, 1), consent_id=wanted):
        return directory.record_paper_consent(
            uow, RECORDER, made.id, wording, day, consent_id=consent_id, now=NOON
        )

    with happens() as said:
        kept = consent()
    assert (kept.wording, kept.given_on_paper, kept.recorded_by) == (
        "I agree.",
        True,
        RECORDER.name,
    )
    assert said == [ConsentRecorded(subject_id=made.id, by=RECORDER.id, at=NOON, on_paper=True)]
    with refuses(AlreadyDone):
        consent()
    with refuses(InvalidEntry, match="future"):
        consent(day=date(2017, 7, 7), consent_id=uuid4())
    with refuses(InvalidEntry, match="Write what"):
        consent(wording=" ", consent_id=uuid4())
    with refuses(InvalidEntry, match="ID-card"):
        consent(wording="440106199001011234", consent_id=uuid4())


def test_a_code_is_typed_once_by_the_person(uow, registered, happens, refuses):
    made = registered()
    with happens() as said:
        code = directory.make_claim_code(uow, RECORDER, made.id, now=NOON)
    assert said == [ClaimCodeMade(subject_id=made.id, by=RECORDER.id, at=NOON)]
    with happens() as said:
        directory.claim_volunteer(
            uow, NOBODY, f" {shown_claim_code(code).lower()} ", now=NOON + HOUR
        )
    assert (made.person_id, made.claim_code) == (NOBODY.id, None)
    assert said == [VolunteerClaimed(subject_id=made.id, by=NOBODY.id, at=NOON + HOUR)]

    with refuses(AlreadyDone, match="library-0001"):
        directory.claim_volunteer(uow, NOBODY, code, now=NOON)
    with pytest.raises(InvalidEntry, match="was used"):
        directory.claim_volunteer(uow, Actor("bo", "Bo"), code, now=NOON)
    with refuses(Conflict, match="known to this site"):
        directory.make_claim_code(uow, RECORDER, made.id, now=NOON)


def test_a_new_code_voids_the_old_one_and_each_grows_old(uow, registered):
    made = registered()
    old = directory.make_claim_code(uow, RECORDER, made.id, now=NOON)
    new = directory.make_claim_code(uow, RECORDER, made.id, now=NOON)
    with pytest.raises(InvalidEntry):
        directory.claim_volunteer(uow, NOBODY, old, now=NOON)
    with pytest.raises(InvalidEntry):
        directory.claim_volunteer(uow, NOBODY, new, now=NOON + timedelta(days=31))
    assert directory.claim_volunteer(uow, NOBODY, new, now=NOON + timedelta(days=29)) is made


def test_whoever_guesses_is_stopped_for_the_day(uow, registered, happens):
    made = registered()
    code = directory.make_claim_code(uow, RECORDER, made.id, now=NOON)
    with happens() as said:
        for _ in range(10):
            with pytest.raises(InvalidEntry):
                directory.claim_volunteer(uow, NOBODY, "AAAAABBBBB", now=NOON)
    assert [(type(each), each.number) for each in said] == [
        (ClaimFailed, number) for number in range(1, 11)
    ]
    with pytest.raises(Conflict, match="too many"):
        directory.claim_volunteer(uow, NOBODY, code, now=NOON)  # even the right one
    directory.claim_volunteer(uow, NOBODY, code, now=NOON + timedelta(days=1))
    assert made.person_id == NOBODY.id


def test_guesses_at_the_same_moment_count_each(at_once, uow):
    def guess(own):
        return directory.claim_volunteer(own, NOBODY, "AAAAABBBBB", now=NOON)

    results = [each for _ in range(4) for each in at_once(*[guess] * 4)]

    assert all(isinstance(each, (InvalidEntry, Conflict)) for each in results)
    assert sum(isinstance(each, InvalidEntry) for each in results) <= 10


def test_two_people_with_one_code_one_of_them_is_the_volunteer(at_once, uow, registered):
    code = directory.make_claim_code(uow, RECORDER, registered().id, now=NOON)
    people = [Actor(f"p{number}", "P") for number in range(4)]

    results = at_once(
        *[
            lambda own, person=person: directory.claim_volunteer(own, person, code, now=NOON)
            for person in people
        ]
    )

    assert sum(isinstance(each, InvalidEntry) for each in results) == 3
    assert uow.session.scalars(select(Volunteer.person_id)).one() in {each.id for each in people}


def test_an_organization_links_whom_the_host_knows(hosted, registered, happens, uow):
    made = registered()
    own = hosted(find_person=lambda known: NOBODY if known == NOBODY.id else None)
    with pytest.raises(InvalidEntry, match="knows nobody"):
        directory.link_person(own, RECORDER, made.id, "xyz", now=NOON)
    with happens() as said:
        directory.link_person(own, RECORDER, made.id, NOBODY.id, now=NOON)
    assert made.person_id == NOBODY.id
    assert said == [
        VolunteerLinked(subject_id=made.id, by=RECORDER.id, at=NOON, person_id=NOBODY.id)
    ]


def test_nobody_links_themselves_or_where_the_host_knows_nobody(hosted, uow, registered, refuses):
    made = registered()
    with refuses(InvalidEntry, match="knows nobody"):
        directory.link_person(uow, RECORDER, made.id, NOBODY.id, now=NOON)
    own = hosted(find_person=lambda known: RECORDER)
    with pytest.raises(InvalidEntry, match="says of themselves"):
        directory.link_person(own, RECORDER, made.id, RECORDER.id, now=NOON)


def test_a_person_registers_themselves_with_consent(uow, world, happens, refuses, counts):
    wording = uow.settings.consent_wording
    area_id = world.area("quay").id

    def register(words=wording):
        return directory.register_self_with_consent(
            uow, NOBODY, ENTRY, words, area_id=area_id, now=NOON
        )

    with refuses(Conflict, match="words were changed"):
        register("Other words.")
    with happens() as said:
        made = register()
    assert (made.person_id, made.volunteer_no[0], len(made.volunteer_no)) == (NOBODY.id, "V", 10)
    assert counts("quay", "city", "library") == [1, 1, 0]
    assert [type(each) for each in said] == [VolunteerRegistered, ConsentRecorded]
    with refuses(AlreadyDone):
        register()


def test_who_refuses_stays_and_nothing_new_is_recorded(
    uow, world, registered, happens, refuses, counts
):
    made = registered()
    code = directory.make_claim_code(uow, RECORDER, made.id, now=NOON)
    directory.claim_volunteer(uow, NOBODY, code, now=NOON)
    with refuses(NotFound):
        directory.refuse_registration(uow, RECORDER, made.id, now=NOON)
    with happens() as said:
        directory.refuse_registration(uow, NOBODY, made.id, now=NOON)
    assert said == [VolunteerRefused(subject_id=made.id, by=NOBODY.id, at=NOON)]
    assert (made.refused_at, counts("library")) == (NOON, [1])

    activity = world.published()
    with refuses(InvalidEntries):
        recording.sign_up_volunteers(
            uow, RECORDER, activity.id, world.listed(("李雷", 1)), now=NOON
        )
    with refuses(Conflict, match="has refused"):
        directory.edit_volunteer(
            uow, MANAGER, made.id, made.version, ENTRY, area_id=made.area_id, now=NOON
        )
    with refuses(Conflict, match="has refused"):
        directory.record_paper_consent(
            uow, MANAGER, made.id, "x", date(2017, 7, 1), consent_id=uuid4(), now=NOON
        )
    with refuses(Conflict, match="has refused"):
        directory.join_organization(
            uow,
            RECORDER_EAST,
            world.organization("school").id,
            made.volunteer_no,
            "李雷",
            now=NOON,
        )
    with refuses(AlreadyDone):
        directory.refuse_registration(uow, NOBODY, made.id, now=NOON)


def test_who_agrees_later_is_a_volunteer_again(uow, registered, happens, refuses):
    made = registered()
    code = directory.make_claim_code(uow, RECORDER, made.id, now=NOON)
    directory.claim_volunteer(uow, NOBODY, code, now=NOON)
    directory.refuse_registration(uow, NOBODY, made.id, now=NOON)
    with happens() as said:
        directory.accept_registration(uow, NOBODY, made.id, uow.settings.consent_wording, now=NOON)
    assert made.refused_at is None
    assert said == [ConsentRecorded(subject_id=made.id, by=NOBODY.id, at=NOON, on_paper=False)]
    [kept] = uow.session.scalars(select(Consent)).all()
    assert (kept.wording, kept.given_on_paper) == (uow.settings.consent_wording, False)
    with refuses(AlreadyDone):
        directory.accept_registration(uow, NOBODY, made.id, uow.settings.consent_wording, now=NOON)


def test_volunteers_correct_themselves_and_leave(uow, registered, refuses, counts):
    made = registered()
    code = directory.make_claim_code(uow, RECORDER, made.id, now=NOON)
    directory.claim_volunteer(uow, NOBODY, code, now=NOON)
    own = {"permission": Permission.SERVE, "now": NOON}
    entry = VolunteerEntry(name="李磊", phone="")
    with refuses(NotFound):
        directory.edit_volunteer(
            uow, OFFICE_EAST, made.id, made.version, entry, area_id=made.area_id, **own
        )
    directory.edit_volunteer(uow, NOBODY, made.id, made.version, entry, area_id=made.area_id, **own)
    assert (made.name, made.phone) == ("李磊", "")
    [membership] = uow.session.scalars(select(Membership)).all()
    directory.leave_organization(uow, NOBODY, made.id, membership.id, **own)
    assert counts("library") == [0]
