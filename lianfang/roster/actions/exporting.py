"""导出: ask for people as a file, make it in parts, fetch it while it lasts."""

import datetime as dt
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from django.db import transaction
from django.db.models import F

from lianfang.approvals.actions import ask
from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.core.clock import LOCAL
from lianfang.core.problems import NotFound, Problem
from lianfang.files.actions import drop_held, hold_long
from lianfang.geo.queries import COLUMN
from lianfang.org.enums import Permission
from lianfang.org.rules import COUNTRY, Caller
from lianfang.people.queries import count, ids_for_export
from lianfang.policy.queries import export_alone_most, export_kept_for
from lianfang.roster.client import Page, write_text, write_workbook
from lianfang.roster.enums import ExportForm, ExportState
from lianfang.roster.errors import (
    BadFields,
    ExportDone,
    ExportGone,
    MoreThanGranted,
    NobodyFound,
    ReasonNeeded,
    TooMany,
)
from lianfang.roster.models import Export
from lianfang.roster.queries.dictionary import fields_for
from lianfang.roster.queries.searching import asked
from lianfang.roster.queries.tables import (
    headers_of,
    line_list_pages,
    line_list_parts,
    table_parts,
)
from lianfang.roster.rules.deidentified import COLUMNS, Veil
from lianfang.roster.rules.questions import in_words, safely

ACT = "roster.export"
MOST = 200_000
_OPEN = (ExportState.WAITING, ExportState.QUEUED, ExportState.RUNNING)
_MANY = "人数较多，需要审批，请填写导出理由"
_STUCK = dt.timedelta(hours=6)
_SUFFIX = {ExportForm.XLSX: "xlsx", ExportForm.CSV: "csv", ExportForm.LINE_LIST: "xlsx"}
_KIND = {ExportForm.LINE_LIST: "去标识清单"}


@dataclass(frozen=True)
class Wanted:
    """Whom and what an export is about; ``picked`` are keys ticked one by one."""

    form: ExportForm = ExportForm.XLSX
    fields: Sequence[str] = ()
    query: Mapping[str, object] = field(default_factory=dict)
    picked: Sequence[str] = ()
    is_masked: bool = True
    is_shifted: bool = False


class _Stopped(Exception):
    """Its maker cancelled it on the way."""


@transaction.atomic
def ask_export(
    wanted: Wanted, *, reason: str = "", key: uuid.UUID | None = None, by: Caller, at: dt.datetime
) -> Export:
    """Queue an export, or let it wait for a second person where it is of many.

    The same key again finds the first. Raises BadFields, ReasonNeeded, NobodyFound, TooMany.
    """
    by.must(Permission.PERSON_VIEW)
    sent = Export.objects.filter(key=key).first() if key else None
    if sent:
        if sent.user_id != by.id:
            raise NotFound
        return sent
    is_masked = wanted.is_masked or wanted.form == ExportForm.LINE_LIST
    _check(wanted, is_masked=is_masked, reason=reason, by=by)
    total = count(by, filters=asked(wanted.query, wanted.picked, by=by, at=at), most=MOST + 1)
    if total > MOST:
        raise TooMany
    if not total:
        raise NobodyFound
    must_wait = total > export_alone_most(at=at)
    if must_wait and not reason.strip():
        raise ReasonNeeded(_MANY, fields={"reason": _MANY})
    export = Export.objects.create(
        key=key or uuid.uuid4(),
        form=wanted.form,
        state=ExportState.WAITING if must_wait else ExportState.QUEUED,
        query=msgspec.json.encode(wanted.query).decode(),
        picked=list(wanted.picked),
        fields=_fields(wanted),
        is_masked=is_masked,
        is_shifted=wanted.is_shifted,
        reason=reason.strip(),
        name=_name(wanted.form, by, at),
        total=total,
        area_code=_area_of(wanted.query, by),
        user_id=by.id,
        user_name=by.name,
        asked_at=at,
    )
    record("export.asked", export, by=by.actor, at=at, detail=_told(export))
    if must_wait:
        _wait(export, by=by, at=at)
    return export


def _check(wanted: Wanted, *, is_masked: bool, reason: str, by: Caller) -> None:
    known = fields_for(by).by_id
    unknown = [name for name in wanted.fields if name not in known]
    if unknown:
        raise BadFields(fields=dict.fromkeys(unknown, "没有这个字段"))
    if not wanted.fields and wanted.form != ExportForm.LINE_LIST:
        raise BadFields("请至少选择一个字段", fields={"fields": "请至少选择一个字段"})
    if not is_masked:
        by.must(Permission.PERSON_UNMASK)
        if not reason.strip():
            raise ReasonNeeded(fields={"reason": ReasonNeeded.title})


