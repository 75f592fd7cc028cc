"""Take a measurement in, whoever made it, and let a doctor clear an abnormal one."""

import datetime as dt
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.core.inserts import Inserts
from lianfang.core.problems import NotFound
from lianfang.files.models import File
from lianfang.geo.rules import Point
from lianfang.messages.actions import tell_user
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people.actions import close_fact, note_reading, state_fact
from lianfang.people.enums import FactKind
from lianfang.people.models import Person
from lianfang.policy.queries import fever_threshold_c, geofence_radius_m, temp_range
from lianfang.quarantine import rules
from lianfang.quarantine.actions.visits import drop_visits, finish_visit
from lianfang.quarantine.enums import Conclusion, Mode, ReadingKind, SlotState, VisitKind
from lianfang.quarantine.errors import (
    BadReading,
    EpisodeOver,
    KeyTaken,
    NothingAbnormal,
    VisitDone,
)
from lianfang.quarantine.flow import NONE, is_abnormal
from lianfang.quarantine.models import Episode, Reading, Slot, Visit
from lianfang.quarantine.queries import (
    WAITING,
    open_episode_of,
    open_visits,
    reading_by_key,
    slot_at,
)

_insert = Inserts(Reading)
_FILLS = (ReadingKind.SELF, ReadingKind.STAFF, ReadingKind.DEVICE)
_FACT_HOLDS = dt.timedelta(hours=24)  # handbook §4.5, rule 6


@transaction.atomic
def record_reading(
    person: Person,
    *,
    key: uuid.UUID,
    kind: ReadingKind,
    temp_c: Decimal | None,
    symptoms: Sequence[str],
    measured_at: dt.datetime,
    note: str = "",
    door_no: str = "",
    point: Point | None = None,
    photo: File | None = None,
    visit: Visit | None = None,
    by: Actor,
    at: dt.datetime,
) -> Reading:
    """Keep one measurement; the same key again finds it. Fills the check it falls in.

    Abnormal (at the fever threshold, or a new alarming symptom), it becomes a fact on the person
    and ``reading.abnormal`` calls the doctor. Raises BadReading and KeyTaken.
    """
    known = reading_by_key(key)
    if known:
        if known.person_id != person.pk:
            raise KeyTaken
        return known
    rules.check_time(measured_at, at)
    episode = open_episode_of(person.pk)
    reading = Reading(
        key=key,
        person=person,
        episode=episode,
        area_code=person.area_code,
        kind=kind,
        **_signs(episode, temp_c, symptoms, at),
        measured_at=measured_at,
        received_at=at,
        actor_kind=by.kind,
        actor_id=by.id,
        measured_by=by.name,
        distance_m=rules.distance_from(episode, point),
        door_no=door_no,
        note=note,
        photo=photo,
    )
    _insert(reading)
    _note(person, reading, by=by, at=at)
    if episode:
        _settle(episode, reading, point=point, visit=visit, by=by, at=at)
    return reading


def _signs(
    episode: Episode | None, temp_c: Decimal | None, symptoms: Sequence[str], at: dt.datetime
) -> dict[str, Any]:
    """The measured columns, checked, and whether they are abnormal."""
    temp = rules.clean_temp(temp_c, temp_range(at=at))
    codes = rules.clean_symptoms(symptoms)
    rules.must_tell_something(temp, codes)
    baseline = episode.baseline if episode else ()
    threshold = fever_threshold_c(at=at)
    abnormal = is_abnormal(temp, codes, baseline=baseline, threshold=threshold)
    return {"temp_c": temp, "symptoms": codes, "is_abnormal": abnormal}


def _note(person: Person, reading: Reading, *, by: Actor, at: dt.datetime) -> None:
    """On the person's file, and in the trail."""
    if reading.temp_c is not None:
        measured_at = reading.measured_at
        note_reading(person, temp_c=reading.temp_c, measured_at=measured_at, by=by, at=at)
    if reading.is_abnormal:
        state_fact(
            person,
            FactKind.ABNORMAL,
            starts_at=reading.measured_at,
            ends_at=reading.measured_at + _FACT_HOLDS,
            detail={"reading": reading.pk},
            by=by,
            at=at,
        )
    action = "reading.abnormal" if reading.is_abnormal else "reading.recorded"
    detail = {"person": person.pk, "episode": reading.episode_id, "kind": reading.kind}
    record(action, reading, by=by, at=at, detail=detail)


def _settle(
    episode: Episode,
    reading: Reading,
    *,
    point: Point | None,
    visit: Visit | None,
    by: Actor,
    at: dt.datetime,
) -> None:
    """What the measurement means for the observation it was made in."""
    if reading.kind in _FILLS and episode.mode != Mode.HOSPITAL:
        _fill_slot(episode, reading, by=by, at=at)
    this = Episode.objects.unscoped().filter(pk=episode.pk)
    if reading.is_abnormal:  # a doctor's signature no longer holds
        this.update(open_abnormal_at=reading.measured_at, signed_by=None, signed_at=None)
    if reading.kind == ReadingKind.STAFF:
        if point and episode.lon is None:
            home = point.to_wgs84()
            this.update(lon=home.lon, lat=home.lat)
        _finish(episode, reading, visit, by=by, at=at)
    _warn_if_far(episode, reading, at=at)


