"""作废 of issued documents: they stay in the register and do not hold any more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from ...domain.events import DocumentWithdrawn
from ...errors import AlreadyDone
from ...models import DocumentWithdrawal, IssuedDocument
from ...ports import Actor, Permission
from ..unit_of_work import UnitOfWork


def withdraw_document(
    uow: UnitOfWork, actor: Actor, document_id: UUID, *, reason: str, now: datetime
) -> IssuedDocument:
    """Withdraw a document with a reason; whoever checks the paper sees that it does not hold.

    Raises:
        NotFound: The document is not there or out of reach.
        NotAllowed: Another office issued it.
        AlreadyDone: It is withdrawn.
    """
    with uow.transaction():
        document = uow.find(actor, IssuedDocument, document_id, lock=True)
        uow.require(actor, Permission.PRODUCE_PAPERS, document.office)
        if document.withdrawal:
            raise AlreadyDone("This document is withdrawn already.")
        withdraw(uow, actor, document_id, reason=reason, now=now)
    return document


def withdraw(
    uow: UnitOfWork, actor: Actor, document_id: UUID, *, reason: str, now: datetime
) -> None:
    """Write the withdrawal down, inside a transaction; nobody is asked for permission."""
    uow.session.add(
        DocumentWithdrawal(
            id=uuid4(),
            document_id=document_id,
            at=now,
            by_id=actor.id,
            by=actor.name,
            reason=reason,
        )
    )
    uow.record(actor, DocumentWithdrawn(subject_id=document_id, by=actor.id, at=now, reason=reason))
