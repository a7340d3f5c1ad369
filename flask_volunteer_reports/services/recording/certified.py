"""What a changed record means for the certificates that speak of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ...models import CertifiedRecord, ServiceCertificate


def supersede_certificates(session: Session, record_id: UUID, *, now: datetime) -> None:
    """Note on every certificate that speaks of the record that it no longer says how it stands."""
    session.execute(
        update(ServiceCertificate)
        .where(
            ServiceCertificate.id.in_(
                select(CertifiedRecord.certificate_id).where(CertifiedRecord.record_id == record_id)
            ),
            ServiceCertificate.superseded_at.is_(None),
        )
        .values(superseded_at=now)
        .execution_options(synchronize_session=False)
    )
