"""The one way a case steps: compare and swap, the old stage's clock closed, the new one's opened.

These write no audit entry: the action that calls them does.
"""

import datetime as dt

from lianfang.cases.enums import State
from lianfang.cases.errors import WrongState
from lianfang.cases.flow import CASE, ENDS, Clock, carries_on
from lianfang.cases.models import Case, Stage
from lianfang.cases.rules import clock_of
from lianfang.core.actor import Actor
from lianfang.core.inserts import Inserts
from lianfang.policy.queries import light_bands, stage_limit

_insert = Inserts(Stage)


def begin(case: Case, *, by: Actor, at: dt.datetime) -> Stage:
    """Open the first stage of a case just made; it carries the columns of ``clock_columns``."""
    _ = by
    return _insert(
        Stage(case=case, state=case.state, entered_at=at, limit_s=case.limit_s, carried_s=0)
    )


def move(case: Case, to: State, *, by: Actor, at: dt.datetime, **fields: object) -> None:
    """Step the case, unless someone else stepped it first; ``fields`` are written with it."""
    _step(case, to, fields, limit_of=to, by=by, at=at)


def await_hospital(case: Case, *, by: Actor, at: dt.datetime, **fields: object) -> None:
    """Under review until a hospital takes over, within the limit of 送医交接."""
    _step(case, State.REVIEWING, fields, limit_of="hospital", by=by, at=at)


def _step(
    case: Case,
    to: State,
    fields: dict[str, object],
    *,
    limit_of: str,
    by: Actor,
    at: dt.datetime,
) -> None:
    current = State(case.state)
    CASE.check_step(current, to)
    paused_s = _paused(case, at)
    carried = _used(case, paused_s, at) if carries_on(current, to) else 0
    started = clock_columns(limit_of, case.urgency, carried_s=carried, by=by, at=at)
    ended = {"closed_at": at} if to in ENDS else {}
    swap(case, started | ended | {"state": to, "retry_at": None} | fields, by=by, at=at)
    Stage.objects.filter(case=case, left_at=None).update(
        left_at=at, paused_s=paused_s, handler_name=by.name
    )
    Stage.objects.create(
        case=case,
        state=to,
        entered_at=at,
        limit_s=case.limit_s,
        carried_s=carried,
        **({"left_at": at, "handler_name": by.name} if ended else {}),
    )


def hold(case: Case, *, by: Actor, at: dt.datetime) -> None:
    """Suspend: the stage stays the same, its clock stands, no call is due."""
    CASE.check_step(case.state, State.SUSPENDED)
    columns = {"state": State.SUSPENDED, "held_state": case.state, "paused_since": at}
    nothing_due = {"due_at": None, "yellow_at": None, "retry_at": None}
    paused_s = _paused(case, at)
    swap(case, columns | nothing_due | {"paused_s": paused_s}, by=by, at=at)
    Stage.objects.filter(case=case, left_at=None).update(paused_s=paused_s)


def release(case: Case, *, by: Actor, at: dt.datetime) -> None:
    """Back to the stage it was suspended from; everything due moves by the time it stood."""
    if case.state != State.SUSPENDED:
        raise WrongState
    paused_s = _paused(case, at)
    columns: dict[str, object] = {"state": case.held_state, "held_state": "", "paused_since": None}
    _shift(case, paused_s, columns, by=by, at=at)


def wait(case: Case, *, until: dt.datetime, by: Actor, at: dt.datetime, **fields: object) -> None:
    """Grant a pause ahead: the clock goes on at ``until``."""
    _shift(case, _paused(case, at) + _seconds(until - at), fields, by=by, at=at)


def swap(case: Case, changes: dict[str, object], *, by: Actor, at: dt.datetime) -> None:
    """Write columns unless somebody wrote first; raises WrongState then."""
    _ = (by, at)
    changes = changes | {"version": case.version + 1}
    if not Case.objects.unscoped().filter(pk=case.pk, version=case.version).update(**changes):
        raise WrongState
    for name, value in changes.items():
        setattr(case, name, value)


def clock_columns(
    stage: str, urgency: int, *, carried_s: int = 0, by: Actor, at: dt.datetime
) -> dict[str, object]:
    """The columns of a clock that starts now."""
    _ = by
    limit = stage_limit(stage, urgency, at=at)
    clock = Clock(at, limit, carried=dt.timedelta(seconds=carried_s))
    return {
        "state_since": at,
        "limit_s": None if limit is None else _seconds(limit),
        "paused_s": 0,
        "carried_s": carried_s,
        "paused_since": None,
        "held_state": "",
        **_turning(clock, at),
    }


def _turning(clock: Clock, at: dt.datetime) -> dict[str, object]:
    """When the light turns, by the bands in force; stored, so that lists need only look."""
    bands = light_bands(at=at)
    return {
        "yellow_at": clock.reaches(bands.yellow_at),
        "due_at": clock.reaches(bands.red_above),
    }


def _shift(
    case: Case, paused_s: int, columns: dict[str, object], *, by: Actor, at: dt.datetime
) -> None:
    clock = clock_of(case)
    moved = Clock(clock.since, clock.limit, dt.timedelta(seconds=paused_s), clock.carried)
    swap(case, columns | _turning(moved, at) | {"paused_s": paused_s}, by=by, at=at)
    Stage.objects.filter(case=case, left_at=None).update(paused_s=paused_s)


def _paused(case: Case, at: dt.datetime) -> int:
    """Seconds this stage's clock has stood; waiting granted ahead but not used is given back."""
    standing = at - case.paused_since if case.paused_since else dt.timedelta()
    early = case.retry_at - at if case.retry_at and case.retry_at > at else dt.timedelta()
    return max(case.paused_s + _seconds(standing) - _seconds(early), 0)


def _used(case: Case, paused_s: int, at: dt.datetime) -> int:
    clock = clock_of(case)
    paused = dt.timedelta(seconds=paused_s)
    return _seconds(Clock(clock.since, clock.limit, paused, clock.carried).used(at))


def _seconds(span: dt.timedelta) -> int:
    return int(span.total_seconds())