def _fields(wanted: Wanted) -> list[str]:
    if wanted.form == ExportForm.LINE_LIST:
        return [column.id for column in COLUMNS]
    return list(dict.fromkeys(wanted.fields))


def _name(form: ExportForm, by: Caller, at: dt.datetime) -> str:
    when = at.astimezone(LOCAL).strftime("%Y%m%d-%H%M")
    return f"{_KIND.get(form, '人员')}-{when}-{by.name}.{_SUFFIX[form]}"


def _area_of(query: Mapping[str, object], by: Caller) -> str:
    """The smallest area that holds all that is asked for: who decides covers it."""
    inside = str(query.get("area_code") or "")
    areas = by.areas(Permission.PERSON_VIEW)
    if inside and by.covers(inside, Permission.PERSON_VIEW):
        return inside
    if COUNTRY in areas:
        return ""
    for digits in sorted(COLUMN, reverse=True):
        shared = {code[:digits] for code in areas}
        if len(shared) == 1 and all(len(code) >= digits for code in areas):
            return shared.pop()
    return ""


def _told(export: Export) -> dict[str, object]:
    """What the trail keeps: the filter without a whole number, the columns, how many and why."""
    return {
        "form": export.form,
        "count": export.total,
        "fields": export.fields,
        "filter": safely(msgspec.json.decode(export.query)),
        "picked": len(export.picked),
        "is_masked": export.is_masked,
        "reason": export.reason,
    }


def _wait(export: Export, *, by: Caller, at: dt.datetime) -> None:
    whole = "" if export.is_masked else "，含完整号码和住址"
    form = ExportForm(export.form).label
    ask(
        ACT,
        subject=export,
        area_code=export.area_code,
        title=f"导出 {export.total} 人（{form}{whole}）：{export.reason}"[:128],
        permission=Permission.APPROVAL_DECIDE,
        payload=_told(export),
        by=by,
        at=at,
    )


@transaction.atomic
def settle_export(export_id: int, *, granted: bool, by: Actor, at: dt.datetime) -> Export:
    """What the second person said; a cancelled one stays so, said twice it changes nothing."""
    waiting = Export.objects.filter(pk=export_id, state=ExportState.WAITING)
    state = ExportState.QUEUED if granted else ExportState.REFUSED
    if waiting.update(state=state):
        export = Export.objects.get(pk=export_id)
        record(f"export.{'released' if granted else 'refused'}", export, by=by, at=at)
    return Export.objects.get(pk=export_id)


def make_export(export: Export, *, by: Caller, at: dt.datetime) -> Export:
    """Write the file, part after part, and keep it for a while; never inside a transaction.

    What goes wrong stands in the export. Raises ExportDone when somebody made it already.
    """
    queued = Export.objects.filter(pk=export.pk, state=ExportState.QUEUED)
    if export.user_id != by.id or not queued.update(state=ExportState.RUNNING, done=0):
        raise ExportDone
    try:
        ids = _whom(export, by=by, at=at)
        with tempfile.TemporaryDirectory(prefix="lianfang-export-") as folder:
            place = Path(folder) / "out"
            _write(export, place, ids, by=by, at=at)
            hold_long(export.key, place, by=by.actor, at=at)
            _finish(export, len(ids), place.stat().st_size, by=by, at=at)
    except _Stopped:
        drop_held(export.key, by=by.actor, at=at)
    except Exception as failure:
        said = str(failure) if isinstance(failure, Problem) else "系统出错，请稍后重试"
        Export.objects.filter(pk=export.pk).update(state=ExportState.FAILED, error=said[:200])
        if not isinstance(failure, Problem):
            raise
    export.refresh_from_db()
    return export


def _whom(export: Export, *, by: Caller, at: dt.datetime) -> list[int]:
    """Who is found now; never more than somebody agreed to."""
    if not export.is_masked:
        by.must(Permission.PERSON_UNMASK)
    filters = asked(msgspec.json.decode(export.query), export.picked, by=by, at=at)
    agreed = max(export.total, export_alone_most(at=at))
    ids = ids_for_export(by, filters=filters, at=at, most=agreed + 1)
    if len(ids) > agreed:
        raise MoreThanGranted
    return ids


