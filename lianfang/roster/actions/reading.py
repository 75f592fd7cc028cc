"""批量导入, first half: take a table, read it, and say what would become of each row."""

import datetime as dt
import hashlib
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice

import msgspec
from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.chunks import chunks
from lianfang.core.loads import Load
from lianfang.core.problems import Problem
from lianfang.files.actions import drop_held, hold
from lianfang.files.queries import held
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.roster.client import check_table, read_rows
from lianfang.roster.enums import BatchState
from lianfang.roster.errors import NoHeader
from lianfang.roster.models import Batch, BatchRow, Learned
from lianfang.roster.queries.batches import learned_by
from lianfang.roster.queries.dictionary import fields_for
from lianfang.roster.queries.judging import Judge, Judged
from lianfang.roster.rules.headers import header_row, known_headers, match, tidy

_AT_ONCE = 512 * 1024  # a table up to this size is read while its sender waits
_TOGETHER = 1_000  # rows read and kept in one transaction
_HEAD = 64  # rows looked at for the header and for what stands in the columns

_rows = Load(BatchRow)
Rows = Iterator[tuple[int, Sequence[object]]]


def open_batch(
    name: str,
    content: bytes,
    *,
    chosen: Mapping[int, str] | None = None,
    key: uuid.UUID | None = None,
    by: Caller,
    at: dt.datetime,
) -> Batch:
    """Take a table; a small one is read at once, a large one is held for ``read_held``.

    ``chosen`` says what columns mean where the headers do not; it is remembered for the sender.
    The same table again takes the place of the one that waits. Raises BadTable and NoHeader.
    """
    by.must(Permission.PERSON_IMPORT)
    sent = Batch.objects.filter(key=key, user_id=by.id).first() if key else None
    if sent:
        return sent
    check_table(name, content)
    batch = Batch.objects.create(
        key=key or uuid.uuid4(),
        name=name[:128],
        digest=hashlib.sha256(content).hexdigest(),
        state=BatchState.READING,
        columns={str(n): field for n, field in (chosen or {}).items()},
        user_id=by.id,
        user_name=by.name,
        opened_at=at,
    )
    if len(content) > _AT_ONCE:
        hold(batch.key, content, by=by.actor, at=at)
        return batch
    try:
        return _read(batch, content, by=by, at=at)
    except Problem:
        batch.delete()
        raise


def read_held(batch: Batch, *, by: Caller, at: dt.datetime) -> Batch:
    """Read the table that was held back; what is wrong with it stays with the batch."""
    if batch.state != BatchState.READING:
        return batch
    BatchRow.objects.filter(batch=batch).delete()  # of a reading that broke off
    try:
        _read(batch, held(batch.key), by=by, at=at)
    except Problem as problem:
        BatchRow.objects.filter(batch=batch).delete()
        batch.state, batch.error = BatchState.FAILED, f"{problem.title}：{problem.detail}"[:200]
        batch.save(update_fields=["state", "error"])
    drop_held(batch.key, by=by.actor, at=at)
    return batch


def _read(batch: Batch, content: bytes, *, by: Caller, at: dt.datetime) -> Batch:
    rows = iter(read_rows(batch.name, content))
    fields = fields_for(by)
    taken = {one.id for one in fields.imported_by(by.roles)}
    chosen = {int(n): field for n, field in batch.columns.items() if field in taken}
    names = known_headers(fields.fields, learned_by(by.id))
    headers, columns, below = understood(rows, names, chosen)
    columns = {n: field for n, field in columns.items() if field in taken}
    batch.headers = headers
    batch.columns = {str(n): field for n, field in sorted(columns.items())}
    judge, counts = Judge(columns, fields=fields, caller=by, at=at), Counter[str]()
    for some in chunks(below, _TOGETHER):
        judged = judge(some)
        counts.update(str(one.pile) for one in judged)
        with transaction.atomic():
            _rows.many([row_of(batch, one) for one in judged])
            Batch.objects.filter(pk=batch.pk).update(done=counts.total())
    batch.counts, batch.total, batch.state = dict(counts), counts.total(), BatchState.PREVIEW
    return _keep(batch, chosen, by=by, at=at)


def understood(
    rows: Rows, names: Mapping[str, str], chosen: Mapping[int, str]
) -> tuple[list[str], dict[int, str], Rows]:
    """The headers, what each column means, and the rows below. Raises NoHeader."""
    head = list(islice(rows, _HEAD))
    top = header_row(head, names)
    if top < 0:
        raise NoHeader
    headers = [str(cell or "").strip() for cell in head[top][1]]
    below = head[top + 1 :]
    columns = match(headers, [cells for _, cells in below], names)
    return headers, columns | dict(chosen), chain(below, rows)


def row_of(batch: Batch, one: Judged) -> dict[str, object]:
    return {
        "batch_id": batch.pk,
        "number": one.number,
        "cells": msgspec.json.encode(one.cells).decode(),
        "pile": one.pile,
        "faults": one.faults,
        "doubts": one.doubts,
        "person_id": one.person_id,
    }


@transaction.atomic
def _keep(batch: Batch, chosen: Mapping[int, str], *, by: Caller, at: dt.datetime) -> Batch:
    """A waiting batch of the same table gives way to the new reading."""
    before = Batch.objects.filter(user_id=by.id, digest=batch.digest, state=BatchState.PREVIEW)
    before.exclude(pk=batch.pk).delete()
    for n, field in chosen.items():
        header = tidy(batch.headers[n])[:64] if n < len(batch.headers) else ""
        if header:
            Learned.objects.update_or_create(
                user_id=by.id, header=header, defaults={"field": field}
            )
    batch.done = 0  # from here on: rows put on file
    batch.save()
    detail = {"rows": batch.total, "counts": batch.counts}
    record("batch.opened", batch, by=by.actor, at=at, detail=detail)
    return batch
