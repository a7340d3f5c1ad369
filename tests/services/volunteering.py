"""What tests of volunteers share."""

from __future__ import annotations

from sqlalchemy import select

from flask_volunteer_reports.models import Volunteer
from flask_volunteer_reports.services.unit_of_work import UnitOfWork


def quiet(_done: int, _total: int) -> None:
    """Say nothing."""


def volunteers(uow: UnitOfWork) -> list[Volunteer]:
    """All volunteers as they are now, in order of number."""
    uow.session.expire_all()
    return [*uow.session.scalars(select(Volunteer).order_by(Volunteer.volunteer_no))]
