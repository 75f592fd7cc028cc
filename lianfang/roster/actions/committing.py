"""批量导入, second half: put the good rows on file, many at a time."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet

from lianfang.audit.actions import record
from lianfang.core.chunks import chunks
from lianfang.core.compiled import Updates
from lianfang.core.problems import Problem
from lianfang.org.rules import Caller
from lianfang.people.actions import one_batch
from lianfang.people.errors import SecondPersonNeeded
from lianfang.policy.queries import fever_threshold_c
from lianfang.roster.actions.opening import may_open_together, open_files
from lianfang.roster.actions.saving import open_file
from lianfang.roster.enums import BatchState, Pile
from lianfang.roster.errors import BatchDone
from lianfang.roster.models import Batch, BatchRow
from lianfang.roster.queries.dictionary import fields_for
from lianfang.roster.queries.judging import Judged, find_on_file
from lianfang.roster.queries.understanding import Reader

_READ = ("number", "cells", "pile", "batch_id")
_TOGETHER = 1_000  # rows put on file in one transaction


def commit_batch(batch: Batch, *, by: Caller, at: dt.datetime) -> Batch:
    """Put the good rows on file, some at a time; begun again it goes on where it stopped.

    A row that fails now (somebody was first) becomes a bad one with its reason. Raises BatchDone.
    """
    if batch.state != BatchState.PREVIEW or batch.user_id != by.id:
        raise BatchDone
    with one_batch(by=by.actor, at=at):
        _put_all(batch, by=by, at=at)
    return _finish(batch, by=by, at=at)


def _put_all(batch: Batch, *, by: Caller, at: dt.datetime) -> None:
    reader = Reader(at=at, fields=fields_for(by))
    waiting = BatchRow.objects.filter(batch=batch, pile__in=[Pile.NEW, Pile.MERGE], is_new=False)
    ids = list(waiting.order_by("number").values_list("id", flat=True))
    done = 0
    for some in chunks(ids, _TOGETHER):
        done += len(some)
        rows = list(BatchRow.objects.filter(pk__in=some).order_by("number").only(*_READ))
        told = [Judged(row.number, {}, reader.read(_cells(row)).values) for row in rows]
        try:
            with transaction.atomic():
                _put(batch, rows, told, by=by, at=at)
                Batch.objects.filter(pk=batch.pk).update(done=done)
        except IntegrityError:  # somebody registered one of them in this very moment
            with transaction.atomic():
                for row, one in zip(rows, told, strict=True):
                    _write(batch, row, one.values, by=by, at=at)
                Batch.objects.filter(pk=batch.pk).update(done=done)


def _cells(row: BatchRow) -> dict[str, str]:
    cells: dict[str, str] = msgspec.json.decode(row.cells)
    return cells


def _put(
    batch: Batch, rows: Sequence[BatchRow], told: Sequence[Judged], *, by: Caller, at: dt.datetime
) -> None:
    """Those who are nowhere on file together, everybody else one by one after them."""
    find_on_file(told)
    seen: set[tuple[str, str]] = set()
    threshold = fever_threshold_c(at=at)
    together, alone = [], []
    for row, one in zip(rows, told, strict=True):
        who = str(one.values["phone"]), str(one.values["name"])
        is_first = who not in seen
        seen.add(who)
        if (
            one.person_id is None
            and is_first
            and may_open_together(one.values, threshold=threshold)
        ):
            together.append((row, one.values))
        else:
            alone.append((row, one.values))
    keys = {row.pk: uuid.uuid5(batch.key, str(row.number)) for row, _ in together}
    people = open_files(
        [(keys[row.pk], values) for row, values in together],
        batch=batch.key,
        origin=batch.name,
        by=by.actor,
        at=at,
    )
    _mark_new.many([{"row_id": row.pk, "person_id": people[keys[row.pk]]} for row, _ in together])
    for row, values in alone:
        _write(batch, row, values, by=by, at=at)


def _now_on_file(row_id: int, person_id: int) -> tuple[QuerySet[BatchRow], dict[str, Any]]:
    return BatchRow.objects.filter(pk=row_id), {"person_id": person_id, "is_new": True}


_mark_new = Updates(_now_on_file, row_id=int, person_id=int)


def _write(
    batch: Batch, row: BatchRow, values: dict[str, Any], *, by: Caller, at: dt.datetime
) -> None:
    try:
        with transaction.atomic():
            key = uuid.uuid5(batch.key, str(row.number))
            person, is_new = open_file(values, key=key, by=by.actor, at=at)
    except SecondPersonNeeded:
        raise
    except Problem as problem:
        row.pile, row.faults = Pile.BAD, problem.fields or {"name": str(problem)}
        row.save(update_fields=["pile", "faults"])
        return
    row.person, row.is_new = person, is_new
    row.save(update_fields=["person", "is_new"])


@transaction.atomic
def _finish(batch: Batch, *, by: Caller, at: dt.datetime) -> Batch:
    piles = BatchRow.objects.filter(batch=batch).values_list("pile").annotate(n=Count("id"))
    batch.counts, batch.state = dict(Counter(dict(piles.order_by()))), BatchState.COMMITTED
    batch.committed_at = at
    batch.save(update_fields=["counts", "state", "committed_at"])
    detail = {"counts": batch.counts, "name": batch.name}
    record("batch.committed", batch, by=by.actor, at=at, detail=detail)
    return batch
