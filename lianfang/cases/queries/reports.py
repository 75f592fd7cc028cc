"""What a citizen reported and asked for, as they find it again: three words, never a finding."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Q

from lianfang.accounts.rules import Citizen
from lianfang.cases import flow
from lianfang.cases.enums import Kind, PublicState, State
from lianfang.cases.models import Case
from lianfang.cases.queries.stories import told_word
from lianfang.core.clock import end_of, start_of
from lianfang.core.paging import BadCursor, Page, decode, page_of

SIZE = 20


@dataclass(frozen=True)
class Report:
    """A citizen's own case as the list shows it."""

    id: int
    key: uuid.UUID
    number: str
    kind: str
    subject_kind: str
    subject_name: str
    opened_at: dt.datetime
    state: str
    held_state: str

    @property
    def public_state(self) -> PublicState:
        return flow.public_state(self.state, self.held_state)

    @property
    def state_label(self) -> str:
        return told_word(self.kind, self.public_state)


@dataclass(frozen=True)
class ReportFilters:
    """Empty means no condition; days are the city's, both included.

    ``kind`` is whom a report is about, or ``help`` and ``appeal``.
    """

    state: PublicState | None = None
    kind: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


_ROW = tuple(Report.__dataclass_fields__)


def as_report(case: Case) -> Report:
    """A citizen's own case as a row of their list."""
    return Report(*(getattr(case, column) for column in _ROW))


def reports_page(
    citizen: Citizen, *, filters: ReportFilters, cursor: str, size: int = SIZE
) -> Page[Report]:
    """One's own, the newest first; one statement."""
    rows = Case.objects.scoped(Q(reporter_kind="account", reporter_id=citizen.id))
    rows = rows.filter(_narrowed(filters))
    if cursor:
        rows = rows.filter(pk__lt=_place(cursor))
    found = [Report(*cells) for cells in rows.order_by("-id").values_list(*_ROW)[: size + 1]]
    return page_of(found, size, lambda row: (row.id,))


def _narrowed(filters: ReportFilters) -> Q:
    condition = _told_as(filters.state) if filters.state else Q()
    if filters.kind in {Kind.HELP, Kind.APPEAL}:
        condition &= Q(kind=filters.kind)
    elif filters.kind:
        condition &= Q(subject_kind=filters.kind)
    if filters.since:
        condition &= Q(opened_at__gte=start_of(filters.since))
    if filters.until:
        condition &= Q(opened_at__lt=end_of(filters.until))
    return condition


def _told_as(told: PublicState) -> Q:
    """The states behind one of the three words; held up, a case is told as before."""
    behind = [s for s in State if s != State.SUSPENDED and flow.public_state(s) == told]
    return Q(state__in=behind) | Q(state=State.SUSPENDED, held_state__in=behind)


def _place(cursor: str) -> int:
    [place] = decode(cursor, 1)
    if not place.isdecimal():
        raise BadCursor
    return int(place)
