"""Which case one may open; a stranger gets NotFound."""

import datetime as dt
import uuid

from django.db.models import Q, QuerySet

from lianfang.accounts.rules import Citizen
from lianfang.cases.models import Case
from lianfang.core.problems import NotFound
from lianfang.geo.queries import within
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller

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


def by_id(case_id: int) -> Case:
    """For handlers, which act as the system and see everything."""
    return Case.objects.unscoped().get(pk=case_id)


def waiting_for_a_call(*, now: dt.datetime) -> QuerySet[Case]:
    """For the job: cases whose next call is due."""
    return Case.objects.unscoped().filter(retry_at__lte=now).order_by("retry_at", "id")


def _found(cases: QuerySet[Case]) -> Case:
    case = cases.select_related(*_PARTS).first()
    if case is None:
        raise NotFound
    return case
