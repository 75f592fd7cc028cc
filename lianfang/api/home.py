"""工作台: what a member of staff sees and has to do, in figures."""

import datetime as dt
from collections.abc import Callable

from django.http import HttpResponse
from ninja import Schema

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.approvals import queries as approvals
from lianfang.cases import queries as cases
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people import queries as people
from lianfang.people.enums import CaseClass, ControlStatus
from lianfang.quarantine import queries as quarantine

router = make_router("home")
_MOST = 10_000


class FigureOut(Schema):
    """A count of home; one that reached ``most`` is at least that."""

    code: str
    value: int
    most: int


@router.get("", auth=by_staff(), response=list[FigureOut])
def show_home(request: StaffRequest) -> HttpResponse:
    """Counts of what the caller may see and has to do; nothing of the rest."""
    caller, now = request.caller, clock()
    figures = [
        {"code": code, "value": count(caller, now), "most": _MOST}
        for permission, counts in _HOME
        if caller.may(permission)
        for code, count in counts.items()
    ]
    return encoded(figures)


def _people(
    *, control_status: str = "", case_class: str = ""
) -> Callable[[Caller, dt.datetime], int]:
    filters = people.Filters(control_status=control_status, case_class=case_class)
    return lambda caller, _now: people.count(caller, filters=filters, most=_MOST)


def _open_cases(caller: Caller, now: dt.datetime) -> int:
    return sum(count.total for count in cases.counts_for(caller, now=now))


def _late_cases(caller: Caller, now: dt.datetime) -> int:
    return sum(count.red for count in cases.counts_for(caller, now=now))


def _due(caller: Caller, now: dt.datetime) -> int:
    return len(quarantine.due_for_release(caller, at=now))


_HOME: list[tuple[Permission, dict[str, Callable[[Caller, dt.datetime], int]]]] = [
    (
        Permission.PERSON_VIEW,
        {
            "observed": _people(control_status=ControlStatus.OBSERVED),
            "suspected": _people(case_class=CaseClass.SUSPECTED),
            "confirmed": _people(case_class=CaseClass.CONFIRMED),
        },
    ),
    (Permission.CASE_VIEW, {"open_cases": _open_cases, "late_cases": _late_cases}),
    (
        Permission.OBSERVATION_CONFIRM,
        {"entries": lambda caller, _now: len(quarantine.waiting_for_confirmation(caller))},
    ),
    (Permission.OBSERVATION_SIGN, {"releases": _due}),
    (Permission.OBSERVATION_ISSUE, {"releases": _due}),
    (
        Permission.APPROVAL_DECIDE,
        {"approvals": lambda caller, _now: len(approvals.waiting_for(caller))},
    ),
]
