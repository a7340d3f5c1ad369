"""The changing codes of an activity: shown by the organizer, judged with a limit on wrong ones."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from ...domain.check_in import (
    REFUSALS,
    REFUSED_FOR,
    CodeJudged,
    Purpose,
    Verdict,
    code_step,
    judge_code,
)
from ...domain.events import CheckInOpened
from ...domain.recording_rules import RecordingRules
from ...errors import Conflict, InvalidEntry, Message, VolunteerReportsError
from ...models import Activity, CheckIn, CheckInAttempt, CheckInSecret, CheckWay, Volunteer
from ...ports import Actor, Permission
from ..publishing.activities import find_activity
from ..unit_of_work import UnitOfWork
from .attending import check_taking_place


def open_check_in(uow: UnitOfWork, actor: Actor, activity_id: UUID, *, now: datetime) -> str:
    """Return the secret of an activity's codes; it is made when they are first shown.

    Raises:
        NotFound: The activity is not there or out of reach.
        NotAllowed: *actor* enters no records for the organization.
        Conflict: The activity is not published or was cancelled.
    """
    activity = find_activity(uow, actor, activity_id)
    uow.require(actor, Permission.ENTER_RECORDS, activity.project)
    check_taking_place(activity)
    standing = uow.session.get(CheckInSecret, activity_id)
    if standing is not None:
        return standing.secret
    with uow.transaction() as session:
        find_activity(uow, actor, activity_id, lock=True)  # two screens opened at once make one
        made = session.get(CheckInSecret, activity_id)
        if made is None:
            made = CheckInSecret(activity_id=activity_id, secret=secrets.token_hex(32))
            session.add(made)
            uow.record(actor, CheckInOpened(subject_id=activity_id, by=actor.id, at=now))
    return made.secret


def refuse_code(
    session: Session,
    actor: Actor,
    activity: Activity,
    volunteer: Volunteer,
    typed: str,
    purpose: Purpose,
    *,
    now: datetime,
) -> VolunteerReportsError | None:
    """Judge a code that a volunteer typed or scanned; None where it is good.

    The error is returned, not raised: the wrong code is counted in the transaction, which therefore
    must not fail. The caller holds the volunteer, so that many at once are counted one by one.
    """
    rules = activity.project.campaign.rules.recording
    attempt = session.get(CheckInAttempt, (activity.id, actor.id), populate_existing=True)
    if attempt is not None:
        again_at = attempt.first_at + rules.wrong_codes_within
        if attempt.count >= rules.wrong_codes and now < again_at:
            return Conflict(
                "There were too many wrong codes. Try again at %(at)s, or let the organizer tick "
                "you off.",
                at=again_at,
            )
    secret = session.get(CheckInSecret, activity.id)
    judged = (
        judge_code(typed, secret.secret, purpose, now, rules)
        if secret
        else CodeJudged(Verdict.WRONG)
    )
    if judged.verdict is not Verdict.GOOD:
        _count_wrong(session, activity.id, actor.id, rules, now)
        return _refusal(activity, judged.verdict, purpose)
    if judged.step <= _last_step(session, activity, volunteer, purpose):
        return InvalidEntry(
            "You have used this code already. Wait until the screen shows the next one.",
            field="code",
        )
    return None


def _refusal(activity: Activity, verdict: Verdict, purpose: Purpose) -> InvalidEntry:
    if verdict is Verdict.OTHER_PURPOSE:
        said = REFUSED_FOR[purpose]
    else:
        said = Message(REFUSALS[verdict].text, {"title": activity.project.title})
    refusal = InvalidEntry.of(said)
    refusal.field = "code"
    return refusal


def _last_step(session: Session, activity: Activity, volunteer: Volunteer, purpose: Purpose) -> int:
    """Return the time step in which the volunteer last used a code of this purpose."""
    at, way = (
        (CheckIn.checked_in_at, CheckIn.check_in_way)
        if purpose is Purpose.IN
        else (CheckIn.checked_out_at, CheckIn.check_out_way)
    )
    last = session.scalar(
        select(at)
        .where(
            CheckIn.activity_id == activity.id,
            CheckIn.volunteer_id == volunteer.id,
            way == CheckWay.CODE,
        )
        .order_by(at.desc())
        .limit(1)
    )
    period = activity.project.campaign.rules.recording.code_period
    return code_step(last, period) if last is not None else -1


def _count_wrong(
    session: Session, activity_id: UUID, person_id: str, rules: RecordingRules, now: datetime
) -> None:
    """Count a wrong code; after the time in which they are held against a person from one on."""
    dialect = session.connection().dialect.name
    insert: Any = sqlite_insert if dialect == "sqlite" else postgresql_insert
    held = CheckInAttempt.first_at > now - rules.wrong_codes_within
    session.execute(
        insert(CheckInAttempt)
        .values(activity_id=activity_id, person_id=person_id, first_at=now, count=1)
        .on_conflict_do_update(
            index_elements=["activity_id", "person_id"],
            set_={
                "first_at": case((held, CheckInAttempt.first_at), else_=now),
                "count": case((held, CheckInAttempt.count + 1), else_=1),
            },
        )
    )
