"""人员批量申报: the template, a table read and looked at, its people declared once."""

import uuid

from django.db import transaction
from django.http import HttpResponse
from ninja import File, Form, Status
from ninja.files import UploadedFile

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.api.imports import BatchOut, BatchRowPage, batch_out, file_answer, row_out
from lianfang.declarations.errors import NoOrganisation
from lianfang.org.enums import Permission
from lianfang.org.queries import department
from lianfang.org.rules import Caller
from lianfang.roster import actions, jobs
from lianfang.roster import queries as roster
from lianfang.roster.client import write_sheet
from lianfang.roster.enums import BatchState
from lianfang.roster.errors import BatchDone

router = make_router("tables")
_DECLARE = by_staff(Permission.DECLARATION_SUBMIT)


@router.get("/template.xlsx", auth=_DECLARE)
def show_form_template(request: StaffRequest) -> HttpResponse:
    """The form as a workbook with drop-downs."""
    return file_answer(roster.form_template(_form(request.caller)), "xlsx", "declare-template")


@router.post("", auth=_DECLARE, response={201: BatchOut})
def upload_table(
    request: StaffRequest, key: Form[uuid.UUID], file: File[UploadedFile]
) -> Status[object]:
    """Read at once; nobody is declared before the commit."""
    now, content = clock(), file.read()
    batch = actions.open_table(file.name or "表格", content, key=key, by=request.caller, at=now)
    return Status(201, batch_out(batch, _form(request.caller)))


@router.get("", auth=_DECLARE, response=list[BatchOut])
def list_tables(request: StaffRequest) -> HttpResponse:
    form = _form(request.caller)
    return encoded([batch_out(one, form) for one in roster.declared_batches_of(request.caller)])


@router.get("/{uuid:key}", auth=_DECLARE, response=BatchOut)
def show_table(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    batch = roster.declared_batch_for(request.caller, key)
    return encoded(batch_out(batch, _form(request.caller)))


@router.get("/{uuid:key}/rows", auth=_DECLARE, response=BatchRowPage)
def list_table_rows(
    request: StaffRequest, key: uuid.UUID, pile: str = "", cursor: str = ""
) -> HttpResponse:
    batch, form = roster.declared_batch_for(request.caller, key), _form(request.caller)
    page = roster.rows_of(batch, pile=pile, cursor=cursor)
    return encoded({"items": [row_out(row, form) for row in page.rows], "next": page.next or None})


@router.get("/{uuid:key}/bad.xlsx", auth=_DECLARE)
def show_bad_table_rows(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """The rows to correct and send again, each with its reason."""
    batch = roster.declared_batch_for(request.caller, key)
    headers, rows = roster.bad_rows(batch, known=_form(request.caller))
    return file_answer(write_sheet("xlsx", headers, rows), "xlsx", "rows-to-correct")


@router.post("/{uuid:key}/commit", auth=_DECLARE, response={202: BatchOut})
def commit_table(request: StaffRequest, key: uuid.UUID) -> Status[object]:
    """Answers at once; the worker declares them and ``done`` tells how far it is."""
    batch = roster.declared_batch_for(request.caller, key)
    if batch.state != BatchState.PREVIEW:
        raise BatchDone
    transaction.on_commit(lambda: jobs.declare_soon(batch.pk))
    return Status(202, batch_out(batch, _form(request.caller)))


def _form(caller: Caller) -> roster.FormShown:
    if caller.department_id is None:
        raise NoOrganisation
    return roster.form_of(department(caller.department_id), at=clock())
