from __future__ import annotations

from uuid import uuid4

import pytest

from flask_volunteer_reports.domain.archiving import DocumentClass, FileKind
from flask_volunteer_reports.domain.events import DocumentFiled, DocumentVoided
from flask_volunteer_reports.errors import (
    AlreadyDone,
    Conflict,
    InvalidEntry,
    NotAllowed,
    NotFound,
    StorageFailed,
)
from flask_volunteer_reports.models import FiledDocument
from flask_volunteer_reports.ports import Permission
from flask_volunteer_reports.services.archiving import DocumentEntry, Filer, KeptFile, file_document
from tests.archive import docx, pdf
from tests.world import (
    MANAGER,
    MANAGER_EAST,
    NOBODY,
    NOON,
    OFFICE_EAST,
    OFFICE_WEST,
    RECORDER,
    SECRETARIAT,
    jpeg,
)

from .watching import later, outcomes, rows


@pytest.fixture
def file(world, shelves):
    """File a PDF, with something said otherwise."""

    def do(uow=world.uow, *, actor=MANAGER, filer=None, campaign="test-2017", **entry):
        document_id = entry.pop("document_id", None) or uuid4()
        said = {"document_class": DocumentClass.REGULATION, "title": "Plan", "theme": "culture"}
        kept = entry.pop("file", None) or shelves.kept(pdf("plan"))
        return file_document(
            uow,
            actor,
            world.storage,
            campaign,
            filer or shelves.filer(actor),
            DocumentEntry(**{**said, "file": kept, **entry}),
            document_id=document_id,
            now=NOON,
        )

    return do


def test_a_document_stands_in_its_class_with_who_when_and_what(file, world, happens, shelves):
    kept = shelves.kept(pdf("plan"), "C:\\计划.pdf")
    with happens() as said:
        document = file(file=kept)

    library = world.organization("library")
    assert (document.organization_id, document.area.code) == (library.id, "city")
    assert (document.document_class, document.theme) == (DocumentClass.REGULATION, "culture")
    assert (document.kind, document.original_name) == (FileKind.PDF, "计划.pdf")
    assert (document.filed_at, document.filed_by) == (NOON, "Mia of the library")
    assert world.storage.read(document.storage_name) == pdf("plan")
    assert said == [
        DocumentFiled(
            subject_id=document.id,
            by="mia",
            at=NOON,
            document_class="regulation",
            sha256=kept.sha256,
        )
    ]


def test_a_school_files_with_its_district_and_an_office_for_itself(file, world):
    assert file(actor=MANAGER_EAST).area.code == "east"
    own = file(actor=OFFICE_EAST)
    assert (own.area.code, own.organization_id) == ("east", None)
    assert file(actor=SECRETARIAT).area.code == "city"


def test_a_newer_one_takes_its_place_and_the_older_stays_on_record(file, shelves, happens):
    old = file()
    with happens() as said:
        new = file(file=shelves.kept(pdf("newer")), replaces=old.id)
    assert (new.replaces_id, old.voided_at, old.voided_by) == (old.id, NOON, "Mia of the library")
    assert old.void_reason == "Replaced by a newer document."
    assert [type(event) for event in said] == [DocumentVoided, DocumentFiled]


def test_the_same_file_may_replace_itself_with_a_better_title(file, shelves):
    old = file()
    assert file(title="The plan", replaces=old.id).sha256 == old.sha256


def test_a_second_click_files_nothing(file, refuses):
    document_id = file().id
    with refuses(AlreadyDone):
        file(document_id=document_id)


def test_the_very_same_file_is_not_filed_twice(file, refuses, uow):
    file()
    with refuses(Conflict, "filed already, as “Plan”"):
        file(title="Another name")
    file(document_class=DocumentClass.EXPLANATION)
    file(actor=SECRETARIAT)
    assert len(rows(uow, FiledDocument)) == 3


def test_what_was_replaced_is_not_replaced_again(file, shelves, refuses):
    old = file()
    file(file=shelves.kept(pdf("2")), replaces=old.id)
    with refuses(Conflict, "does not count any more"):
        file(file=shelves.kept(pdf("3")), replaces=old.id)


def test_nor_by_one_of_another_filer(file, shelves, refuses):
    of_school = file(actor=MANAGER_EAST)
    with refuses(Conflict, "the same filer"):
        file(actor=OFFICE_EAST, file=shelves.kept(pdf("2")), replaces=of_school.id)


def test_nor_by_a_stranger(file, shelves, refuses):
    of_school = file(actor=MANAGER_EAST)
    with refuses(NotFound):
        file(file=shelves.kept(pdf("2")), replaces=of_school.id)


def test_of_two_who_replace_at_once_one_does(file, world, shelves, at_once, colleague):
    old_id, filer = file().id, shelves.filer(MANAGER)
    first, second = shelves.kept(pdf("a")), shelves.kept(pdf("b"))
    results = at_once(
        lambda own: file(own, filer=filer, file=first, replaces=old_id),
        lambda own: file(own, actor=colleague, filer=filer, file=second, replaces=old_id),
    )
    assert outcomes(results) == ["Conflict", "done"]
    assert len(rows(world.uow, FiledDocument, voided_at=None)) == 1


@pytest.mark.parametrize("actor", [RECORDER, SECRETARIAT], ids=lambda actor: actor.id)
def test_nobody_but_the_manager_files_for_an_organization(actor, file, shelves, refuses):
    with refuses(NotAllowed):
        file(actor=actor, filer=shelves.filer(MANAGER))


@pytest.mark.parametrize("actor", [NOBODY, MANAGER_EAST, OFFICE_WEST], ids=lambda actor: actor.id)
def test_a_strangers_organization_is_not_there(actor, file, shelves, refuses):
    with refuses(NotFound):
        file(actor=actor, filer=shelves.filer(MANAGER))


def test_an_office_files_for_no_other_area(file, world, refuses):
    with refuses(NotFound):
        file(actor=OFFICE_WEST, filer=Filer(area_id=world.area("east").id))


def test_a_street_has_no_office(file, world, refuses):
    with refuses(InvalidEntry, "have offices"):
        file(actor=OFFICE_EAST, filer=Filer(area_id=world.area("street").id))


def test_for_nobody_it_is_refused(file, refuses):
    with refuses(InvalidEntry, "Choose for whom"):
        file(filer=Filer())


def test_there_must_be_such_a_campaign(file, refuses):
    with refuses(NotFound):
        file(campaign="test-2018")


def test_a_theme_is_one_of_the_campaign(file, refuses):
    with refuses(InvalidEntry, "not in the campaign"):
        file(theme="football")


def test_only_photos_are_photos(file, shelves, refuses):
    with refuses(InvalidEntry, "Only JPEG photos"):
        file(document_class=DocumentClass.PHOTO, file=shelves.kept(docx()))
    assert file(document_class=DocumentClass.PHOTO, file=shelves.kept(jpeg())).kind == "jpg"


def test_a_file_that_is_gone_is_not_filed(file, refuses):
    lost = KeptFile(FileKind.PDF, "0" * 64, 10, "lost.pdf")
    with refuses(StorageFailed, "Choose it again"):
        file(file=lost)


def test_the_host_may_forbid_it(file, vetoed, refuses):
    with refuses(NotAllowed):
        file(vetoed(Permission.FILE_DOCUMENT))


def test_it_may_be_later_than_the_campaign(shelves):
    assert shelves.filed(now=later(days=400)).filed_at == later(days=400)
