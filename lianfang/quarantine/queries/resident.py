"""The observation as the resident sees it: how far, what is due, what to read, whom to call."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from lianfang.accounts.rules import Citizen
from lianfang.core.clock import local_date
from lianfang.org.queries import doctor_for, officer_for, staff_card
from lianfang.policy.queries import geofence_radius_m
from lianfang.quarantine.enums import Mode, NoticeKind, SlotPart
from lianfang.quarantine.models import Episode, Notice, Reading, Slot
from lianfang.quarantine.queries.checks import slot_at, slot_filled_by, slots_of
from lianfang.quarantine.queries.episodes import notices_of, own_episode
from lianfang.quarantine.rules import advice_for, days_of, shown_state


@dataclass(frozen=True)
class Contact:
    """Somebody of the staff to call; the number is whole, it is there to be dialled."""

    name: str
    phone: str


@dataclass(frozen=True)
class SlotView:
    """A check of today; ``key`` is the day and the part."""

    key: str
    name: str
    opens_at: dt.datetime
    closes_at: dt.datetime
    state: str


@dataclass(frozen=True)
class NoticeView:
    key: uuid.UUID
    kind: str
    title: str
    number: str
    issued_at: dt.datetime
    signed_at: dt.datetime | None


@dataclass(frozen=True)
class Observation:
    """``active`` while it goes on; afterwards only the notices are left to read."""

    active: bool = False
    person_name: str = ""
    mode_label: str = ""
    day: int = 0
    days: int = 0
    planned_end_at: dt.datetime | None = None
    place: str = ""
    doctor: Contact | None = None
    officer: Contact | None = None
    slots: list[SlotView] = field(default_factory=list)
    due: str | None = None
    notices: list[NoticeView] = field(default_factory=list)


@dataclass(frozen=True)
class Answer:
    """What a self check is answered with at once; far away is a soft word, never a reproach."""

    key: uuid.UUID
    is_abnormal: bool
    slot_name: str
    is_late: bool
    is_far: bool
    advice: tuple[str, ...]
    call: Contact | None


def observation_of(citizen: Citizen, person: uuid.UUID | None, *, at: dt.datetime) -> Observation:
    """One's own, or that of somebody one speaks for; raises NotFound for a stranger's."""
    episode = own_episode(citizen, person)
    if episode is None:
        return Observation()
    name, notices = episode.person.name, [notice_view(n) for n in notices_of(episode)]
    if not episode.is_open:
        return Observation(person_name=name, notices=notices)
    days, due = days_of(episode.anchor_at, episode.planned_end), slot_at(episode, at)
    officer = officer_for(episode.area_code)
    return Observation(
        active=True,
        person_name=name,
        mode_label=Mode(episode.mode).label,
        day=min(max(days_of(episode.anchor_at, at), 1), days),
        days=days,
        planned_end_at=episode.planned_end,
        place=episode.place,
        doctor=_doctor(episode, episode.area_code),
        officer=Contact(officer.name, officer.phone) if officer else None,
        slots=[_slot(slot, at) for slot in slots_of(episode.person_id, local_date(at))],
        due=_slot_key(due) if due else None,
        notices=notices,
    )


def notice_view(notice: Notice) -> NoticeView:
    return NoticeView(
        notice.key,
        notice.kind,
        NoticeKind(notice.kind).label,
        notice.number or "",
        notice.issued_at,
        notice.signed_at,
    )


def answer_to(reading: Reading) -> Answer:
    """Which check it filled, what to do now and whom to call."""
    slot = slot_filled_by(reading)
    return Answer(
        key=reading.key,
        is_abnormal=reading.is_abnormal,
        slot_name=SlotPart(slot.part).label if slot else "",
        is_late=bool(slot and slot.is_late),
        is_far=(reading.distance_m or 0) > geofence_radius_m(at=reading.received_at),
        advice=advice_for(is_abnormal=reading.is_abnormal),
        call=_doctor(reading.episode, reading.area_code),
    )


def _slot(slot: Slot, at: dt.datetime) -> SlotView:
    name, state = SlotPart(slot.part).label, shown_state(slot, at)
    return SlotView(_slot_key(slot), name, slot.opens_at, slot.closes_at, state)


def _slot_key(slot: Slot) -> str:
    return f"{slot.day}-{slot.part}"


def _doctor(episode: Episode | None, area_code: str) -> Contact | None:
    """The doctor in charge, else the one of the area."""
    card = staff_card(episode.doctor_id) if episode and episode.doctor_id else None
    doctor = card or doctor_for(area_code)
    return Contact(doctor.name, doctor.phone) if doctor else None
