"""What a visit found, and what follows from it (handbook §4.2)."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.cases.actions.observing import let_go, observe, put_on_file, settle_contact
from lianfang.cases.actions.opening import open_once, phone_columns, place_of
from lianfang.cases.actions.stages import await_hospital, move, wait
from lianfang.cases.actions.visiting import VERIFIED_AT_THE_DOOR, check_mine
from lianfang.cases.enums import Kind, Outcome, Source, State, Urgency
from lianfang.cases.errors import NotYourArea, SameGrid, WrongKind
from lianfang.cases.models import Case
from lianfang.cases.rules import VerifiedDetails, has_symptoms, until_next_call
from lianfang.core.actor import Actor
from lianfang.geo.queries import area_by_code
from lianfang.geo.rules import Point
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people.enums import Reason
from lianfang.policy.queries import retry_hours, source_policy

_NOTHING = VerifiedDetails()


@dataclass(frozen=True)
class _Found:
    """What the visit found, with the columns every outcome writes."""

    note: str
    details: VerifiedDetails
    to_area: str
    columns: Mapping[str, object]


@transaction.atomic
def verify(
    case: Case,
    *,
    outcome: Outcome,
    note: str = "",
    details: VerifiedDetails = _NOTHING,
    to_area: str = "",
    key: uuid.UUID | None = None,
    by: Caller,
    at: dt.datetime,
) -> None:
    """Say what the visit found; the outcome decides where the case goes (handbook §4.2).

    Untrue and true close it, the latter after putting the person under observation; true with
    symptoms waits for a hospital; moved hands it to the grid ``to_area``; unreachable asks for
    another call. Sent again with the same ``key`` it changes nothing.
    """
    if key and (case.step_key, case.step_by) == (key, by.id):
        return
    check_mine(case, by=by, at=at)
    if case.kind not in VERIFIED_AT_THE_DOOR:
        raise WrongKind
    columns = {"finding": note, "step_key": key, "step_by": by.id}
    _OUTCOMES[Outcome(outcome)](case, _Found(note, details, to_area, columns), by.actor, at)


@transaction.atomic
def register_on_site(
    *,
    key: uuid.UUID,
    details: VerifiedDetails,
    point: Point | None = None,
    area_code: str = "",
    note: str = "",
    by: Caller,
    at: dt.datetime,
) -> Case:
    """The short form: someone found in one's own grid is put on file and under observation.

    By the source policy it needs no verification: the case is a closed record of it (自处理).
    Without a subject class the person is only put on file. The same ``key`` changes nothing.
    """
    by.must(Permission.PERSON_REGISTER)
    columns = place_of(point, area_code) | phone_columns(details.phone)
    if not by.covers(str(columns["area_code"]), Permission.PERSON_REGISTER):
        raise NotYourArea
    is_auto = source_policy(Source.GRID_WORKER, at=at) == "auto"
    columns |= {
        "kind": Kind.VERIFY,
        "urgency": Urgency.URGENT if has_symptoms(details.symptoms) else Urgency.NORMAL,
        "assignee_id": by.id if is_auto else None,
        "subject_name": details.name.strip(),
        "address": details.address,
        "symptoms": list(details.symptoms),
        "temp_c": details.temp_c,
    }
    state = State.VERIFYING if is_auto else State.FILED
    case = open_once(key, Source.GRID_WORKER, columns, state=state, by=by.actor, at=at)
    if case.state == State.VERIFYING:
        person = put_on_file(case, details, by=by.actor, at=at)
        if details.subject_class:
            observe(case, person, details, by=by.actor, at=at)
        found = _Found(note, details, "", {"finding": note})
        _finish(case, Outcome.TRUE, found, by.actor, at, person=person)
    return case


def close_for_hospital(person_id: int, *, by: Actor, at: dt.datetime) -> None:
    """A hospital has taken the person over: whatever waited for that is closed. Idempotent."""
    waiting = Case.objects.unscoped().filter(person_id=person_id).exclude(closed_at__isnull=False)
    for case in waiting.order_by("id"):
        is_waiting = case.state == State.REVIEWING and case.outcome == Outcome.TRUE_SYMPTOMS
        if is_waiting or (case.kind == Kind.HOSPITAL and case.state != State.SUSPENDED):
            _close_taken_over(case, by=by, at=at)


@transaction.atomic
def _close_taken_over(case: Case, *, by: Actor, at: dt.datetime) -> None:
    move(case, State.CLOSED, by=by, at=at, outcome=Outcome.TRUE_SYMPTOMS)
    record("case.closed", case, by=by, at=at, detail={"outcome": case.outcome})


def _untrue(case: Case, found: _Found, by: Actor, at: dt.datetime) -> None:
    if case.person:
        let_go(case.person, reason=Reason.UNTRUE, by=by, at=at)
        settle_contact(case, by=by, at=at)
    _finish(case, Outcome.UNTRUE, found, by, at)


def _true(case: Case, found: _Found, by: Actor, at: dt.datetime) -> None:
    person = put_on_file(case, found.details, by=by, at=at)
    observe(case, person, found.details, by=by, at=at)
    _finish(case, Outcome.TRUE, found, by, at, person=person)


def _true_symptoms(case: Case, found: _Found, by: Actor, at: dt.datetime) -> None:
    """To hospital; under observation meanwhile where an exposure is known."""
    details = found.details
    person = put_on_file(case, details, by=by, at=at)
    if details.subject_class:
        observe(case, person, details, by=by, at=at)
    signs = {
        "symptoms": list(details.symptoms) or case.symptoms,
        "temp_c": details.temp_c if details.temp_c is not None else case.temp_c,
    }
    columns = {"outcome": Outcome.TRUE_SYMPTOMS, "person": person, **signs, **found.columns}
    await_hospital(case, by=by, at=at, **columns)
    record("case.verified", case, by=by, at=at, detail={"outcome": Outcome.TRUE_SYMPTOMS})


def _unreachable(case: Case, found: _Found, by: Actor, at: dt.datetime) -> None:
    """The clock stands until the next call is due; after the last one the seat is asked."""
    attempt = case.attempts + 1
    until = at + until_next_call(attempt, retry_hours(at=at))
    columns = dict(found.columns) | {"attempts": attempt, "retry_at": until}
    wait(case, until=until, by=by, at=at, **columns)
    record("case.unreachable", case, by=by, at=at, detail={"attempt": attempt})


def _moved(case: Case, found: _Found, by: Actor, at: dt.datetime) -> None:
    """Back to be dispatched, in the other grid where that is known."""
    columns = dict(found.columns) | {"assignee_id": None, "doctor_id": None, "attempts": 0}
    if found.to_area:
        if found.to_area == case.area_code:
            raise SameGrid(fields={"to_area": SameGrid.title})
        columns |= {"area_code": area_by_code(found.to_area).code, "is_guessed": False}
    move(case, State.FILED, by=by, at=at, **columns)
    detail = {"why": Outcome.MOVED, "to_area": found.to_area}
    record("case.returned", case, by=by, at=at, detail=detail)


def _finish(
    case: Case, outcome: Outcome, found: _Found, by: Actor, at: dt.datetime, **fields: object
) -> None:
    """The worker's finding closes the case; the closing is the system's doing."""
    columns = {"outcome": outcome, **found.columns, **fields}
    move(case, State.CLOSED, by=by, at=at, **columns)
    record("case.verified", case, by=by, at=at, detail={"outcome": outcome})
    record("case.closed", case, by=Actor.system(), at=at, detail={"outcome": outcome})


_OUTCOMES: Mapping[Outcome, Callable[[Case, _Found, Actor, dt.datetime], None]] = {
    Outcome.UNTRUE: _untrue,
    Outcome.UNREACHABLE: _unreachable,
    Outcome.MOVED: _moved,
    Outcome.TRUE: _true,
    Outcome.TRUE_SYMPTOMS: _true_symptoms,
}
