"""批量导入: the template, a table read, looked at, committed, taken back."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.http import HttpResponse
from ninja import File, Form, Schema, Status
from ninja.files import UploadedFile

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.org.enums import Permission
from lianfang.roster import actions, jobs
from lianfang.roster import queries as roster
from lianfang.roster.client import write_sheet
from lianfang.roster.enums import BatchState
from lianfang.roster.errors import BatchDone

router = make_router("imports")
_IMPORT = by_staff(Permission.PERSON_IMPORT)
_AT_ONCE = 2_000  # rows taken back while their sender waits
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {"xlsx": _XLSX, "csv": "text/csv; charset=utf-8"}


class ColumnOut(Schema):
    """A column of the table; ``field`` is empty where nobody knows what it means."""

    at: int
    header: str
    field: str
    label: str


class BatchOut(Schema):
    key: uuid.UUID
    name: str
    state: BatchState
    state_label: str
    counts: dict[str, int]
    total: int
    done: int
    error: str
    columns: list[ColumnOut]
    opened_at: dt.datetime
    committed_at: dt.datetime | None


class FaultOut(Schema):
    field: str
    label: str
    said: str


class BatchRowOut(Schema):
    number: int
    pile: str
    name: str
    cells: dict[str, str]
    faults: list[FaultOut]
    doubts: list[FaultOut]


class BatchRowPage(Schema):
    items: list[BatchRowOut]
    next: str | None


@router.get("/template.xlsx", auth=_IMPORT)
def show_template(request: StaffRequest) -> HttpResponse:
    return file_answer(roster.template(request.caller), "xlsx", "import-template")


@router.post("", auth=_IMPORT, response={201: BatchOut})
def upload(
    request: StaffRequest,
    key: Form[uuid.UUID],
    file: File[UploadedFile],
    chosen: Form[str] = "{}",
) -> Status[object]:
    """Read a table; ``chosen`` maps columns (from 0) to fields where the headers do not."""
    columns = {int(at): str(name) for at, name in json.loads(chosen).items() if name}
    batch = actions.open_batch(
        file.name or "表格", file.read(), chosen=columns, key=key, by=request.caller, at=clock()
    )
    if batch.state == BatchState.READING:
        transaction.on_commit(lambda: jobs.read_soon(batch.pk))
    return Status(201, batch_out(batch, roster.fields_for(request.caller)))


@router.get("", auth=_IMPORT, response=list[BatchOut])
def list_batches(request: StaffRequest) -> HttpResponse:
    known = roster.fields_for(request.caller)
    return encoded([batch_out(batch, known) for batch in roster.batches_of(request.caller)])


@router.get("/{uuid:key}", auth=_IMPORT, response=BatchOut)
def show_batch(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    batch = roster.batch_for(request.caller, key)
    return encoded(batch_out(batch, roster.fields_for(request.caller)))


@router.get("/{uuid:key}/rows", auth=_IMPORT, response=BatchRowPage)
def list_rows(
    request: StaffRequest, key: uuid.UUID, pile: str = "", cursor: str = ""
) -> HttpResponse:
    page = roster.rows_of(roster.batch_for(request.caller, key), pile=pile, cursor=cursor)
    known = roster.fields_for(request.caller)
    return encoded({"items": [row_out(row, known) for row in page.rows], "next": page.next or None})


@router.get("/{uuid:key}/bad.xlsx", auth=_IMPORT)
def show_bad_rows(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """The rows to correct and send again, each with its reason."""
    batch = roster.batch_for(request.caller, key)
    headers, rows = roster.bad_rows(batch, known=roster.fields_for(request.caller))
    return file_answer(write_sheet("xlsx", headers, rows), "xlsx", "rows-to-correct")


@router.post("/{uuid:key}/commit", auth=_IMPORT, response={202: BatchOut})
def commit(request: StaffRequest, key: uuid.UUID) -> Status[object]:
    """Answers at once; the worker puts the rows on file and ``done`` tells how far it is."""
    batch = roster.batch_for(request.caller, key)
    if batch.state != BatchState.PREVIEW:
        raise BatchDone
    transaction.on_commit(lambda: jobs.commit_soon(batch.pk))
    return Status(202, batch_out(batch, roster.fields_for(request.caller)))


@router.post("/{uuid:key}/undo", auth=_IMPORT, response=BatchOut)
def undo(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """A short batch at once; a long one by the worker, ``error`` telling what stands in the way."""
    batch = roster.batch_for(request.caller, key)
    known = roster.fields_for(request.caller)
    if batch.state == BatchState.COMMITTED and batch.total > _AT_ONCE:
        batch.error = ""
        batch.save(update_fields=["error"])
        transaction.on_commit(lambda: jobs.undo_soon(batch.pk))
        return encoded(batch_out(batch, known))
    return encoded(batch_out(actions.undo_batch(batch, by=request.caller, at=clock()), known))


def file_answer(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=_TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def batch_out(batch: object, known: roster.Fields) -> dict[str, object]:
    told = {name: getattr(batch, name) for name in BatchOut.model_fields if hasattr(batch, name)}
    headers, columns = getattr(batch, "headers", []), getattr(batch, "columns", {})
    return told | {
        "state_label": BatchState(str(told["state"])).label,
        "columns": [
            {
                "at": at,
                "header": header,
                "field": columns.get(str(at), ""),
                "label": known.label_of(columns[str(at)]) if str(at) in columns else "",
            }
            for at, header in enumerate(headers)
        ],
    }


def row_out(row: roster.RowShown, known: roster.Fields) -> dict[str, object]:
    cells = json.loads(row.cells)
    return {
        "number": row.number,
        "pile": row.pile,
        "name": cells.get("name", ""),
        "cells": cells,
        "faults": _said(row.faults, known),
        "doubts": _said(row.doubts, known),
    }


def _said(words: Mapping[str, str], known: roster.Fields) -> list[dict[str, str]]:
    return [
        {"field": name, "label": known.label_of(name), "said": said} for name, said in words.items()
    ]
