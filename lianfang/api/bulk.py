"""批量: look at what would happen to many people, do it, follow it, stop it, take it back."""

import datetime as dt
import uuid
from itertools import chain
from typing import Literal

import msgspec
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from ninja import Schema, Status
from pydantic import Field

from lianfang.api.console import PersonFilters
from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.geo.queries import paths_of
from lianfang.org.enums import Permission
from lianfang.quarantine.enums import Mode, NoticeKind
from lianfang.roster import actions, jobs
from lianfang.roster import queries as roster
from lianfang.roster.client import write_sheet
from lianfang.roster.enums import BulkKind, BulkState, RowState
from lianfang.roster.rules.bulk import UNDOABLE, Bulk

router = make_router("bulk")
_VIEW = by_staff(Permission.PERSON_VIEW)  # each kind of act asks for its own right besides
_AT_ONCE = 200  # people reached while whoever began it waits
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BulkIn(PersonFilters):
    """Whom: the question of the list or those ticked in it; ``kind`` and what it needs."""

    key: uuid.UUID
    kind: BulkKind
    picked: list[uuid.UUID] = Field(default=[], max_length=10_000)
    to_mode: str = Field(default="", max_length=1)
    to_place: str = Field(default="", max_length=128)
    doctor_id: int = 0
    due_on: dt.date | None = None
    title: str = Field(default="", max_length=64)
    body: str = Field(default="", max_length=400)
    notice: str = Field(default="", max_length=12)


class ReasonOut(Schema):
    why: str
    count: int


class BulkOut(Schema):
    """``counts`` by state of rows; ``wanted`` in words."""

    key: uuid.UUID
    kind: BulkKind
    kind_label: str
    state: BulkState
    state_label: str
    wanted: str
    counts: dict[str, int]
    total: int
    done: int
    error: str
    can_undo: bool
    papers_until: dt.datetime | None
    asked_at: dt.datetime
    ended_at: dt.datetime | None


class BulkShownOut(BulkOut):
    reasons: list[ReasonOut]


class BulkRowOut(Schema):
    number: int
    person_key: uuid.UUID
    name: str
    area: str
    state: RowState
    state_label: str
    why: str


class BulkRowPage(Schema):
    items: list[BulkRowOut]
    next: str | None


class DoctorOut(Schema):
    id: int
    name: str
    department: str
    is_on_duty: bool


@router.get("", auth=_VIEW, response=list[BulkOut])
def list_bulk_acts(request: StaffRequest) -> HttpResponse:
    return encoded([_act(act) for act in roster.bulks_of(request.caller)])


@router.get("/doctors", auth=by_staff(Permission.PERSON_EDIT), response=list[DoctorOut])
def list_doctors(request: StaffRequest) -> HttpResponse:
    """Whom one may assign."""
    cards = roster.doctors_for(request.caller)
    return encoded(
        [
            {"id": c.id, "name": c.name, "department": c.department, "is_on_duty": c.is_on_duty}
            for c in cards
        ]
    )


@router.post("", auth=_VIEW, response={201: BulkShownOut})
def preview_bulk_act(request: StaffRequest, body: BulkIn) -> Status[object]:
    """Nothing is done yet."""
    bulk = Bulk(
        kind=body.kind,
        mode=body.to_mode,
        place=body.to_place,
        doctor_id=body.doctor_id,
        due_on=body.due_on,
        title=body.title,
        text=body.body,
        notice=body.notice,
    )
    act = actions.preview_bulk(
        bulk,
        query=body.as_query(),
        picked=[str(key) for key in body.picked],
        key=body.key,
        by=request.caller,
        at=clock(),
    )
    return Status(201, _shown(act))


