"""Run what the outbox owes, and seal the trail; the worker process does both."""

import datetime as dt
import logging

from django.db import close_old_connections, transaction

from lianfang.audit.models import Delivery, Entry, Receipt
from lianfang.audit.queries import seal_of
from lianfang.audit.registry import handlers_for
from lianfang.core import clock
from lianfang.core.queue import background, every_minute, queue

MAX_ATTEMPTS = 5
BACK_OFF = dt.timedelta(minutes=1)
SEAL_BATCH = 2000
_RECEIPTS_KEPT = dt.timedelta(days=30)  # a phone may come back online that late

log = logging.getLogger(__name__)


@background
def deliver_soon() -> None:
    """One pass over the outbox, asked for when a commit left something in it."""
    close_old_connections()
    while deliver_due(now=clock.now()):
        pass


def wake_when_owed(*, now: dt.datetime) -> bool:
    """Ask for a pass when something is due and none waits; the worker looks often.

    The requests themselves put nothing on the queue: a second commit each would cost them more
    than this look costs the worker.
    """
    if queue.pending_count() or not Delivery.objects.filter(next_at__lte=now).exists():
        return False
    deliver_soon()
    return True


@every_minute
def deliver_by_the_minute() -> None:
    now = clock.now()
    deliver_due(now=now, limit=1000)
    seal_entries()
    Receipt.objects.filter(at__lt=now - _RECEIPTS_KEPT).delete()


def deliver_due(*, now: dt.datetime, limit: int = 100) -> int:
    """Run due handlers, oldest first, outside any transaction; returns how many succeeded.

    A handler may run twice (after a crash), so it must be harmless to repeat.
    """
    due = Delivery.objects.filter(next_at__lte=now).select_related("entry")
    return sum(_deliver(delivery, now) for delivery in due.order_by("next_at", "id")[:limit])


def _deliver(delivery: Delivery, now: dt.datetime) -> bool:
    """Claim by putting the next attempt off: after a failure or a crash nothing is left to do."""
    this = Delivery.objects.filter(pk=delivery.pk)
    attempts = delivery.attempts + 1
    next_at = now + BACK_OFF * 2**attempts
    if not this.filter(next_at=delivery.next_at).update(attempts=attempts, next_at=next_at):
        return False
    try:
        handlers_for(delivery.entry.action)[delivery.handler](delivery.entry, now)
    except Exception as error:
        log.exception("attempt %s failed: %s", attempts, delivery)
        this.update(error=repr(error)[:200])
        if attempts >= MAX_ATTEMPTS:
            this.update(next_at=None, shelved_at=now)
        return False
    this.update(next_at=None, done_at=now)
    return True


@transaction.atomic
def seal_entries(*, limit: int = SEAL_BATCH) -> int:
    """Chain unsealed entries onto the sealed ones (SHA-256 over the row and the seal before it).

    Whatever is unsealed comes next, also an entry with a low id that committed late. Two sealers at
    once: the number is unique, so the second fails and tries again a minute later.
    """
    last = Entry.objects.filter(seal_no__isnull=False).order_by("-seal_no").first()
    seal, number = (last.seal, last.seal_no or 0) if last else ("", 0)
    fresh = list(Entry.objects.filter(seal_no=None).order_by("id")[:limit])
    for entry in fresh:
        number += 1
        seal = entry.seal = seal_of(entry, seal)
        entry.seal_no = number
    Entry.objects.bulk_update(fresh, ["seal", "seal_no"], batch_size=500)
    return len(fresh)
