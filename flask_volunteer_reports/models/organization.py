"""Organizations, and the communities that they are paired with."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain.directory import Affiliation, OrganizationKind, Specialty
from .area import Area
from .base import TABLE_PREFIX, AppendOnly, Base, UUIDKey


class Organization(Base):
    """志愿服务组织, with everything that Annex 1 asks about it."""

    __tablename__ = f"{TABLE_PREFIX}organization"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'professional_team') = (specialty IS NOT NULL)", name="specialty_of_teams"
        ),
    )

    id: Mapped[UUIDKey]
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    affiliation: Mapped[Affiliation] = mapped_column(index=True)
    kind: Mapped[OrganizationKind]
    specialty: Mapped[Specialty | None]
    area_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id), index=True)

    registered_on: Mapped[date | None]
    supervising_unit: Mapped[str] = mapped_column(String(200), default="")
    leader_name: Mapped[str] = mapped_column(String(100), default="")
    leader_mobile: Mapped[str] = mapped_column(String(32), default="")
    """Personal: on Annex 1 and on the organization's own page, nowhere else."""

    dissolved_on: Mapped[date | None]
    """From this day on it owes nothing and publishes nothing."""

    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    area: Mapped[Area] = relationship(lazy="joined", innerjoin=True)
    pairings: Mapped[list[Pairing]] = relationship(
        back_populates="organization", order_by="Pairing.from_on"
    )

    def __repr__(self) -> str:
        return f"<Organization {self.code}>"


class Pairing(Base):
    """结对: an organization serves a community."""

    __tablename__ = f"{TABLE_PREFIX}pairing"
    __table_args__ = (CheckConstraint("until_on IS NULL OR until_on >= from_on", name="in_order"),)

    id: Mapped[UUIDKey]
    organization_id: Mapped[UUID] = mapped_column(ForeignKey(Organization.id), index=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    """The last day, still inside; open while None."""

    organization: Mapped[Organization] = relationship(back_populates="pairings")
    community: Mapped[Area] = relationship(lazy="joined", innerjoin=True)

    def __repr__(self) -> str:
        return f"<Pairing {self.organization_id} {self.community_id}>"


class OrganizationMove(AppendOnly, Base):
    """An organization came into another area; what it recorded before stays with the first."""

    __tablename__ = f"{TABLE_PREFIX}organization_move"

    id: Mapped[UUIDKey]
    organization_id: Mapped[UUID] = mapped_column(ForeignKey(Organization.id), index=True)
    from_area_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id), index=True)
    to_area_id: Mapped[UUID] = mapped_column(ForeignKey(Area.id), index=True)
    moved_at: Mapped[datetime]
