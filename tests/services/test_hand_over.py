from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.archiving import DocumentClass
from flask_volunteer_reports.domain.events import ArchiveHandedOver
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntry,
    NotAllowed,
    NotFound,
)
from flask_volunteer_reports.models import HandOver
from flask_volunteer_reports.services.archiving import (
    Filer,
    hand_over,
    receive_hand_over,
    return_hand_over,
    void_document,
)
from flask_volunteer_reports.services.archiving.compiling import compile_by_class
from flask_volunteer_reports.services.queries.archive import Selection
from tests.archive import docx
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOBODY,
    NOON,
    OFFICE_EAST,
    OFFICE_WEST,
    RECORDER,
    SECRETARIAT,
)

from .watching import later, outcomes, rows


@pytest.fixture
def give(world, shelves):
    """Hand documents over, as somebody."""

    def do(*documents, uow=world.uow, actor=OFFICE_EAST, filer=None, hand_over_id=None):
        return hand_over(
            uow,
            actor,
            "test-2017",
            filer or shelves.filer(actor),
            [getattr(document, "id", document) for document in documents],
            "As asked.",
            hand_over_id=hand_over_id or uuid4(),
            now=NOON,
        )

    return do


@pytest.fixture
def new(uow, world):
    """Titles of what a district or a unit could hand over, by class."""

    def do(area="east", organization=None):
        own = world.organization(organization) if organization else None
        compiled = compile_by_class(uow.session, Selection(world.campaign, world.area(area), own))
        return {each: [row.title for row in found] for each, found in compiled.items() if found}

    return do


def test_a_district_compiles_what_its_organizations_filed_and_hands_it_over(
    world, shelves, of_east, give, new, happens
):
    of_east()
    plan = shelves.filed("Plan of the East", actor=OFFICE_EAST)
    account = shelves.filed(
        "Account",
        actor=MANAGER_EAST,
        content=docx(),
        document_class=DocumentClass.EXPLANATION,
    )
    shelves.filed("Of the library")
    shelves.covered(actor=MANAGER_EAST)
    assert new() == {
        DocumentClass.REGULATION: ["Plan of the East"],
        DocumentClass.EXPLANATION: ["Account"],
    }

    with happens() as said:
        row = give(plan, account)

    assert (row.number, row.to_area.code) == ("YJ-east-2017-0001", "city")
    assert [(e.document_id, e.sha256) for e in row.entries] == [
        (plan.id, plan.sha256),
        (account.id, account.sha256),
    ]
    contents = row.contents
    assert contents["classes"] == {"regulation": 1, "explanation": 1, "photo": 0, "statistics": 0}
    assert (contents["photos"], contents["media"]) == (2, 1)
    assert all(len(contents[f"{name}_sha256"]) == 64 for name in ("documents", "photos", "media"))
    assert said == [
        ArchiveHandedOver(
            subject_id=row.id, by="east", at=NOON, number=row.number, documents=2, photos=2
        )
    ]
    assert new() == {}


def test_a_unit_of_the_city_hands_over_itself(shelves, give):
    row = give(shelves.filed(), actor=MANAGER)
    assert (row.number, row.from_organization.code) == ("YJ-library-2017-0001", "library")


def test_numbers_go_on_for_each_giver(shelves, give):
    first = give(shelves.filed("1", actor=OFFICE_EAST))
    second = give(shelves.filed("2", actor=OFFICE_EAST))
    other = give(shelves.filed("3"), actor=MANAGER)
    assert [row.number for row in (first, second, other)] == [
        "YJ-east-2017-0001",
        "YJ-east-2017-0002",
        "YJ-library-2017-0001",
    ]


def test_photos_alone_are_worth_a_hand_over_until_nothing_is_new(of_east, give, refuses):
    of_east()
    assert give().contents["photos"] == 2
    with refuses(Conflict, "nothing new"):
        give()
    of_east(title="Another morning")
    assert give().contents["photos"] == 4


def test_before_anything_there_is_nothing_to_hand_over(give, refuses):
    with refuses(Conflict, "nothing new"):
        give()


def test_what_was_handed_over_goes_again_only_when_it_came_back(uow, shelves, give, new, refuses):
    document = shelves.filed(actor=OFFICE_EAST)
    first = give(document)
    with refuses(Conflict, "handed over or voided meanwhile"):
        give(document)
    return_hand_over(uow, SECRETARIAT, first.id, "The stamp is missing", now=NOON)
    assert new() == {DocumentClass.REGULATION: ["Plan"]}
    assert give(document).number == "YJ-east-2017-0002"


def test_what_was_voided_meanwhile_is_not_handed_over(uow, shelves, give, refuses):
    document = shelves.filed(actor=OFFICE_EAST)
    void_document(uow, OFFICE_EAST, document.id, "x", now=NOON)
    with refuses(Conflict, "voided meanwhile"):
        give(document)


def test_nor_what_belongs_to_others(shelves, give, refuses):
    document = shelves.filed()
    with refuses(Conflict):
        give(document)


def test_a_second_click_hands_nothing_over(shelves, give, refuses):
    document = shelves.filed(actor=OFFICE_EAST)
    hand_over_id = give(document).id
    with refuses(AlreadyDone):
        give(document, hand_over_id=hand_over_id)


def test_of_two_at_once_one_hands_over(world, shelves, give, at_once):
    document_id, filer = shelves.filed(actor=OFFICE_EAST).id, shelves.filer(OFFICE_EAST)
    results = at_once(*[lambda own: give(document_id, uow=own, filer=filer)] * 2)
    assert outcomes(results) == ["Conflict", "done"]
    assert len(rows(world.uow, HandOver)) == 1


def test_two_units_at_once_get_numbers_of_their_own(world, shelves, give, at_once):
    works = [
        (actor, shelves.filed(actor=actor).id, shelves.filer(actor))
        for actor in (OFFICE_EAST, MANAGER)
    ]
    results = at_once(
        *(
            lambda own, actor=actor, document_id=document_id, filer=filer: give(
                document_id, uow=own, actor=actor, filer=filer
            )
            for actor, document_id, filer in works
        )
    )
    assert outcomes(results) == ["done", "done"]


def test_an_organization_of_a_district_leaves_it_to_the_district(shelves, give, refuses):
    document = shelves.filed(actor=MANAGER_EAST)
    with refuses(NotAllowed, "Your district's office"):
        give(document, actor=MANAGER_EAST)


def test_a_street_hands_nothing_over(world, give, refuses):
    with refuses(InvalidEntry):
        give(filer=Filer(area_id=world.area("street").id))


def test_the_city_hands_nothing_over(shelves, give, refuses):
    document = shelves.filed(actor=SECRETARIAT)
    with refuses(NotAllowed):
        give(document, actor=SECRETARIAT)


def test_who_may_not_and_who_finds_nobody(shelves, give, refuses):
    filer = shelves.filer(MANAGER)
    with refuses(NotAllowed):
        give(actor=RECORDER, filer=filer)
    for stranger in (NOBODY, MANAGER_EAST, OFFICE_WEST):
        with refuses(NotFound):
            give(actor=stranger, filer=filer)


def test_a_receipt_says_what_it_was_given_for_even_when_that_is_voided_later(uow, shelves, give):
    document = shelves.filed(actor=OFFICE_EAST)
    row = give(document)
    receive_hand_over(uow, SECRETARIAT, row.id, now=later())
    void_document(uow, OFFICE_EAST, document.id, "x", now=later())
    uow.session.expire_all()
    assert [entry.sha256 for entry in row.entries] == [document.sha256]
