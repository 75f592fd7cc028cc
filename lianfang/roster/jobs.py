"""Commit an uploaded table while its sender goes on."""

import logging

from lianfang.core import clock
from lianfang.core.problems import Problem
from lianfang.core.queue import background
from lianfang.org.queries import caller_by_id
from lianfang.roster.actions import commit_batch
from lianfang.roster.models import Batch

log = logging.getLogger(__name__)


@background
def commit_soon(batch_id: int) -> None:
    """Asked twice, the second finds it done."""
    batch = Batch.objects.get(pk=batch_id)
    caller = caller_by_id(batch.user_id)
    if caller is None:
        return
    try:
        commit_batch(batch, by=caller, at=clock.now())
    except Problem as problem:
        Batch.objects.filter(pk=batch_id).update(error=str(problem)[:200])
        log.warning("batch %s: %s", batch_id, problem)