@router.get("/{uuid:key}", auth=_VIEW, response=BulkShownOut)
def show_bulk_act(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    return encoded(_shown(roster.bulk_for(request.caller, key)))


@router.get("/{uuid:key}/rows", auth=_VIEW, response=BulkRowPage)
def list_bulk_rows(
    request: StaffRequest, key: uuid.UUID, state: str = "", cursor: str = ""
) -> HttpResponse:
    page = roster.bulk_rows(roster.bulk_for(request.caller, key), state=state, cursor=cursor)
    paths = paths_of({row.area_code for row in page.rows})
    items = [
        {
            "number": row.number,
            "person_key": row.person_key,
            "name": row.name,
            "area": paths[row.area_code],
            "state": row.state,
            "state_label": RowState(row.state).label,
            "why": row.why,
        }
        for row in page.rows
    ]
    return encoded({"items": items, "next": page.next or None})


@router.get("/{uuid:key}/not-done.xlsx", auth=_VIEW)
def show_not_done(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """Those whom the act did not reach, each with why."""
    headers, lines = roster.not_done(roster.bulk_for(request.caller, key))
    answer = HttpResponse(write_sheet("xlsx", headers, lines), content_type=_XLSX)
    answer.headers["Content-Disposition"] = 'attachment; filename="not-done.xlsx"'
    return answer


@router.get("/{uuid:key}/papers/{which}", auth=_VIEW)
def fetch_papers(
    request: StaffRequest, key: uuid.UUID, which: Literal["all", "single"]
) -> StreamingHttpResponse:
    """One PDF of all (a zip of volumes beyond a thousand) or a zip of single ones."""
    act = roster.bulk_for(request.caller, key)
    actions.note_papers(act, by=request.caller, at=clock())
    pieces = roster.papers_of(act, which)
    first = next(pieces, b"")
    kind = "pdf" if first.startswith(b"%PDF") else "zip"
    answer = StreamingHttpResponse(chain([first], pieces), content_type=f"application/{kind}")
    answer.headers["Content-Disposition"] = f'attachment; filename="notices-{which}.{kind}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@router.post("/{uuid:key}/begin", auth=_VIEW, response={202: BulkShownOut})
def begin_bulk_act(request: StaffRequest, key: uuid.UUID) -> Status[object]:
    """A short one is done at once, a long one by the worker; ``done`` tells how far it is."""
    caller, now = request.caller, clock()
    act = actions.begin_bulk(roster.bulk_for(caller, key), by=caller, at=now)
    if act.total <= _AT_ONCE and act.kind != BulkKind.NOTICES:
        act = actions.run_bulk(act, by=caller, at=now)
    else:
        transaction.on_commit(lambda: jobs.run_bulk_soon(act.pk))
    return Status(202, _shown(act))


@router.post("/{uuid:key}/cancel", auth=_VIEW, response=BulkShownOut)
def cancel_bulk_act(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    act = roster.bulk_for(request.caller, key)
    return encoded(_shown(actions.cancel_bulk(act, by=request.caller, at=clock())))


@router.post("/{uuid:key}/undo", auth=_VIEW, response=BulkShownOut)
def undo_bulk_act(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """All of it or nothing; ``fields`` of the problem say what stands in the way."""
    act = roster.bulk_for(request.caller, key)
    return encoded(_shown(actions.undo_bulk(act, by=request.caller, at=clock())))


def _shown(act: object) -> dict[str, object]:
    reasons = roster.reasons_of(act)  # type: ignore[arg-type]  # the query's own row
    return _act(act) | {"reasons": [{"why": why, "count": count} for why, count in reasons]}


def _act(act: object) -> dict[str, object]:
    told = {name: getattr(act, name) for name in BulkOut.model_fields if hasattr(act, name)}
    kind, state = BulkKind(str(told["kind"])), BulkState(str(told["state"]))
    over = {BulkState.DONE, BulkState.CANCELLED}
    counts: dict[str, int] = getattr(act, "counts", {})
    return told | {
        "kind_label": kind.label,
        "state_label": state.label,
        "wanted": _in_words(msgspec.json.decode(getattr(act, "wanted", "{}"), type=Bulk)),
        "can_undo": kind in UNDOABLE and state in over and bool(counts.get(RowState.DONE)),
    }


def _in_words(bulk: Bulk) -> str:
    match bulk.kind:
        case BulkKind.ARRANGE:
            mode = Mode(bulk.mode).label if bulk.mode else ""
            return " · ".join(filter(None, [mode, bulk.place]))
        case BulkKind.DOCTOR:
            return bulk.doctor_name
        case BulkKind.CHECKS:
            return f"{bulk.due_on} 前"
        case BulkKind.MESSAGE:
            return bulk.title
        case _:
            return NoticeKind(bulk.notice).label
