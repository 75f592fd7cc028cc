"""What a grid worker does at the door: arrive, invite the doctor, say what was found."""

import datetime as dt

from django.db import transaction

from lianfang.audit.actions import record, record_access
from lianfang.cases.actions.stages import move, swap
from lianfang.cases.enums import Kind, Outcome, State
from lianfang.cases.errors import (
    NoDoctor,
    NotYourCase,
    ReasonNeeded,
    WrongKind,
    WrongState,
)
from lianfang.cases.flow import AT_THE_DOOR
from lianfang.cases.models import Case
from lianfang.core.actor import Actor
from lianfang.org.enums import Permission
from lianfang.org.queries import doctor_for
from lianfang.org.rules import Caller
from lianfang.policy.queries import retry_hours

VERIFIED_AT_THE_DOOR = frozenset({Kind.VERIFY, Kind.CONFIRM_DETAILS, Kind.HOSPITAL})


@transaction.atomic
def open_task(case: Case, *, by: Caller, at: dt.datetime) -> None:
    """The assignee (or the invited doctor) opens the task and sees phone and address whole."""
    if by.id not in {case.assignee_id, case.doctor_id}:
        raise NotYourCase
    record_access(case, fields="address,phone", reason="核实任务", by=by.actor, at=at)


@transaction.atomic
def open_file(case: Case, *, by: Caller, at: dt.datetime) -> None:
    """Somebody at the seat opens the page of a case; the address on it is whole."""
    record_access(case, fields="address", reason="案卷办理", by=by.actor, at=at)


@transaction.atomic
def start_visit(case: Case, *, by: Caller, at: dt.datetime) -> None:
    """Arrived at the door; the clock of the task goes on. Said again, nothing happens."""
    check_mine(case, by=by, at=at)
    if case.state == State.VERIFYING:
        return
    move(case, State.VERIFYING, by=by.actor, at=at)
    record("case.visit_started", case, by=by.actor, at=at)


@transaction.atomic
def invite_doctor(case: Case, *, by: Caller, at: dt.datetime) -> None:
    """Make it a joint visit with the community doctor. Said again, nothing happens."""
    check_mine(case, by=by, at=at)
    if case.doctor_id:
        return
    doctor = doctor_for(case.area_code)
    if doctor is None:
        raise NoDoctor
    swap(case, {"doctor_id": doctor.pk}, by=by.actor, at=at)
    record("case.doctor_invited", case, by=by.actor, at=at, detail={"to": doctor.pk})


@transaction.atomic
def report_back(case: Case, *, note: str, by: Caller, at: dt.datetime) -> None:
    """反馈 on a case that is not verified at the door: help, missed checks, an appeal."""
    check_mine(case, by=by, at=at)
    if case.kind in VERIFIED_AT_THE_DOOR:
        raise WrongKind
    if not note.strip():
        raise ReasonNeeded(fields={"note": "请写明处理情况"})
    move(case, State.REVIEWING, by=by.actor, at=at, finding=note)
    record("case.reported_back", case, by=by.actor, at=at)


@transaction.atomic
def escalate(case: Case, *, by: Actor, at: dt.datetime) -> None:
    """After the last call without an answer: the seat takes over, with the police list.

    Harmless to repeat: a case that has moved on stays where it is.
    """
    if case.state in AT_THE_DOOR and case.attempts >= len(retry_hours(at=at)):
        move(case, State.REVIEWING, by=by, at=at, outcome=Outcome.UNREACHABLE)
        record("case.escalated", case, by=by, at=at, detail={"attempts": case.attempts})


@transaction.atomic
def remind_to_call(case: Case, *, by: Actor, at: dt.datetime) -> None:
    """The next call is due: tell whoever has the case. Claimed, so that it is said once."""
    this = Case.objects.unscoped().filter(pk=case.pk, retry_at=case.retry_at)
    if this.update(retry_at=None):
        record("case.call_due", case, by=by, at=at, detail={"attempt": case.attempts + 1})


def check_mine(case: Case, *, by: Caller, at: dt.datetime) -> None:
    """The case is this worker's, and at the door. Raises NotYourCase, WrongState."""
    _ = at
    by.must(Permission.CASE_VERIFY)
    if case.assignee_id != by.id:
        raise NotYourCase
    if case.state not in AT_THE_DOOR:
        raise WrongState
