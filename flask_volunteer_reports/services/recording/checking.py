"""The public check of a certificate: number and code together, and not too often wrong."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from ...domain.certificates import read_certificate_number
from ...domain.register import read_code
from ...models import CertificateAttempt, ServiceCertificate
from ..unit_of_work import UnitOfWork

WINDOW = timedelta(minutes=10)


def find_by_code(session: Session, number: str, code: str) -> ServiceCertificate | None:
    """Return the certificate with that number and that code, as people type them.

    A wrong code is not told apart from a wrong number.
    """
    typed = read_code(code)
    certificate = find_by_number(session, number)
    known = certificate.check_code if certificate else "-" * 12
    same = hmac.compare_digest(known, typed or "")
    return certificate if certificate and same else None


def find_by_number(session: Session, number: str) -> ServiceCertificate | None:
    """Return the certificate with that number, as people type it."""
    wanted = read_certificate_number(number)
    return session.scalars(
        select(ServiceCertificate).where(ServiceCertificate.certificate_no == wanted)
    ).first()


def may_try(uow: UnitOfWork, client: str, *, now: datetime) -> bool:
    """Tell whether somebody may try a number: not after too many wrong ones lately.

    Args:
        client: Stands for a network address; the address itself is not kept.
    """
    tries = uow.session.scalar(
        select(CertificateAttempt.count).where(
            CertificateAttempt.client == client, CertificateAttempt.first_at > now - WINDOW
        )
    )
    return (tries or 0) < uow.settings.certificate_tries


def note_wrong_try(uow: UnitOfWork, client: str, *, now: datetime) -> None:
    """Count a wrong try, and forget those that are over."""
    with uow.transaction(audited=False) as session:
        session.execute(
            delete(CertificateAttempt).where(CertificateAttempt.first_at <= now - WINDOW)
        )
        name = session.connection().dialect.name
        insert = sqlite_insert if name == "sqlite" else postgresql_insert
        session.execute(
            insert(CertificateAttempt)
            .values(client=client, first_at=now, count=1)
            .on_conflict_do_update(
                index_elements=["client"], set_={"count": CertificateAttempt.count + 1}
            )
        )
