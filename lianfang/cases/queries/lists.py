"""Lists of cases: a grid worker's tasks, the seat's desk."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lianfang.cases.enums import Light, State
from lianfang.cases.flow import AT_THE_DOOR, OPEN
from lianfang.cases.models import Case
from lianfang.core.compiled import Compiled, Shaped
from lianfang.core.masking import mask_number
from lianfang.core.paging import Page, decode, page_of
from lianfang.geo.queries import levels_of, within, within_levels
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller

SIZE = 20
MOST = 200  # tasks one worker can hold and still look through


@dataclass(frozen=True)
class Task:
    """One line of a grid worker's list, whose light is computed when it is shown."""

    key: uuid.UUID
    number: str
    kind: str
    source: str
    state: str
    urgency: int
    subject_name: str
    subject_phone: str
    address: str
    area_code: str
    symptoms: list[str]
    opened_at: dt.datetime
    yellow_at: dt.datetime | None
    due_at: dt.datetime | None
    attempts: int
    retry_at: dt.datetime | None
    doctor_id: int | None

    @property
    def phone_masked(self) -> str:
        return mask_number(self.subject_phone)

    def light(self, now: dt.datetime) -> Light:
        return light_at(self.yellow_at, self.due_at, now)


@dataclass(frozen=True)
class Filters:
    """What the seat's list may be narrowed by; empty means no condition.

    ``text`` is a case number (or its end) or the beginning of a subject's name.
    """

    state: str = ""
    light: str = ""
    urgency: int = 0
    area_code: str = ""
    kind: str = ""
    source: str = ""
    text: str = ""


@dataclass(frozen=True)
class CaseRow:
    """One line of the seat's list."""

    id: int
    key: uuid.UUID
    number: str
    kind: str
    source: str
    state: str
    urgency: int
    subject_name: str
    area_code: str
    opened_at: dt.datetime
    yellow_at: dt.datetime | None
    due_at: dt.datetime | None
    outcome: str
    assignee__name: str | None

    def light(self, now: dt.datetime) -> Light:
        return light_at(self.yellow_at, self.due_at, now)


@dataclass(frozen=True)
class StateCount:
    """How many cases of the caller's areas stand in one state, and how many of them are late."""

    state: str
    total: int
    yellow: int
    red: int


_ROW = tuple(CaseRow.__dataclass_fields__)


def light_at(yellow_at: dt.datetime | None, due_at: dt.datetime | None, now: dt.datetime) -> Light:
    """The light from the two stored moments: the same as ``flow`` computes from the used time."""
    if yellow_at is None or due_at is None:
        return Light.NONE
    if now > due_at:
        return Light.RED
    return Light.YELLOW if now >= yellow_at else Light.GREEN


def as_row(case: Case) -> CaseRow:
    """One case as a row of the seat's list."""
    assignee = case.assignee.name if case.assignee else None
    columns = {column: getattr(case, column) for column in _ROW[:-1]}
    return CaseRow(**columns, assignee__name=assignee)


def as_task(case: Case) -> Task:
    """One case as a row of its worker's list."""
    return Task(*(getattr(case, column) for column in Task.__dataclass_fields__))


def tasks_of(caller: Caller) -> list[Task]:
    """What waits for this worker, the first due first; joint visits of a doctor are not here."""
    return _tasks(user_id=caller.id)


def joint_visits_of(caller: Caller) -> list[Task]:
    """Visits to which a grid worker invited this doctor and that are still going on."""
    return _joint_visits(user_id=caller.id)


def list_page(
    caller: Caller, *, filters: Filters, cursor: str, now: dt.datetime, size: int = SIZE
) -> Page[CaseRow]:
    """Cases of the areas one may view, the newest first."""
    rows = Case.objects.scoped(within(caller.areas(Permission.CASE_VIEW)))
    rows = rows.filter(_narrowed(filters, now))
    if cursor:
        rows = rows.filter(pk__lt=int(decode(cursor, 1)[0]))
    found = [CaseRow(*cells) for cells in rows.order_by("-id").values_list(*_ROW)[: size + 1]]
    return page_of(found, size, lambda row: (row.id,))


def counts_for(caller: Caller, *, now: dt.datetime) -> list[StateCount]:
    """Open states, even those in which nothing stands, with how many are late; one statement."""
    rows = Case.objects.scoped(within(caller.areas(Permission.CASE_VIEW)))
    groups = rows.filter(state__in=OPEN).order_by("state").values_list("state")
    counted = groups.annotate(
        total=Count("id"),
        yellow=Count("id", filter=_lit(Light.YELLOW, now)),
        red=Count("id", filter=_lit(Light.RED, now)),
    )
    found = {state: StateCount(state, *numbers) for state, *numbers in counted}
    return [found.get(state, StateCount(state, 0, 0, 0)) for state in State if state in OPEN]


def _narrowed(filters: Filters, now: dt.datetime) -> Q:
    condition = within([filters.area_code]) if filters.area_code else Q()
    for name in ("state", "urgency", "kind", "source"):
        value = getattr(filters, name)
        if value:
            condition &= Q(**{name: value})
    if filters.light:
        condition &= _lit(Light(filters.light), now)
    text = filters.text.strip().upper()
    if text:
        condition &= (
            Q(number__endswith=text)
            if text[-1].isdigit()
            else Q(subject_name__startswith=filters.text.strip())
        )
    return condition


def _lit(light: Light, now: dt.datetime) -> Q:
    match light:
        case Light.RED:
            return Q(due_at__lt=now)
        case Light.YELLOW:
            return Q(yellow_at__lte=now, due_at__gte=now)
        case Light.GREEN:
            return Q(yellow_at__gt=now)
        case _:
            return Q(due_at=None)


def _tasks_of(user_id: int) -> QuerySet[Case]:
    own = Case.objects.scoped(Q(assignee_id=user_id))
    return own.filter(state__in=sorted(AT_THE_DOOR)).order_by("due_at", "id")[:MOST]


def _joint_visits_of(user_id: int) -> QuerySet[Case]:
    invited = Case.objects.scoped(Q(doctor_id=user_id))
    return invited.filter(state__in=sorted(AT_THE_DOOR)).order_by("due_at", "id")[:MOST]


_tasks = Compiled(Task, _tasks_of, user_id=int)
_joint_visits = Compiled(Task, _joint_visits_of, user_id=int)


def open_by_area(*, area_code: str = "") -> dict[str, int]:
    """How many cases are open, by area; for counters, one statement."""
    rows = Case.objects.unscoped().filter(state__in=OPEN)
    if area_code:
        rows = rows.filter(area_code=area_code)
    counted = rows.order_by().values("area_code").annotate(n=Count("id"))
    return dict(counted.values_list("area_code", "n"))


def overdue_count(areas: Iterable[str], *, now: dt.datetime) -> int:
    """Open cases past their limit; one statement."""
    levels, codes = levels_of(areas)
    return _late.count(levels, now=now, **codes)


@dataclass(frozen=True)
class _Id:
    id: int


def _late_in(levels: tuple[int, ...], now: dt.datetime, **codes: str) -> QuerySet[Case]:
    late = Case.objects.scoped(within_levels(levels, codes)).filter(state__in=sorted(OPEN))
    return late.filter(_lit(Light.RED, now)).order_by()


_late = Shaped(_Id, _late_in)
