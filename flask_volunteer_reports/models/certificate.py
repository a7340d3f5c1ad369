"""Service certificates, which volunteers make for themselves."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import TABLE_PREFIX, Base, JSONObject, UUIDKey
from .job import Job
from .service_record import ServiceRecord
from .volunteer import Volunteer


class ServiceCertificate(Base):
    """志愿服务记录证明: the facts as they were; free, true, and anyone can check it."""

    __tablename__ = f"{TABLE_PREFIX}service_certificate"
    __table_args__ = (
        CheckConstraint("(revoked_at IS NULL) = (revoked_reason IS NULL)", name="revoked_why"),
        CheckConstraint("until_on >= from_on", name="in_order"),
        CheckConstraint("(sha256 IS NULL) = (size IS NULL)", name="file"),
    )

    id: Mapped[UUIDKey]
    certificate_no: Mapped[str] = mapped_column(String(40), unique=True)
    check_code: Mapped[str] = mapped_column(String(12))
    """Stands on the paper; number and code together open the check page."""
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey(Volunteer.id), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]
    """The first and the last local day of service that it speaks of."""
    facts: Mapped[JSONObject]
    """All that the paper says."""
    facts_digest: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime]
    sha256: Mapped[str | None] = mapped_column(String(64))
    """Of the file; None until it was made."""
    size: Mapped[int | None]
    job_id: Mapped[UUID | None] = mapped_column(ForeignKey(Job.id))
    superseded_at: Mapped[datetime | None]
    """Since then the records say something else, or a newer certificate speaks of the days."""
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[str | None] = mapped_column(String(64))
    revoked_by: Mapped[str | None] = mapped_column(String(100))
    revoked_reason: Mapped[str | None] = mapped_column(String(500))

    volunteer: Mapped[Volunteer] = relationship(lazy="joined", innerjoin=True)


class CertifiedRecord(Base):
    """A record that a certificate speaks of; whoever changes the record finds it here."""

    __tablename__ = f"{TABLE_PREFIX}certified_record"

    certificate_id: Mapped[UUID] = mapped_column(
        ForeignKey(ServiceCertificate.id), primary_key=True
    )
    record_id: Mapped[UUID] = mapped_column(
        ForeignKey(ServiceRecord.id), primary_key=True, index=True
    )


class CertificateAttempt(Base):
    """How often somebody typed a wrong number or code lately; the address itself is not kept."""

    __tablename__ = f"{TABLE_PREFIX}certificate_attempt"

    client: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Keyed digest of the network address."""
    first_at: Mapped[datetime] = mapped_column(index=True)
    count: Mapped[int]


class CertificateCounter(Base):
    """The last number given in a year."""

    __tablename__ = f"{TABLE_PREFIX}certificate_counter"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
