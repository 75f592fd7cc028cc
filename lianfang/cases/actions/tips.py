"""Anonymous tips, limited a day, and the word that somebody has just reported the same."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from lianfang.cases.actions.opening import open_once, phone_columns, place_of
from lianfang.cases.enums import Kind, Limited, Source, SubjectKind
from lianfang.cases.errors import JustReported, TooManyTips
from lianfang.cases.models import DayCount
from lianfang.cases.queries import is_taken, was_just_reported
from lianfang.cases.rules import Sender, entry_state, has_symptoms, urgency_of
from lianfang.core.actor import Actor
from lianfang.core.clock import local_date
from lianfang.core.crypto import blind
from lianfang.core.phones import read_phone
from lianfang.geo.rules import Point
from lianfang.policy.queries import just_reported, tip_limits

_COMMUNITY = 12  # digits


def must_be_news(
    *,
    key: uuid.UUID,
    subject_name: str,
    subject_phone: str = "",
    point: Point | None = None,
    area_code: str = "",
    sender: Sender,
    by: Actor,
    at: dt.datetime,
) -> None:
    """Raises JustReported when somebody has just reported the same; asked before a report is sent.

    A resend is no news and no repeat. The word is given a few times a day to one sender, so that
    whoever asks on and on learns nothing more. Raises PlaceNeeded, UnknownArea, BadPhone.
    """
    _ = by
    rule = just_reported(at=at)
    is_repeat = was_just_reported(
        place_of(point, area_code),
        name=subject_name.strip(),
        phone=read_phone(subject_phone, field="subject_phone") if subject_phone else "",
        since=at - dt.timedelta(hours=rule.hours),
        within_m=rule.metres,
    )
    who = sender.address or sender.device
    if is_repeat and not is_taken(key) and _count(Limited.HINT, who, most=rule.told_per_day, at=at):
        raise JustReported


def submit_tip(
    *,
    key: uuid.UUID,
    subject_kind: str,
    subject_name: str = "",
    subject_phone: str = "",
    description: str,
    symptoms: Sequence[str] = (),
    point: Point | None = None,
    area_code: str = "",
    address: str = "",
    sender: Sender,
    by: Actor,
    at: dt.datetime,
) -> None:
    """File what somebody without an account saw; the same ``key`` again changes nothing.

    The sender is only counted, under a mark of the day, and nothing comes back that leads to the
    case. Raises TooManyTips, PlaceNeeded, UnknownArea, BadPhone.
    """
    if is_taken(key):
        return
    is_place = subject_kind == SubjectKind.PLACE
    columns: dict[str, object] = {
        "kind": Kind.PLACE if is_place else Kind.VERIFY,
        "subject_kind": subject_kind,
        "urgency": urgency_of(Source.TIP, subject_kind, is_ill=has_symptoms(symptoms)),
        "subject_name": subject_name.strip() or ("场所名称不详" if is_place else "姓名不详"),
        "address": address,
        "symptoms": list(symptoms),
        "description": description.strip(),
    }
    columns |= place_of(point, area_code) | phone_columns(subject_phone)
    with transaction.atomic():
        _count_sender(sender, str(columns["area_code"]), at)
        open_once(key, Source.TIP, columns, state=entry_state(Source.TIP), by=by, at=at)


def forget_senders(*, before: dt.date, by: Actor, at: dt.datetime) -> int:
    """Drop the counts of days gone by; how many there were."""
    _ = (by, at)
    return DayCount.objects.filter(day__lt=before).delete()[0]


def _count_sender(sender: Sender, area_code: str, at: dt.datetime) -> None:
    limits = tip_limits(at=at)
    fits = (
        _count(Limited.DEVICE, sender.device, most=limits.per_device, at=at)
        and _count(Limited.ADDRESS, sender.address, most=limits.per_address, at=at)
        and _count(Limited.AREA, area_code[:_COMMUNITY], most=limits.per_area, at=at)
    )
    if not fits:
        raise TooManyTips


def _count(kind: Limited, what: str, *, most: int, at: dt.datetime) -> bool:
    """One more today, unless that would be more than ``most``."""
    day = local_date(at)
    mark = blind(f"{day}|{what}", f"case.sender.{kind}")
    DayCount.objects.get_or_create(kind=kind, mark=mark, day=day)
    fits = DayCount.objects.filter(kind=kind, mark=mark, day=day, count__lt=most)
    return bool(fits.update(count=F("count") + 1))
