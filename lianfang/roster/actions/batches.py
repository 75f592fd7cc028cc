"""批量导入: read a table into a batch, commit it, take it back."""

import datetime as dt
import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Mapping

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.problems import Problem
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.passes.actions import drop_pass
from lianfang.people.actions import withdraw
from lianfang.people.errors import BuiltOn
from lianfang.people.queries import by_id
from lianfang.quarantine.actions import take_back
from lianfang.roster.actions.saving import open_file
from lianfang.roster.client import read_grid
from lianfang.roster.enums import BatchState, Pile
from lianfang.roster.errors import BatchDone, NoHeader, StandsInTheWay
from lianfang.roster.fields import WRITABLE
from lianfang.roster.models import Batch, BatchRow, Learned
from lianfang.roster.queries.batches import Judged, judge, learned_by
from lianfang.roster.queries.understanding import Reader
from lianfang.roster.rules.headers import header_row, match, tidy

_CHUNK = 500
_TOGETHER = 50  # rows committed in one transaction
_LISTED = 20
_SAMPLES = 50
_TAKEN = {one.id for one in WRITABLE}


def open_batch(
    name: str,
    content: bytes,
    *,
    chosen: Mapping[int, str] | None = None,
    key: uuid.UUID | None = None,
    by: Caller,
    at: dt.datetime,
) -> Batch:
    """Read a table and say what would become of each row; nothing is on file yet.

    ``chosen`` says what columns mean where the headers do not; it is remembered for the sender.
    The same table again opens the same batch while it waits. Raises BadTable and NoHeader.
    """
    by.must(Permission.PERSON_IMPORT)
    sent = Batch.objects.filter(key=key, user_id=by.id).first() if key else None
    if sent:
        return sent
    digest = hashlib.sha256(content).hexdigest()
    grid = read_grid(name, content)
    learned = learned_by(by.id)
    top = header_row(grid.rows, learned)
    if top < 0:
        raise NoHeader
    headers = [str(cell or "").strip() for cell in grid.rows[top][1]]
    below = grid.rows[top + 1 :]
    columns = match(headers, [cells for _, cells in below[:_SAMPLES]], learned)
    columns |= {n: f for n, f in (chosen or {}).items() if f in _TAKEN}
    columns = {n: f for n, f in columns.items() if f in _TAKEN}
    judged = judge(below, columns, caller=by, at=at)
    with transaction.atomic():
        _remember(headers, chosen or {}, by.id)
        return _keep(
            Batch(
                key=key or uuid.uuid4(),
                name=name[:128],
                digest=digest,
                state=BatchState.PREVIEW,
                headers=headers,
                columns={str(n): f for n, f in sorted(columns.items())},
                counts=Counter(str(one.pile) for one in judged),
                total=len(judged),
                user_id=by.id,
                user_name=by.name,
                opened_at=at,
            ),
            judged,
            by=by,
            at=at,
        )


def _keep(batch: Batch, judged: list[Judged], *, by: Caller, at: dt.datetime) -> Batch:
    """A waiting batch of the same table gives way to the new reading."""
    before = Batch.objects.filter(user_id=by.id, digest=batch.digest, state=BatchState.PREVIEW)
    before.delete()
    batch.save(force_insert=True)
    BatchRow.objects.bulk_create(
        [
            BatchRow(
                batch=batch,
                number=one.number,
                cells=json.dumps(one.cells, ensure_ascii=False),
                pile=one.pile,
                faults=one.faults,
                person_id=one.person_id,
            )
            for one in judged
        ],
        batch_size=_CHUNK,
    )
    detail = {"rows": batch.total, "counts": batch.counts}
    record("batch.opened", batch, by=by.actor, at=at, detail=detail)
    return batch


def _remember(headers: list[str], chosen: Mapping[int, str], user_id: int) -> None:
    for at, name in chosen.items():
        header = tidy(headers[at])[:64] if at < len(headers) else ""
        if header and name in _TAKEN:
            Learned.objects.update_or_create(
                user_id=user_id, header=header, defaults={"field": name}
            )


def commit_batch(batch: Batch, *, by: Caller, at: dt.datetime) -> Batch:
    """Put the good rows on file, some at a time; begun again it goes on where it stopped.

    A row that fails now (somebody was first) becomes a bad one with its reason. Raises BatchDone.
    """
    if batch.state != BatchState.PREVIEW or batch.user_id != by.id:
        raise BatchDone
    reader = Reader(at=at)
    waiting = BatchRow.objects.filter(batch=batch, pile__in=[Pile.NEW, Pile.MERGE])
    ids = list(waiting.filter(is_new=False).order_by("number").values_list("id", flat=True))
    for start in range(0, len(ids), _TOGETHER):
        with transaction.atomic():
            for row in BatchRow.objects.filter(pk__in=ids[start : start + _TOGETHER]):
                _write(batch, row, reader, by=by, at=at)
            Batch.objects.filter(pk=batch.pk).update(done=min(start + _TOGETHER, len(ids)))
    return _finish(batch, by=by, at=at)


def _write(batch: Batch, row: BatchRow, reader: Reader, *, by: Caller, at: dt.datetime) -> None:
    values = reader.read(json.loads(row.cells)).values
    try:
        with transaction.atomic():
            key = uuid.uuid5(batch.key, str(row.number))
            person, is_new = open_file(values, key=key, by=by.actor, at=at)
    except Problem as problem:
        row.pile, row.faults = Pile.BAD, problem.fields or {"name": str(problem)}
        row.save(update_fields=["pile", "faults"])
        return
    row.person, row.is_new = person, is_new
    row.save(update_fields=["person", "is_new"])


@transaction.atomic
def _finish(batch: Batch, *, by: Caller, at: dt.datetime) -> Batch:
    piles = BatchRow.objects.filter(batch=batch).values_list("pile", flat=True)
    batch.counts, batch.state, batch.committed_at = Counter(piles), BatchState.COMMITTED, at
    batch.save(update_fields=["counts", "state", "committed_at"])
    detail = {"counts": batch.counts, "name": batch.name}
    record("batch.committed", batch, by=by.actor, at=at, detail=detail)
    return batch


@transaction.atomic
def undo_batch(batch: Batch, *, by: Caller, at: dt.datetime) -> Batch:
    """Take every file back that the batch opened; what stands in the way is listed, and all stays.

    What was filled in on files that were there before stays. Raises BatchDone, StandsInTheWay.
    """
    if batch.state != BatchState.COMMITTED or batch.user_id != by.id or not batch.committed_at:
        raise BatchDone
    obstacles: dict[str, str] = {}
    mine = BatchRow.objects.filter(batch=batch, is_new=True, person__isnull=False)
    for number, person_id in mine.order_by("number").values_list("number", "person_id"):
        person = by_id(person_id)
        try:
            with transaction.atomic():
                take_back(person, told_at=batch.committed_at, by=by.actor, at=at)
                drop_pass(person_id, by=by.actor, at=at)
                withdraw(person, by=by.actor, at=at)
        except BuiltOn as why:
            obstacles[f"第{number}行 {person.name}"] = str(why)
    if obstacles:
        raise StandsInTheWay(fields=dict(list(obstacles.items())[:_LISTED]))
    batch.state, batch.undone_at = BatchState.UNDONE, at
    batch.save(update_fields=["state", "undone_at"])
    record("batch.undone", batch, by=by.actor, at=at, detail={"name": batch.name})
    return batch
