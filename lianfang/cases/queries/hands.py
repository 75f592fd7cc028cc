"""Who could take a case: the grid workers near it, how many tasks each holds."""

from dataclasses import dataclass

from django.db.models import Count

from lianfang.cases.flow import AT_THE_DOOR
from lianfang.cases.models import Case
from lianfang.org.enums import RoleCode
from lianfang.org.queries import staff_with

_STREET = 9


@dataclass(frozen=True)
class Candidate:
    """A grid worker of the street as the dispatcher sees them (查看网格员)."""

    id: int
    name: str
    phone: str
    department: str
    is_on_duty: bool
    is_own_grid: bool
    is_assignee: bool
    open_tasks: int


def workers_for(case: Case) -> list[Candidate]:
    """Own grid first, those on duty first, the least loaded first; three statements."""
    street = staff_with(RoleCode.GRID_WORKER, areas=[case.area_code[:_STREET]])
    own = {card.id for card in staff_with(RoleCode.GRID_WORKER, areas=[case.area_code])}
    load = _load([card.id for card in street])
    found = [
        Candidate(
            id=card.id,
            name=card.name,
            phone=card.phone,
            department=card.department,
            is_on_duty=card.is_on_duty,
            is_own_grid=card.id in own,
            is_assignee=card.id == case.assignee_id,
            open_tasks=load.get(card.id, 0),
        )
        for card in street
    ]
    return sorted(found, key=lambda w: (not w.is_own_grid, not w.is_on_duty, w.open_tasks, w.id))


def _load(user_ids: list[int]) -> dict[int, int]:
    held = Case.objects.unscoped().filter(assignee__in=user_ids, state__in=AT_THE_DOOR)
    groups = held.order_by("assignee_id").values_list("assignee_id")
    return dict(groups.annotate(number=Count("id")))
