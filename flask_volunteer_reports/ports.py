"""The host's side of the contract: what it lends us and what it may decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, BinaryIO, Protocol
from uuid import UUID

from .domain.directory import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who acts: the host's own id as text, and the name to show and to keep.

    ``is_operator`` marks the person at the server's terminal, who may do everything.
    """

    id: str
    name: str
    is_operator: bool = False


OPERATOR_ID = "operator"
"""The id of the person at the server's terminal; no host may give it to anybody."""


class Permission(StrEnum):
    """What can be allowed. Every page, command and job names one of these."""

    ANYONE = "anyone"
    """Needs nobody to be signed in; shows no personal data."""
    SIGNED_IN = "signed_in"
    """Needs a person, whatever their roles."""
    OPERATE = "operate"
    """Needs the server's terminal."""

    SEE_ORGANIZATION = "see_organization"
    REGISTER_ORGANIZATION = "register_organization"
    EDIT_ORGANIZATION = "edit_organization"
    EDIT_AREA = "edit_area"
    GRANT_CITY_SECRETARIAT = "grant_city_secretariat"
    GRANT_DISTRICT_OFFICE = "grant_district_office"
    GRANT_ORGANIZATION_MANAGER = "grant_organization_manager"
    GRANT_ORGANIZATION_RECORDER = "grant_organization_recorder"

    SEE_PROJECT = "see_project"
    EDIT_PROJECT = "edit_project"
    PUBLISH_PROJECT = "publish_project"
    COMMISSION_PUBLICATION = "commission_publication"
    PUBLISH_ON_BEHALF = "publish_on_behalf"

    SERVE = "serve"
    """Needs a person: for what is their own as a volunteer - places, records, certificates."""
    SEE_VOLUNTEER = "see_volunteer"
    REGISTER_VOLUNTEER = "register_volunteer"

    SEE_RECORDS = "see_records"
    ENTER_RECORDS = "enter_records"
    CONFIRM_RECORDS = "confirm_records"
    CONFIRM_LONG_RECORDS = "confirm_long_records"
    """For hours over the limit that only a secretariat confirms."""
    ANSWER_OBJECTION = "answer_objection"
    REVOKE_CERTIFICATE = "revoke_certificate"
    SEE_FIGURES = "see_figures"

    SEE_REPORT = "see_report"
    WRITE_REPORT = "write_report"
    REVIEW_REPORT = "review_report"
    SUBMIT_DISTRICT_SUMMARY = "submit_district_summary"
    SEE_WEEK = "see_week"
    PRODUCE_PAPERS = "produce_papers"
    SEE_JOB = "see_job"
    EDIT_FORMS = "edit_forms"

    SEE_ARCHIVE = "see_archive"
    FILE_DOCUMENT = "file_document"
    HAND_OVER = "hand_over"
    RECEIVE_HAND_OVER = "receive_hand_over"
    MAKE_PACKAGE = "make_package"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that a person holds today: for an organization, or for an area and all below it."""

    role: Role
    organization_id: UUID | None = None
    area_path: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """What a host may say; each part has a working default.

    Args:
        current_actor: Who is signed in on this request; None for nobody. Default: Flask-Login.
        sign_in: The answer that leads an unsigned visitor to the sign-in page. Default:
            Flask-Login's; without it a page that says so.
        may: The only veto: False forbids what our roles allow. Asked with the subject, which is
            one of our rows, or None for "anything of the kind".
        grants: The roles of a person on a day, in place of our own role table.
        find_person: A person by the host's id, to check ids that are typed in. None is unknown.
        locale: ``zh_Hans_CN`` or ``en`` for this request; None leaves it to our language switch.
    """

    current_actor: Callable[[], Actor | None] | None = None
    sign_in: Callable[[], Any] | None = None
    may: Callable[[Actor, Permission, object], bool] = lambda actor, permission, subject: True
    grants: Callable[[Actor, date], Iterable[Grant]] | None = None
    find_person: Callable[[str], Actor | None] | None = None
    locale: Callable[[], str | None] = lambda: None


class Storage(Protocol):
    """Where photos and papers are kept: names we make, contents that never change."""

    def save(self, name: str, content: bytes) -> None:
        """Keep *content*; afterwards it is there whole, or StorageFailed and nothing is."""

    def save_file(self, name: str, file: BinaryIO) -> None:
        """Keep the rest of *file* in the same way, without holding all of it in memory."""

    def has(self, name: str) -> bool:
        """Tell whether something is kept under *name*."""

    def read(self, name: str) -> bytes:
        """Return what was kept under *name*, or raise StorageFailed."""

    def open(self, name: str) -> BinaryIO:
        """Open what was kept under *name* for reading in pieces, or raise StorageFailed."""


class TaskRunner(Protocol):
    """Sees to it that waiting jobs are worked on; the job table itself is the truth."""

    def wake(self) -> None:
        """Jobs are waiting: start a worker unless one is at work. Never raises."""