def _fill_slot(episode: Episode, reading: Reading, *, by: Actor, at: dt.datetime) -> None:
    """On time, or late when the report came after closing; past the grace it stays missed."""
    slot = slot_at(episode, reading.measured_at)
    if slot is None:
        return
    is_late = max(reading.measured_at, at) >= slot.closes_at
    done = SlotState.ABNORMAL if reading.is_abnormal else SlotState.DONE
    state = done if at < slot.grace_until else slot.state
    waiting = Slot.objects.filter(pk=slot.pk, reading__isnull=True)
    waiting.filter(state__in=(*WAITING, SlotState.MISSED)).update(
        state=state, is_late=is_late, reading=reading, next_at=None
    )
    drop_visits(episode, kinds=(VisitKind.CALL,), by=by, at=at)


def _finish(
    episode: Episode, reading: Reading, visit: Visit | None, *, by: Actor, at: dt.datetime
) -> None:
    """The visit this was made for; without one a joint check is the first visit."""
    first = open_visits(episode, [VisitKind.FIRST]).filter(assignee=by.id).first()
    made = visit or first
    if made:
        finish_visit(made, reading=reading, by=by, at=at)


def _warn_if_far(episode: Episode, reading: Reading, *, at: dt.datetime) -> None:
    """A soft word to the grid worker, never a punishment (handbook §4.3)."""
    far = reading.distance_m is not None and reading.distance_m > geofence_radius_m(at=at)
    if far and reading.kind == ReadingKind.SELF and episode.grid_worker_id:
        tell_user(
            episode.grid_worker_id,
            title="自查位置提醒",
            body="有一位观察对象的自查位置离观察地点较远，请电话了解情况。",
            dedupe=f"far:{reading.pk}",
            at=at,
        )


@transaction.atomic
def check_at_visit(
    visit: Visit,
    *,
    key: uuid.UUID,
    temp_c: Decimal | None,
    symptoms: Sequence[str],
    measured_at: dt.datetime,
    conclusion: Conclusion = Conclusion.NONE,
    note: str = "",
    point: Point | None = None,
    photo: File | None = None,
    by: Caller,
    at: dt.datetime,
) -> Reading:
    """A doctor measures at the door; concluding ``cleared`` closes an open abnormal sign.

    A doctor's own abnormal finding is what sends the person to hospital. Raises NotFound for a
    stranger, VisitDone, EpisodeOver, NothingAbnormal.
    """
    if not by.covers(visit.area_code, Permission.CHECK_RECORD):
        raise NotFound
    known = reading_by_key(key)
    if known:
        if known.person_id != visit.episode.person_id:
            raise KeyTaken
        return known
    if visit.is_done:
        raise VisitDone
    episode = visit.episode
    if not episode.is_open:
        raise EpisodeOver
    if conclusion == Conclusion.CLEARED:
        clear_abnormal(episode, symptoms=symptoms, note=note, by=by, at=at)
    return record_reading(
        episode.person,
        key=key,
        kind=ReadingKind.STAFF,
        temp_c=temp_c,
        symptoms=symptoms,
        measured_at=measured_at,
        note=note,
        point=point,
        photo=photo,
        visit=visit,
        by=by.actor,
        at=at,
    )


@transaction.atomic
def clear_abnormal(
    episode: Episode,
    *,
    symptoms: Sequence[str],
    note: str = "",
    by: Caller,
    at: dt.datetime,
) -> None:
    """A doctor finds nothing behind it: ``symptoms`` seen now are no news from here on.

    Raises NotFound for a stranger and NothingAbnormal when nothing is open.
    """
    if not by.covers(episode.area_code, Permission.CHECK_RECORD):
        raise NotFound
    seen = [code for code in rules.clean_symptoms(symptoms) if code != NONE]
    baseline = sorted({*episode.baseline, *seen})
    open_sign = Episode.objects.unscoped().filter(pk=episode.pk, open_abnormal_at__isnull=False)
    if not open_sign.update(open_abnormal_at=None, baseline=baseline):
        raise NothingAbnormal
    episode.open_abnormal_at, episode.baseline = None, baseline
    close_fact(episode.person, FactKind.ABNORMAL, by=by.actor, at=at)
    detail = {"person": episode.person_id, "note": bool(note)}
    record("episode.abnormal_cleared", episode, by=by.actor, at=at, detail=detail)


@transaction.atomic
def finish_call(visit: Visit, *, note: str, by: Caller, at: dt.datetime) -> None:
    """What the call to a silent resident brought; only who was asked to call, and once."""
    if visit.assignee_id != by.id:
        raise NotFound
    if visit.kind not in {VisitKind.CALL, VisitKind.MISSED}:
        raise BadReading("这项任务需要上门测量")
    if not finish_visit(visit, reading=None, note=note, by=by.actor, at=at):
        visit.refresh_from_db(from_queryset=Visit.objects.unscoped())
        if visit.note != note:
            raise VisitDone
