"""What the seat does with a case (handbook §1.5): accept, file, dispatch, review, close, hold."""

import datetime as dt

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.cases.actions.stages import hold, move, release, swap
from lianfang.cases.enums import Outcome, State, Urgency
from lianfang.cases.errors import (
    BadWorker,
    NotYourArea,
    ReasonNeeded,
    WaitsForHospital,
    WrongState,
)
from lianfang.cases.flow import AT_THE_DOOR, ENDS, UNDER_REVIEW
from lianfang.cases.models import Case
from lianfang.cases.rules import actor_of
from lianfang.core.actor import Actor
from lianfang.org.enums import Permission
from lianfang.org.queries import caller_by_id
from lianfang.org.rules import Caller

_STREET = 9


@transaction.atomic
def accept(case: Case, *, by: Caller, at: dt.datetime) -> None:
    """受理: take up a citizen's report; it then waits to be filed."""
    _may(case, by, Permission.CASE_ACCEPT)
    move(case, State.ACCEPTED, by=by.actor, at=at)
    record("case.accepted", case, by=by.actor, at=at)


@transaction.atomic
def file(case: Case, *, by: Caller, at: dt.datetime) -> None:
    """立案: make it a case; it then waits to be dispatched."""
    _may(case, by, Permission.CASE_CLOSE)
    move(case, State.FILED, by=by.actor, at=at)
    record("case.filed", case, by=by.actor, at=at)


@transaction.atomic
def reject(case: Case, *, reason: str, by: Caller, at: dt.datetime) -> None:
    """不予立案, with a reason; the end of it."""
    _may(case, by, Permission.CASE_CLOSE)
    _must_say_why(reason)
    move(case, State.REJECTED, by=by.actor, at=at)
    record("case.rejected", case, by=by.actor, at=at, detail={"why": reason})


@transaction.atomic
def dispatch(case: Case, *, to_user_id: int, by: Caller | Actor, at: dt.datetime) -> None:
    """派遣 or 改派 to a grid worker; to the one who has it already nothing happens.

    Raises BadWorker unless that person verifies cases in the same street or above it.
    """
    if isinstance(by, Caller):
        _may(case, by, Permission.CASE_DISPATCH)
    if case.state == State.DISPATCHED and case.assignee_id == to_user_id:
        return
    worker = _worker_near(case, to_user_id)
    actor = actor_of(by)
    fields = {"assignee_id": to_user_id, "doctor_id": None, "attempts": 0}
    move(case, State.DISPATCHED, by=actor, at=at, **fields)
    detail = {"to": worker.id, "to_name": worker.name}
    record("case.dispatched", case, by=actor, at=at, detail=detail)


@transaction.atomic
def approve_feedback(case: Case, *, by: Caller, at: dt.datetime) -> None:
    """反馈审核: what came back is in order; it then waits to be closed."""
    _may(case, by, Permission.CASE_CLOSE)
    _not_for_hospital(case)
    move(case, State.CLOSING, by=by.actor, at=at)
    record("case.reviewed", case, by=by.actor, at=at)


@transaction.atomic
def close(case: Case, *, by: Caller | Actor, at: dt.datetime) -> None:
    """结案 of a case under review.

    Raises WaitsForHospital while no hospital has taken over; only the system, which heard of it,
    closes such a case.
    """
    if case.state not in UNDER_REVIEW:
        raise WrongState
    if isinstance(by, Caller):
        _may(case, by, Permission.CASE_CLOSE)
        _not_for_hospital(case)
    actor = actor_of(by)
    move(case, State.CLOSED, by=actor, at=at)
    record("case.closed", case, by=actor, at=at, detail={"outcome": case.outcome})


@transaction.atomic
def urge(case: Case, *, by: Actor, at: dt.datetime) -> None:
    """Make an open case 特急; its limits stay. Said again, nothing happens."""
    if case.state in ENDS or case.urgency == Urgency.CRITICAL:
        return
    swap(case, {"urgency": Urgency.CRITICAL}, by=by, at=at)
    record("case.urged", case, by=by, at=at)


@transaction.atomic
def return_back(case: Case, *, reason: str, by: Caller, at: dt.datetime) -> None:
    """回退 from the door to the seat, or 返工 from review to the grid worker who had it."""
    if case.assignee_id != by.id or case.state not in AT_THE_DOOR:
        _may(case, by, Permission.CASE_DISPATCH)
    _must_say_why(reason)
    if case.state in AT_THE_DOOR:
        move(case, State.FILED, by=by.actor, at=at, assignee_id=None, doctor_id=None)
    elif case.state in UNDER_REVIEW and case.assignee_id:
        move(case, State.DISPATCHED, by=by.actor, at=at, attempts=0, outcome="")
    elif case.state in UNDER_REVIEW:
        move(case, State.FILED, by=by.actor, at=at, outcome="")
    else:
        raise WrongState
    record("case.returned", case, by=by.actor, at=at, detail={"why": reason, "to_area": ""})


@transaction.atomic
def suspend(case: Case, *, reason: str, by: Caller, at: dt.datetime) -> None:
    """挂账: cannot be done now; the clock stands until it is resumed."""
    _may(case, by, Permission.CASE_DISPATCH)
    _must_say_why(reason)
    hold(case, by=by.actor, at=at)
    record("case.suspended", case, by=by.actor, at=at, detail={"why": reason})


@transaction.atomic
def resume(case: Case, *, by: Caller, at: dt.datetime) -> None:
    """恢复 to the stage it was in; everything due moves by the time it stood."""
    _may(case, by, Permission.CASE_DISPATCH)
    release(case, by=by.actor, at=at)
    record("case.resumed", case, by=by.actor, at=at)


@transaction.atomic
def void(case: Case, *, reason: str, by: Caller, at: dt.datetime) -> None:
    """作废: opened by mistake; the number is not used again."""
    _may(case, by, Permission.CASE_CLOSE)
    _must_say_why(reason)
    move(case, State.VOIDED, by=by.actor, at=at)
    record("case.voided", case, by=by.actor, at=at, detail={"why": reason})


def _may(case: Case, by: Caller, permission: Permission) -> None:
    by.must(permission)
    if not by.covers(case.area_code, permission):
        raise NotYourArea


def _must_say_why(reason: str) -> None:
    if not reason.strip():
        raise ReasonNeeded(fields={"reason": ReasonNeeded.title})


def _not_for_hospital(case: Case) -> None:
    if case.outcome == Outcome.TRUE_SYMPTOMS:
        raise WaitsForHospital


def _worker_near(case: Case, user_id: int) -> Caller:
    worker = caller_by_id(user_id)
    areas = worker.areas(Permission.CASE_VERIFY) if worker else ()
    near = case.area_code[:_STREET]
    if worker is None or not any(near.startswith(a) or a.startswith(near) for a in areas):
        raise BadWorker
    return worker
