"""Which case one may open; a stranger gets NotFound."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db.models import Q, QuerySet

from lianfang.accounts.rules import Citizen
from lianfang.cases.enums import Outcome, State
from lianfang.cases.flow import AT_THE_DOOR, OPEN, UNDER_REVIEW
from lianfang.cases.models import Case
from lianfang.core.problems import NotFound
from lianfang.files.queries import by_key, content_of
from lianfang.geo.queries import within
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller

_RUNNING = OPEN - {State.SUSPENDED}
DESK_STEPS: Mapping[str, tuple[frozenset[State], Permission]] = {
    "acceptance": (frozenset({State.SUBMITTED}), Permission.CASE_ACCEPT),
    "filing": (frozenset({State.ACCEPTED}), Permission.CASE_CLOSE),
    "rejection": (frozenset({State.SUBMITTED, State.ACCEPTED}), Permission.CASE_CLOSE),
    "dispatch": (AT_THE_DOOR | {State.SUBMITTED, State.FILED}, Permission.CASE_DISPATCH),
    "feedback": (frozenset({State.REVIEWING}), Permission.CASE_CLOSE),
    "closing": (UNDER_REVIEW, Permission.CASE_CLOSE),
    "return": (AT_THE_DOOR | UNDER_REVIEW, Permission.CASE_DISPATCH),
    "suspension": (_RUNNING, Permission.CASE_DISPATCH),
    "resumption": (frozenset({State.SUSPENDED}), Permission.CASE_DISPATCH),
    "void": (OPEN, Permission.CASE_CLOSE),
}
_PARTS = ("assignee", "doctor", "person")


def visible_to(caller: Caller) -> QuerySet[Case]:
    """Own tasks and joint visits, and everything inside the areas one may view cases of."""
    areas = within(caller.areas(Permission.CASE_VIEW))
    return Case.objects.scoped(Q(assignee=caller.id) | Q(doctor=caller.id) | areas)


def get_for(caller: Caller, key: uuid.UUID) -> Case:
    return _found(visible_to(caller).filter(key=key))


def get_task(caller: Caller, key: uuid.UUID, *, step: uuid.UUID | None = None) -> Case:
    """A task of one's own; with ``step`` also the case one handed on by that very step before."""
    mine = Q(assignee=caller.id) | Q(doctor=caller.id)
    if step:
        mine |= Q(step_key=step, step_by=caller.id)
    return _found(Case.objects.scoped(mine).filter(key=key))


def get_for_citizen(citizen: Citizen, key: uuid.UUID) -> Case:
    """One's own report, and nobody else's."""
    own = Q(reporter_kind=citizen.actor.kind, reporter_id=citizen.id)
    return _found(Case.objects.scoped(own).filter(key=key))


def steps_open_to(caller: Caller, case: Case) -> list[str]:
    """What the page may offer: steps the flow has from here and the caller may take there."""
    barred = {"feedback", "closing"} if case.outcome == Outcome.TRUE_SYMPTOMS else set()
    return [
        name
        for name, (states, permission) in DESK_STEPS.items()
        if case.state in states and name not in barred and caller.covers(case.area_code, permission)
    ]


def photo_of(case: Case, key: uuid.UUID) -> bytes:
    """A photo that came with the case, as JPEG; any other key is not found."""
    if str(key) not in case.photos:
        raise NotFound
    return content_of(by_key(key))


def by_id(case_id: int) -> Case:
    """For handlers, which act as the system and see everything."""
    return Case.objects.unscoped().get(pk=case_id)


def open_cases_of(person_id: int, *, kind: str = "") -> list[Case]:
    """For handlers: those about a person, perhaps of one kind, that have not ended."""
    about = Case.objects.unscoped().filter(person_id=person_id, state__in=OPEN)
    about = about.filter(kind=kind) if kind else about
    return list(about.order_by("id"))


def waiting_for_a_call(*, now: dt.datetime) -> QuerySet[Case]:
    """For the job: cases whose next call is due."""
    return Case.objects.unscoped().filter(retry_at__lte=now).order_by("retry_at", "id")


def _found(cases: QuerySet[Case]) -> Case:
    case = cases.select_related(*_PARTS).first()
    if case is None:
        raise NotFound
    return case