def _write(export: Export, place: Path, ids: Sequence[int], *, by: Caller, at: dt.datetime) -> None:
    mark = _mark(export, len(ids), at)
    pages = [_notes(export, len(ids), at)]
    if export.form == ExportForm.LINE_LIST:
        veil = Veil(export.key.hex, is_shifted=export.is_shifted)
        rows = _rows(export, line_list_parts(ids, veil, at=at))
        pages = [*line_list_pages(is_shifted=export.is_shifted), *pages]
        write_workbook(place, export.fields, rows, mark=mark, title="清单", pages=pages)
        return
    parts = table_parts(ids, export.fields, is_masked=export.is_masked, by=by, at=at)
    headers, rows = headers_of(export.fields, by=by), _rows(export, parts)
    if export.form == ExportForm.CSV:
        write_text(place, headers, rows, mark=mark)
    else:
        write_workbook(place, headers, rows, mark=mark, pages=pages)


def _rows(export: Export, parts: Iterable[list[list[str]]]) -> Iterator[list[str]]:
    """One line after another; between parts it is told how far it is, and heard whether to stop."""
    done = 0
    for lines in parts:
        yield from lines
        done += len(lines)
        running = Export.objects.filter(pk=export.pk, state=ExportState.RUNNING)
        if not running.update(done=done):
            raise _Stopped


def _mark(export: Export, number: int, at: dt.datetime) -> str:
    when = at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
    return f"{export.user_name} 于 {when} 导出 {number} 人，仅限疫情防控使用，请妥善保管"


def _notes(export: Export, number: int, at: dt.datetime) -> Page:
    query = msgspec.json.decode(export.query)
    ticked = f"；逐个勾选 {len(export.picked)} 人" if export.picked else ""
    lines = [
        ["项目", "内容"],
        ["水印", _mark(export, number, at)],
        ["条件", in_words(query) + ticked],
        ["号码和住址", "已隐藏" if export.is_masked else "完整（仅限有权查看的区域）"],
        ["理由", export.reason],
        ["编号", str(export.key)],
    ]
    return Page("说明", lines)


@transaction.atomic
def _finish(export: Export, number: int, size: int, *, by: Caller, at: dt.datetime) -> None:
    running = Export.objects.filter(pk=export.pk, state=ExportState.RUNNING)
    kept = {"ready_at": at, "expires_at": at + export_kept_for(at=at)}
    ready = {"state": ExportState.READY, "total": number, "done": number, "size": size}
    if not running.update(**ready, **kept):
        raise _Stopped
    export.total = number
    record("people.exported", export, by=by.actor, at=at, detail=_told(export))


@transaction.atomic
def cancel_export(export: Export, *, by: Caller, at: dt.datetime) -> Export:
    """Stop waiting for it, or making it. Raises NotFound for a stranger, ExportDone when over."""
    if export.user_id != by.id:
        raise NotFound
    if not Export.objects.filter(pk=export.pk, state__in=_OPEN).update(state=ExportState.CANCELLED):
        raise ExportDone
    export.refresh_from_db()
    record("export.cancelled", export, by=by.actor, at=at)
    return export


@transaction.atomic
def note_fetch(export: Export, *, by: Caller, at: dt.datetime) -> None:
    """Its maker fetches the file; every time is kept. Raises NotFound, ExportGone."""
    if export.user_id != by.id:
        raise NotFound
    if not export.is_masked:
        by.must(Permission.PERSON_UNMASK)
    ready = Export.objects.filter(pk=export.pk, state=ExportState.READY, expires_at__gt=at)
    if not ready.update(fetched=F("fetched") + 1):
        raise ExportGone
    record("export.fetched", export, by=by.actor, at=at, detail={"count": export.total})


def expire_exports(*, by: Actor, at: dt.datetime) -> int:
    """Files past their end are destroyed; one that broke off long ago is given up."""
    over = Export.objects.filter(state=ExportState.READY, expires_at__lte=at)
    for export in over.order_by("id"):
        drop_held(export.key, by=by, at=at)
        Export.objects.filter(pk=export.pk).update(state=ExportState.EXPIRED)
    stuck = Export.objects.filter(state=ExportState.RUNNING, asked_at__lt=at - _STUCK)
    return stuck.update(state=ExportState.FAILED, error="生成时中断，请重新导出")
