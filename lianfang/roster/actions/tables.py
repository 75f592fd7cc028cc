"""人员批量申报: a table of an organisation's people, looked at first and declared once."""

import datetime as dt
import hashlib
import uuid
from collections import Counter
from itertools import islice

import msgspec
from django.db import transaction
from django.db.models import Count

from lianfang.audit.actions import record
from lianfang.core.loads import Load
from lianfang.core.problems import Problem
from lianfang.declarations.actions import declare
from lianfang.declarations.enums import Origin
from lianfang.declarations.errors import NoOrganisation
from lianfang.declarations.queries import cases_among
from lianfang.org.enums import Permission
from lianfang.org.queries import department
from lianfang.org.rules import Caller
from lianfang.roster.actions.reading import row_of, understood
from lianfang.roster.client import check_table, read_rows
from lianfang.roster.enums import BatchState, Pile
from lianfang.roster.errors import BadTable, BatchDone
from lianfang.roster.models import Batch, BatchRow
from lianfang.roster.queries.answering import (
    CASE,
    declared_of,
    judge_answers,
    read_answers,
    would_be_cases,
)
from lianfang.roster.queries.forms import FormShown, form_of
from lianfang.roster.queries.understanding import Reader
from lianfang.roster.rules.headers import known_headers

MOST_ROWS = 2_000
_LARGEST = 4 * 2**20
_STEP = 20  # rows between two words of progress

_rows = Load(BatchRow)


def open_table(name: str, content: bytes, *, key: uuid.UUID, by: Caller, at: dt.datetime) -> Batch:
    """Read a table by the form of the caller's organisation; nobody is declared yet.

    The same key again gives the same batch, the same table takes the place of the one that waits.
    Raises BadTable, NoHeader and NoOrganisation.
    """
    by.must(Permission.DECLARATION_SUBMIT)
    if by.department_id is None:
        raise NoOrganisation
    sent = Batch.objects.filter(key=key, user_id=by.id).first()
    if sent:
        return sent
    if len(content) > _LARGEST:
        raise BadTable(f"文件超过 {_LARGEST // 2**20} MB，请分成几份上传")
    check_table(name, content)
    form = form_of(department(by.department_id), at=at)
    names = known_headers(form.questions, {})
    headers, columns, below = understood(iter(read_rows(name, content)), names, {})
    rows = list(islice(below, MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise BadTable(f"一次最多 {MOST_ROWS} 人，请分成几份上传")
    judged = judge_answers(rows, columns, form=form, department_id=by.department_id, at=at)
    counts = Counter(str(one.pile) for one in judged)
    batch = Batch(
        key=key,
        name=name[:128],
        digest=hashlib.sha256(content).hexdigest(),
        state=BatchState.PREVIEW,
        headers=headers,
        columns={str(n): field for n, field in sorted(columns.items())},
        counts=dict(counts) | {CASE: would_be_cases(judged, at=at)},
        total=counts.total(),
        department_id=by.department_id,
        user_id=by.id,
        user_name=by.name,
        opened_at=at,
    )
    with transaction.atomic():
        waiting = Batch.objects.filter(user_id=by.id, digest=batch.digest)
        waiting.filter(department_id=by.department_id, state=BatchState.PREVIEW).delete()
        batch.save(force_insert=True)
        _rows.many([row_of(batch, one) for one in judged])
        detail = {"rows": batch.total, "counts": batch.counts}
        record("batch.opened", batch, by=by.actor, at=at, detail=detail)
    return batch


def commit_table(batch: Batch, *, by: Caller, at: dt.datetime) -> Batch:
    """Declare the good rows, each in its own transaction; begun again it goes on where it stopped.

    A row that fails now becomes a bad one with its reason. Raises BatchDone.
    """
    if batch.state != BatchState.PREVIEW or batch.user_id != by.id or not batch.department_id:
        raise BatchDone
    form = form_of(department(batch.department_id), at=at)
    reader = Reader(at=at, fields=form)
    good = BatchRow.objects.filter(batch=batch, pile__in=[Pile.NEW, Pile.MERGE])
    for done, row in enumerate(list(good.order_by("number")), 1):
        _declare(batch, row, form, reader, by=by, at=at)
        if done % _STEP == 0:
            Batch.objects.filter(pk=batch.pk).update(done=done)
    return _finish(batch, by=by, at=at)


def _declare(
    batch: Batch, row: BatchRow, form: FormShown, reader: Reader, *, by: Caller, at: dt.datetime
) -> None:
    found = read_answers(reader, form, msgspec.json.decode(row.cells))
    faults = found.faults
    if not faults:
        try:
            told = declared_of(found.values)
            key = _key_of(batch, row.number)
            declared = declare(key=key, form=told, origin=Origin.BATCH, by=by, at=at)
        except Problem as problem:
            faults = problem.fields or {"name": str(problem)}
        else:
            BatchRow.objects.filter(pk=row.pk).update(person_id=declared.person_id)
            return
    BatchRow.objects.filter(pk=row.pk).update(pile=Pile.BAD, faults=faults)


@transaction.atomic
def _finish(batch: Batch, *, by: Caller, at: dt.datetime) -> Batch:
    rows = BatchRow.objects.filter(batch=batch).order_by()
    counts = dict(rows.values_list("pile").annotate(n=Count("id")))
    numbers = rows.filter(pile__in=[Pile.NEW, Pile.MERGE]).values_list("number", flat=True)
    counts[CASE] = cases_among([_key_of(batch, number) for number in numbers])
    waiting = Batch.objects.filter(pk=batch.pk, state=BatchState.PREVIEW)
    if not waiting.update(counts=counts, state=BatchState.COMMITTED, committed_at=at):
        raise BatchDone
    batch.refresh_from_db()
    detail = {"counts": counts, "name": batch.name}
    record("batch.committed", batch, by=by.actor, at=at, detail=detail)
    return batch


def _key_of(batch: Batch, number: int) -> uuid.UUID:
    return uuid.uuid5(batch.key, str(number))
