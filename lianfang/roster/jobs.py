"""Read, commit and take back uploaded tables while their senders go on."""

import datetime as dt
import logging
from collections.abc import Callable

from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.core.problems import Problem
from lianfang.core.queue import background, every_minute
from lianfang.org.queries import caller_by_id
from lianfang.roster.actions import (
    commit_batch,
    commit_table,
    expire_exports,
    expire_papers,
    make_export,
    read_held,
    run_bulk,
    undo_batch,
)
from lianfang.roster.enums import BulkState, ExportState
from lianfang.roster.errors import ExportDone
from lianfang.roster.models import Batch, BulkAct, Export

_SILENCE = dt.timedelta(minutes=3)
log = logging.getLogger(__name__)


@background
def read_soon(batch_id: int) -> None:
    """A long table; what is wrong with it stands in the batch."""
    _work(read_held, batch_id)


@background
def commit_soon(batch_id: int) -> None:
    """Asked twice, the second finds it done."""
    _work(commit_batch, batch_id)


@background
def declare_soon(batch_id: int) -> None:
    """A table of an organisation's people; asked twice, the second finds it done."""
    _work(commit_table, batch_id)


@background
def undo_soon(batch_id: int) -> None:
    """A long batch; what stands in the way is told in it."""
    _work(undo_batch, batch_id)


@background
def make_soon(export_id: int) -> None:
    """Write an export; asked twice, the second finds it done."""
    export = Export.objects.get(pk=export_id)
    caller = caller_by_id(export.user_id)
    if caller is None:
        Export.objects.filter(pk=export_id).update(state=ExportState.FAILED)
        return
    try:
        make_export(export, by=caller, at=clock.now())
    except ExportDone:
        log.info("export %s was made already", export_id)


@every_minute
def look_after_exports() -> None:
    """Those a second person granted, or that were lost on the way, are made; old ones go."""
    expire_exports(by=Actor.system(), at=clock.now())
    expire_papers(by=Actor.system(), at=clock.now())
    for pk in Export.objects.filter(state=ExportState.QUEUED).values_list("id", flat=True):
        make_soon(pk)


@background
def run_bulk_soon(act_id: int) -> None:
    """Begun twice, the second goes on where the first is; nobody is reached twice."""
    act = BulkAct.objects.get(pk=act_id)
    caller = caller_by_id(act.user_id)
    if caller is None or act.state != BulkState.RUNNING:
        return
    try:
        run_bulk(act, by=caller, at=clock.now())
    except Problem as problem:
        cancelled = {"state": BulkState.CANCELLED, "error": str(problem)[:200]}
        BulkAct.objects.filter(pk=act_id).update(**cancelled)
        log.warning("bulk act %s: %s", act_id, problem)


@every_minute
def go_on_with_bulk_acts() -> None:
    """What a worker left when it stopped."""
    silent = clock.now() - _SILENCE
    stuck = BulkAct.objects.filter(state=BulkState.RUNNING, beat_at__lt=silent)
    for pk in stuck.values_list("id", flat=True):
        run_bulk_soon(pk)


def _work(act: Callable[..., Batch], batch_id: int) -> None:
    batch = Batch.objects.get(pk=batch_id)
    caller = caller_by_id(batch.user_id)
    if caller is None:
        return
    try:
        act(batch, by=caller, at=clock.now())
    except Problem as problem:
        said = "；".join(f"{who}：{why}" for who, why in problem.fields.items()) or str(problem)
        Batch.objects.filter(pk=batch_id).update(error=said[:200])
        log.warning("batch %s: %s", batch_id, problem)
