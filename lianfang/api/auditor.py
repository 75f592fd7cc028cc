"""What an audit administrator reads: the trail and the access log, no person's data."""

import datetime as dt

from django.http import HttpResponse
from ninja import Schema

from lianfang.api.door import StaffRequest, by_staff, encoded, make_router
from lianfang.audit import queries
from lianfang.org.enums import Permission

router = make_router("auditor")
_READ = by_staff(Permission.AUDIT_READ)


class LogEntryOut(Schema):
    id: int
    action: str
    subject_type: str
    subject_id: int
    actor_kind: str
    actor_id: int | None
    actor_name: str
    happened_at: dt.datetime
    area_code: str
    seal: str


class LogEntryPage(Schema):
    items: list[LogEntryOut]
    next: str | None


class AccessOut(Schema):
    id: int
    subject_type: str
    subject_id: int
    actor_kind: str
    actor_id: int | None
    actor_name: str
    fields: str
    reason: str
    at: dt.datetime


class AccessPage(Schema):
    items: list[AccessOut]
    next: str | None


@router.get("/entries", auth=_READ, response=LogEntryPage)
def list_entries(request: StaffRequest, action: str = "", cursor: str = "") -> HttpResponse:
    page = queries.log_page(action=action, cursor=cursor)
    return encoded({"items": page.rows, "next": page.next or None})


@router.get("/accesses", auth=_READ, response=AccessPage)
def list_accesses(request: StaffRequest, cursor: str = "") -> HttpResponse:
    page = queries.access_page(cursor=cursor)
    return encoded({"items": page.rows, "next": page.next or None})
