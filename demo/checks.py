"""The invented past of measuring: check slots, readings and visits of every stay."""

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from demo.chronicle import Chronicle
from demo.observation import Stay, actor
from demo.people import uuid_of
from lianfang.accounts.models import Account
from lianfang.core.actor import Actor
from lianfang.core.clock import at_local, local_date
from lianfang.quarantine.enums import ReadingKind, SlotPart, SlotState, Step, VisitKind
from lianfang.quarantine.models import Episode, Reading, Slot, Visit

HOURS = {SlotPart.AM: (6, 12), SlotPart.PM: (16, 22)}  # handbook §4.3
GRACE = dt.timedelta(hours=2)
LATELY = dt.timedelta(hours=14)
NORMAL = (362, 363, 364, 364, 365, 365, 365, 366, 366, 367, 368, 369)
FEVERISH = (373, 374, 376, 379, 382)
VISIT_DAYS = (1, 7, 14)
_CHUNK = 500


@dataclass
class _Log:
    """What was written so far, and the dice."""

    rng: random.Random
    at: dt.datetime
    slots: list[Slot] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)


def measure(
    stays: Sequence[Stay],
    accounts: Mapping[int, Account],
    chronicle: Chronicle,
    *,
    seed: int,
    at: dt.datetime,
) -> None:
    """Twice a day and person, nearly all on time and normal; a few missed, a few feverish today."""
    log = _Log(random.Random(f"checks-{seed}"), at)
    for n, stay in enumerate(stays):
        account = accounts.get(stay.person.pk)
        feverish = n % 37 == 5 and not stay.episode.ended_at
        for slot in _slots(stay, at):
            log.slots.append(slot)
            if slot.opens_at <= at:
                _fill(slot, stay, account, log, feverish=feverish)
        log.visits += _visits(stay, at)
    feverish_now = [stay.episode for stay in stays if stay.episode.open_abnormal_at]
    Episode.objects.unscoped().bulk_update(feverish_now, ["open_abnormal_at"])
    Reading.objects.unscoped().bulk_create(log.readings, batch_size=_CHUNK)
    Slot.objects.bulk_create(log.slots, batch_size=_CHUNK)
    Visit.objects.unscoped().bulk_create(log.visits, batch_size=_CHUNK)
    _remember(log.readings, chronicle, at)


def _slots(stay: Stay, at: dt.datetime) -> Iterator[Slot]:
    """The plan up to tomorrow, as the generator runs one day ahead."""
    episode = stay.episode
    day = local_date(episode.starts_at)
    last = local_date(min(at + dt.timedelta(days=1), episode.ended_at or episode.planned_end))
    while day <= last:
        for part, (opens, closes) in HOURS.items():
            slot = Slot(
                episode=episode,
                day=day,
                part=part,
                opens_at=at_local(day, dt.time(opens)),
                closes_at=at_local(day, dt.time(closes)),
                grace_until=at_local(day, dt.time(closes)) + GRACE,
            )
            ends = min(episode.planned_end, episode.ended_at or episode.planned_end)
            if slot.closes_at > episode.starts_at and slot.opens_at < ends:
                slot.next_at = slot.opens_at
                yield slot
        day += dt.timedelta(days=1)


def _fill(slot: Slot, stay: Stay, account: Account | None, log: _Log, *, feverish: bool) -> None:
    """What became of a slot that has opened."""
    at, rng = log.at, log.rng
    is_over = slot.closes_at <= at
    if (is_over and rng.random() < 0.02) or (not is_over and rng.random() < 0.45):
        slot.state = SlotState.MISSED if is_over else SlotState.OPEN
        slot.level = Step.DOCTOR if is_over else Step.REMIND
        slot.next_at = None if is_over else slot.closes_at - dt.timedelta(hours=1)
        return
    hot = feverish and slot.opens_at > at - LATELY
    slot.state = SlotState.ABNORMAL if hot else SlotState.DONE
    slot.next_at, slot.reading = None, _reading(slot, stay, account, log, hot=hot)
    log.readings.append(slot.reading)
    if hot and stay.episode.open_abnormal_at is None:
        stay.episode.open_abnormal_at = slot.reading.measured_at
        log.visits.append(_urgent_visit(stay, slot.reading))


def _reading(slot: Slot, stay: Stay, account: Account | None, log: _Log, *, hot: bool) -> Reading:
    """Some time while the slot was open, by the person or, without an account, at the door."""
    by = Actor("account", account.pk, "本人") if account else actor(stay.worker)
    begin = max(slot.opens_at, stay.episode.starts_at)
    span = (min(slot.closes_at, log.at) - begin).total_seconds()
    measured = begin + dt.timedelta(seconds=log.rng.random() * span)
    return Reading(
        key=uuid_of("reading", stay.person.key, slot.day, slot.part),
        person=stay.person,
        episode=stay.episode,
        area_code=stay.episode.area_code,
        kind=ReadingKind.SELF if account else ReadingKind.STAFF,
        temp_c=Decimal(log.rng.choice(FEVERISH if hot else NORMAL)) / 10,
        symptoms=["01", "02"] if hot else ["00"],
        is_abnormal=hot,
        measured_at=measured,
        received_at=measured,
        actor_kind=by.kind,
        actor_id=by.id,
        measured_by=by.name,
        distance_m=log.rng.choice([4, 9, 12, 18, 26]),
    )


def _urgent_visit(stay: Stay, reading: Reading) -> Visit:
    """The doctor is called within half an hour of an abnormal reading."""
    return Visit(
        key=uuid_of("visit", reading.key),
        episode=stay.episode,
        area_code=stay.episode.area_code,
        kind=VisitKind.ABNORMAL,
        why=f"abnormal:{reading.key}",
        assignee=stay.doctor,
        opened_at=reading.measured_at,
        due_at=reading.measured_at + dt.timedelta(minutes=30),
    )


def _visits(stay: Stay, at: dt.datetime) -> Iterator[Visit]:
    """The doctor's visits on the first, seventh and fourteenth day; those in the past were made."""
    episode = stay.episode
    for day in VISIT_DAYS:
        date = local_date(episode.starts_at) + dt.timedelta(days=day - 1)
        due = at_local(date, dt.time(20))
        if episode.ended_at and due > episode.ended_at:
            continue
        done = due <= at - dt.timedelta(hours=3)
        yield Visit(
            key=uuid_of("visit", stay.person.key, day),
            episode=episode,
            area_code=episode.area_code,
            kind=VisitKind.FIRST if day == 1 else VisitKind.ROUTINE,
            why=f"day:{day}",
            assignee=stay.doctor,
            opened_at=episode.starts_at,
            due_at=max(due, episode.starts_at + dt.timedelta(hours=2)),
            done_at=due - dt.timedelta(hours=4) if done else None,
            is_done=done,
        )


def _remember(readings: Sequence[Reading], chronicle: Chronicle, at: dt.datetime) -> None:
    """The latest reading on each person, and entries for the last day, which the ticker shows."""
    for reading in sorted(readings, key=lambda one: one.measured_at):
        person = reading.person
        person.latest_temp_c = reading.temp_c
        person.latest_reading_at = reading.measured_at
        if reading.measured_at > at - dt.timedelta(days=1):
            action = "reading.abnormal" if reading.is_abnormal else "reading.recorded"
            by = Actor(reading.actor_kind, reading.actor_id, reading.measured_by)
            detail = {"person": person.pk, "kind": reading.kind}
            chronicle.add(action, reading, by=by, at=reading.received_at, detail=detail)
