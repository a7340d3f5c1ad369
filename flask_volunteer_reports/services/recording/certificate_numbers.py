"""Numbers of certificates: without gaps in each year, whoever asks at the same time."""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from ...models import CertificateCounter


def next_serial(session: Session, year: int) -> int:
    """Take the next number of *year*, inside a transaction.

    The row of the year is held until the transaction ends: who comes next waits, and a transaction
    that is rolled back gives its number back.
    """
    insert = sqlite_insert if session.connection().dialect.name == "sqlite" else postgresql_insert
    first = insert(CertificateCounter).values(year=year, last=1)
    taken = session.scalars(
        first.on_conflict_do_update(
            index_elements=["year"], set_={"last": CertificateCounter.last + 1}
        ).returning(CertificateCounter.last)
    ).one()
    return int(taken)
