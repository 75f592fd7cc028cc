"""导出: ask for people as a file, follow it, stop it, fetch it while it lasts."""

import datetime as dt
import uuid
from urllib.parse import quote

from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from ninja import Schema, Status
from pydantic import Field

from lianfang.api.console import PersonFilters
from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.org.enums import Permission
from lianfang.policy.queries import export_alone_most
from lianfang.roster import actions, jobs
from lianfang.roster import queries as roster
from lianfang.roster.enums import ExportForm, ExportState

router = make_router("exports")
_VIEW = by_staff(Permission.PERSON_VIEW)
_AT_ONCE = 500  # people written while whoever asked waits


class ExportIn(PersonFilters):
    """The question of the list or the people ticked in it, and what of them is wanted."""

    key: uuid.UUID
    form: ExportForm = ExportForm.XLSX
    fields: list[str] = Field(default=[], max_length=120)
    picked: list[uuid.UUID] = Field(default=[], max_length=10_000)
    is_masked: bool = True
    is_shifted: bool = False
    reason: str = Field(default="", max_length=200)


class ExportOut(Schema):
    key: uuid.UUID
    name: str
    form: ExportForm
    form_label: str
    state: ExportState
    state_label: str
    is_masked: bool
    reason: str
    total: int
    done: int
    size: int
    fetched: int
    error: str
    asked_at: dt.datetime
    expires_at: dt.datetime | None


class ExportListOut(Schema):
    """``alone_most`` people leave without a second person's word."""

    items: list[ExportOut]
    alone_most: int


@router.get("", auth=_VIEW, response=ExportListOut)
def list_exports(request: StaffRequest) -> HttpResponse:
    items = [_export(one) for one in roster.exports_of(request.caller)]
    return encoded({"items": items, "alone_most": export_alone_most(at=clock())})


@router.post("", auth=_VIEW, response={201: ExportOut})
def ask_export(request: StaffRequest, body: ExportIn) -> Status[object]:
    """A short one is there at once, a long one is made by the worker, many wait for approval."""
    wanted = actions.Wanted(
        form=body.form,
        fields=body.fields,
        query=body.as_query(),
        picked=[str(key) for key in body.picked],
        is_masked=body.is_masked,
        is_shifted=body.is_shifted,
    )
    caller, now = request.caller, clock()
    export = actions.ask_export(wanted, reason=body.reason, key=body.key, by=caller, at=now)
    if export.state == ExportState.QUEUED:
        if export.total <= _AT_ONCE:
            export = actions.make_export(export, by=caller, at=now)
        else:
            transaction.on_commit(lambda: jobs.make_soon(export.pk))
    return Status(201, _export(export))


@router.get("/{uuid:key}", auth=_VIEW, response=ExportOut)
def show_export(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    return encoded(_export(roster.export_for(request.caller, key)))


@router.post("/{uuid:key}/cancel", auth=_VIEW, response=ExportOut)
def cancel_export(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    export = roster.export_for(request.caller, key)
    return encoded(_export(actions.cancel_export(export, by=request.caller, at=clock())))


@router.get("/{uuid:key}/file", auth=_VIEW)
def fetch_export(request: StaffRequest, key: uuid.UUID) -> StreamingHttpResponse:
    """The file itself, to its maker alone; every time is written down."""
    export = roster.export_for(request.caller, key)
    actions.note_fetch(export, by=request.caller, at=clock())
    answer = StreamingHttpResponse(roster.file_of(export), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(export.name)}"
    answer.headers["Content-Length"] = str(export.size)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _export(export: object) -> dict[str, object]:
    told = {name: getattr(export, name) for name in ExportOut.model_fields if hasattr(export, name)}
    return told | {
        "form_label": ExportForm(str(told["form"])).label,
        "state_label": ExportState(str(told["state"])).label,
    }
