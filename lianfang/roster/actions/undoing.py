"""Take back a whole batch, as long as nothing was built on it."""

import datetime as dt

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.chunks import chunks
from lianfang.org.rules import Caller
from lianfang.passes.actions import drop_passes
from lianfang.people.actions import withdraw_many
from lianfang.people.queries import by_ids
from lianfang.quarantine.actions import take_back
from lianfang.roster.enums import BatchState
from lianfang.roster.errors import BatchDone, StandsInTheWay
from lianfang.roster.models import Batch, BatchRow

_TOGETHER = 500
_LISTED = 20


@transaction.atomic
def undo_batch(batch: Batch, *, by: Caller, at: dt.datetime) -> Batch:
    """Take every file back that the batch opened; what stands in the way is listed, and all stays.

    What was filled in on files that were there before stays. Raises BatchDone, StandsInTheWay.
    """
    if batch.state != BatchState.COMMITTED or batch.user_id != by.id or not batch.committed_at:
        raise BatchDone
    obstacles: dict[str, str] = {}
    mine = BatchRow.objects.filter(batch=batch, is_new=True, person__isnull=False)
    for some in chunks(mine.order_by("number").values_list("number", "person_id"), _TOGETHER):
        numbers = {person_id: number for number, person_id in some}
        people = by_ids(list(numbers))
        take_back(people, told_at=batch.committed_at, by=by.actor, at=at)
        drop_passes(people, by=by.actor, at=at)
        for pk, why in withdraw_many(people, batch=batch.key, by=by.actor, at=at).items():
            obstacles[f"第{numbers[pk]}行 {people[pk].name}"] = why
    if obstacles:
        raise StandsInTheWay(fields=dict(list(obstacles.items())[:_LISTED]))
    batch.state, batch.undone_at = BatchState.UNDONE, at
    batch.save(update_fields=["state", "undone_at"])
    record("batch.undone", batch, by=by.actor, at=at, detail={"name": batch.name})
    return batch
