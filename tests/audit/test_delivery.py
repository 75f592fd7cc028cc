"""The outbox: after the commit, again after a failure, aside when it never works."""

import datetime as dt

import pytest
from django.db import transaction

from lianfang.audit.actions import put_back, record
from lianfang.audit.jobs import (
    MAX_ATTEMPTS,
    deliver_by_the_minute,
    deliver_due,
    deliver_soon,
    wake_when_owed,
)
from lianfang.audit.models import Delivery, Entry
from lianfang.audit.queries import owed, shelved, timeline
from lianfang.core.actor import Actor
from lianfang.core.queue import queue
from lianfang.management.commands.worker import watch
from tests.factories.geo import T0, make_area

SYSTEM = Actor.system()
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def area(db):
    return make_area()


def happen(area, action="test.done"):
    return record(action, area, by=SYSTEM, at=T0)


def always(now):
    return True


def test_entry_is_owed_to_each_handler_of_its_action_only(area, hear):
    first, second = hear("test.done", name="first"), hear("test.done", name="second")
    other = hear("test.other", name="other")

    entry = happen(area)

    assert (first, second) == ([], [])  # not inside the transaction
    assert deliver_due(now=T0) == 2
    assert (first, second, other) == ([entry.pk], [entry.pk], [])
    assert deliver_due(now=T0 + HOUR) == 0


def test_entry_nobody_asked_for_owes_nothing(area):
    happen(area)

    assert not Delivery.objects.filter(entry__action="test.done").exists()


def test_failure_is_tried_again_later_and_later(area, hear):
    up_from = T0 + dt.timedelta(minutes=14)
    heard = hear("test.done", fail=lambda now: now < up_from)
    entry = happen(area)
    waits = []

    now = T0
    while not heard:
        deliver_due(now=now)
        row = Delivery.objects.get()
        if row.next_at:
            waits.append(row.next_at - now)
            assert deliver_due(now=row.next_at - dt.timedelta(seconds=1)) == 0
            now = row.next_at

    assert waits == [dt.timedelta(minutes=m) for m in (2, 4, 8)]
    assert heard == [entry.pk]
    assert (row.attempts, row.done_at, row.next_at) == (4, up_from, None)


def test_poison_is_set_aside_after_five_attempts_and_can_be_put_back(area, hear):
    broken = [True]
    heard = hear("test.done", fail=lambda _now: broken[0])
    happen(area)

    for n in range(MAX_ATTEMPTS + 3):
        deliver_due(now=T0 + n * HOUR)

    row = shelved().get()
    assert (row.attempts, row.next_at, row.error) == (5, None, "RuntimeError('not now')")
    assert owed(now=T0 + 100 * HOUR) == 0

    broken[0] = False
    put_back(row, by=SYSTEM, at=T0)
    assert deliver_due(now=T0) == 1
    assert len(heard) == 1
    assert not shelved().exists()
    assert timeline("audit.delivery", row.pk).get().action == "audit.delivery_put_back"


def test_one_bad_handler_stops_nobody_else(area, hear):
    hear("test.done", name="bad", fail=always)
    good = hear("test.done", name="good")

    for _ in range(3):
        happen(area)
    deliver_due(now=T0)

    assert len(good) == 3


def test_crash_in_the_middle_of_a_handler_leads_to_another_try(area, hear):
    """As if the process were killed: nothing after the handler ran."""
    dies = [True]

    def crash(now):
        if dies[0]:
            raise KeyboardInterrupt
        return False

    heard = hear("test.done", fail=crash)
    happen(area)
    with pytest.raises(KeyboardInterrupt):
        deliver_due(now=T0)
    assert Delivery.objects.get().done_at is None

    dies[0] = False
    deliver_due(now=T0 + HOUR)

    assert len(heard) == 1


@pytest.mark.django_db(transaction=True)
def test_crash_between_commit_and_delivery_loses_nothing(hear):
    """The hint to the worker is lost with the process; the minute's job finds what is owed."""
    heard = hear("test.done")
    with transaction.atomic():
        entry = record("test.done", Entry(pk=1), by=SYSTEM, at=T0)
    queue.flush()

    deliver_by_the_minute.call_local()

    assert heard == [entry.pk]
    assert Entry.objects.get(pk=entry.pk).seal


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_neither_recorded_nor_told(hear):
    heard = hear("test.done")
    queue.flush()

    with transaction.atomic():
        record("test.done", Entry(pk=1), by=SYSTEM, at=T0)
        transaction.set_rollback(True)

    assert queue.pending_count() == 0
    assert deliver_due(now=T0) == 0
    assert (heard, Entry.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_commit_wakes_the_worker(hear):
    heard = hear("test.done")
    queue.flush()

    with transaction.atomic():
        record("test.done", Entry(pk=1), by=SYSTEM, at=T0)
    assert queue.pending_count() == 0

    assert [wake_when_owed(now=T0) for _ in range(2)] == [True, False]
    assert queue.pending_count() == 1
    queue.flush()
    deliver_soon.call_local()

    assert len(heard) == 1
    assert wake_when_owed(now=T0) is False


class Stopped:
    """An event that is set after so many looks."""

    def __init__(self, looks):
        self.looks = looks

    def wait(self, _seconds):
        self.looks -= 1
        return self.looks < 0


@pytest.mark.django_db(transaction=True)
def test_worker_that_looks_runs_what_a_commit_left(hear, settings):
    hear("test.done")
    queue.flush()
    settings.CLOCK_ORIGIN = settings.CLOCK_VIRTUAL = T0.timestamp()
    record("test.done", Entry(pk=1), by=SYSTEM, at=T0)

    watch(Stopped(looks=0))
    assert queue.pending_count() == 0
    watch(Stopped(looks=3))
    assert queue.pending_count() == 1

    queue.flush()


def test_two_workers_do_not_run_the_same_delivery(area, hear):
    """The second finds the row claimed: its next attempt has moved since it looked."""
    from lianfang.audit.jobs import _deliver  # noqa: PLC0415 -- only here

    heard = hear("test.done")
    happen(area)
    seen_by_both = Delivery.objects.select_related("entry").get()
    also = Delivery.objects.select_related("entry").get()

    assert _deliver(seen_by_both, T0) is True
    assert _deliver(also, T0) is False

    assert len(heard) == 1
