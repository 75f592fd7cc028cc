"""Uploaded tables: how a batch stands, and its rows."""

import json
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from lianfang.core.paging import Page, decode, page_of
from lianfang.core.problems import NotFound
from lianfang.org.rules import Caller
from lianfang.roster.enums import BatchState, Pile
from lianfang.roster.models import Batch, BatchRow, Learned
from lianfang.roster.queries.understanding import Fields

_SHOWN = 50


@dataclass(frozen=True)
class RowShown:
    id: int
    number: int
    pile: str
    cells: str
    faults: dict[str, str]
    doubts: dict[str, str]


def batch_for(caller: Caller, key: uuid.UUID) -> Batch:
    """One's own batch; somebody else's is NotFound."""
    own = Batch.objects.filter(user_id=caller.id, department_id=None)
    batch = own.filter(key=key).first()
    if batch is None:
        raise NotFound
    return batch


def batches_of(caller: Caller, *, most: int = 50) -> list[Batch]:
    own = Batch.objects.filter(user_id=caller.id, department_id=None)
    return list(own.order_by("-id")[:most])


def declared_batch_for(caller: Caller, key: uuid.UUID) -> Batch:
    """A table of one's own organisation's people, sent by oneself; any other is NotFound."""
    batch = _declared_by(caller).filter(key=key).first()
    if batch is None:
        raise NotFound
    return batch


def declared_batches_of(caller: Caller, *, most: int = 20) -> list[Batch]:
    return list(_declared_by(caller).order_by("-id")[:most])


def _declared_by(caller: Caller) -> QuerySet[Batch]:
    return Batch.objects.filter(user_id=caller.id, department_id=caller.department_id or 0)


def rows_of(batch: Batch, *, pile: str = "", cursor: str = "") -> Page[RowShown]:
    """The rows of one pile as they came; one statement."""
    rows = BatchRow.objects.filter(batch=batch).order_by("number")
    if pile:
        rows = rows.filter(pile=pile)
    if cursor:
        rows = rows.filter(number__gt=int(decode(cursor, 1)[0]))
    columns = ("id", "number", "pile", "cells", "faults", "doubts")
    found = [RowShown(*cells) for cells in rows.values_list(*columns)[: _SHOWN + 1]]
    return page_of(found, _SHOWN, lambda row: (row.number,))


def bad_rows(batch: Batch, *, known: Fields) -> tuple[list[str], list[list[str]]]:
    """Headers and rows to correct and send again, each with why."""
    fields = [name for name in batch.columns.values() if name in known.by_id]
    headers = [known.label_of(name) for name in fields]
    rows = BatchRow.objects.filter(batch=batch, pile=Pile.BAD).order_by("number")
    found = []
    for number, cells, faults in rows.values_list("number", "cells", "faults"):
        said = json.loads(cells)
        why = "；".join(f"{known.label_of(n)}：{w}" for n, w in faults.items())
        found.append([*(said.get(name, "") for name in fields), f"第{number}行 {why}"])
    return [*headers, "错误原因"], found


def learned_by(user_id: int) -> dict[str, str]:
    return dict(Learned.objects.filter(user_id=user_id).values_list("header", "field"))


def is_waiting(batch: Batch) -> bool:
    return batch.state == BatchState.PREVIEW
