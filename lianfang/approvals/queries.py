"""What waits for whom."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Q

from lianfang.approvals.models import Approval
from lianfang.core.problems import NotFound
from lianfang.geo.queries import within
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller

_SHOWN = 100


@dataclass(frozen=True)
class ApprovalRow:
    """A request as a list shows it."""

    key: uuid.UUID
    act: str
    title: str
    area_code: str
    asked_by: str
    asked_at: dt.datetime
    due_at: dt.datetime | None
    decided_by: str | None
    decided_at: dt.datetime | None
    granted: bool | None
    reason: str


_COLUMNS = (
    *("key", "act", "title", "area_code", "asked_by__name", "asked_at", "due_at"),
    *("decided_by__name", "decided_at", "granted", "reason"),
)


def waiting_for(caller: Caller) -> list[ApprovalRow]:
    """Requests this caller may decide, oldest first; never the caller's own."""
    condition = Q(pk__in=[])
    for name in caller.areas_by_permission:
        condition |= Q(permission=name) & within(caller.areas(Permission(name)))
    waiting = Approval.objects.scoped(condition).filter(is_open=True)
    others = waiting.exclude(asked_by=caller.id).order_by("id")
    return [ApprovalRow(*cells) for cells in others.values_list(*_COLUMNS)[:_SHOWN]]


def asked_by(caller: Caller) -> list[ApprovalRow]:
    """The caller's own requests, newest first."""
    own = Approval.objects.scoped(Q(asked_by=caller.id)).order_by("-id")
    return [ApprovalRow(*cells) for cells in own.values_list(*_COLUMNS)[:_SHOWN]]


def get_for(caller: Caller, key: uuid.UUID) -> Approval:
    """Whoever asked and whoever may decide see a request; a stranger gets NotFound."""
    approval = Approval.objects.unscoped().filter(key=key).first()
    if approval is None or not _may_see(caller, approval):
        raise NotFound
    return approval


def by_id(approval_id: int) -> Approval:
    """For handlers."""
    return Approval.objects.unscoped().get(pk=approval_id)


def _may_see(caller: Caller, approval: Approval) -> bool:
    if approval.asked_by_id == caller.id:
        return True
    return caller.covers(approval.area_code, Permission(approval.permission))
