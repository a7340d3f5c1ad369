"""Volunteers, the organizations that they belong to, and what they have agreed to."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .area import Area
from .base import TABLE_PREFIX, AppendOnly, Base, UUIDKey
from .organization import Organization


class Volunteer(Base):
    """志愿者: a number and a name; never an ID-card number."""

    __tablename__ = f"{TABLE_PREFIX}volunteer"
    __table_args__ = (
        CheckConstraint("refused_at IS NULL OR person_id IS NOT NULL", name="refused_by_self"),
        CheckConstraint("(claim_code IS NULL) = (claim_until IS NULL)", name="claim_until"),
        # A page of a long list is read in order of number, from where the last one ended.
        Index(None, "area_id", "volunteer_no"),
        Index(None, "name", "volunteer_no"),
    )

    id: Mapped[UUIDKey]
    volunteer_no: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    phone: Mapped[str] = mapped_column(String(32), default="")
    """Personal: for the volunteer, the organizations that they belong to and their offices."""
    born_in: Mapped[date | None]
    """The first day of the month of birth; no more is needed to judge an age."""
    area_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id))
    person_id: Mapped[str | None] = mapped_column(String(64), unique=True)
    """The host's id of the person, once they are known to each other; opaque, no foreign key."""
    claim_code: Mapped[str | None] = mapped_column(String(12), unique=True)
    """What a volunteer without a person types in once to be known as this one."""
    claim_until: Mapped[datetime | None]
    card_code: Mapped[str] = mapped_column(String(24), unique=True)
    """What stands in the volunteer's own QR code; says nothing about them."""

    registered_at: Mapped[datetime]
    registered_by: Mapped[str] = mapped_column(String(64))
    registered_by_name: Mapped[str] = mapped_column(String(100))
    refused_at: Mapped[datetime | None]
    """The person did not want to be registered by somebody else; nothing new is recorded."""

    area: Mapped[Area] = relationship()

    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    def __repr__(self) -> str:
        return f"<Volunteer {self.volunteer_no}>"


class Membership(Base):
    """A volunteer belongs to an organization; the first is the one that registered them."""

    __tablename__ = f"{TABLE_PREFIX}membership"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= joined_at", name="in_order"),
        Index(
            "uq_volunteer_reports_membership_standing",
            "organization_id",
            "volunteer_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[UUIDKey]
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey(Volunteer.id), index=True)
    organization_id: Mapped[UUID] = mapped_column(ForeignKey(Organization.id))
    joined_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    volunteer: Mapped[Volunteer] = relationship()
    organization: Mapped[Organization] = relationship(lazy="joined", innerjoin=True)


class Consent(AppendOnly, Base):
    """What a volunteer agreed to, in which words, and who wrote it down."""

    __tablename__ = f"{TABLE_PREFIX}consent"

    id: Mapped[UUIDKey]
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey(Volunteer.id), index=True)
    wording: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime]
    given_on_paper: Mapped[bool]
    """The organization keeps a signed sheet; otherwise the volunteer ticked it."""
    recorded_by_id: Mapped[str] = mapped_column(String(64))
    recorded_by: Mapped[str] = mapped_column(String(100))


class ClaimAttempt(Base):
    """A person typed a claim code that belongs to nobody; so many are allowed on a day."""

    __tablename__ = f"{TABLE_PREFIX}claim_attempt"
    __table_args__ = (UniqueConstraint("person_id", "day", "number"),)

    id: Mapped[UUIDKey]
    person_id: Mapped[str] = mapped_column(String(64))
    day: Mapped[date]
    """The local day."""
    number: Mapped[int]
    """From 1; two attempts at once cannot have the same."""
