"""What a reading may be, how far away it was taken, and what the resident is told."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from lianfang.core.clock import LOCAL
from lianfang.geo.rules import Point, distance_m
from lianfang.policy.rules import TempRange
from lianfang.quarantine.enums import SlotState
from lianfang.quarantine.errors import BadReading, BadSignature
from lianfang.quarantine.flow import NONE, SYMPTOMS
from lianfang.quarantine.models import Episode, Slot

_SLACK = dt.timedelta(minutes=10)  # of a device's clock
_STEP = Decimal("0.1")
PAD = (1000, 400)  # what a signature is drawn in, whatever the phone
_LEAST, _MOST = 16, 8000  # numbers in a signature: a few points, and no scribble without end

NORMAL_ADVICE = ("已收到，体征正常。", "请继续居家休息，做好通风消毒，按时完成下次自查。")
ABNORMAL_ADVICE = (
    "请留在房间内，戴好口罩，不要与家人接触。",
    "社区医生将在 30 分钟内联系您；30 分钟后请再测一次体温并上报。",
    "如呼吸困难、胸痛或意识不清，请立即拨打 120。",
)


def advice_for(*, is_abnormal: bool) -> tuple[str, ...]:
    """What the resident is told at once (handbook §4.3)."""
    return ABNORMAL_ADVICE if is_abnormal else NORMAL_ADVICE


def shown_state(slot: Slot, now: dt.datetime) -> str:
    """How a check stands at this very minute, whether or not the scheduler has come by."""
    if slot.state == SlotState.DONE and slot.is_late:
        return "late"
    if slot.state not in {SlotState.PLANNED, SlotState.OPEN} or now < slot.opens_at:
        return slot.state
    return SlotState.OPEN.value if now < slot.closes_at else SlotState.MISSED.value


def clean_symptoms(codes: Iterable[str]) -> list[str]:
    """CL2 codes in order, once each; 无状况 does not stand beside others. Raises BadReading."""
    given = sorted(set(codes))
    unknown = [code for code in given if code not in SYMPTOMS]
    if unknown:
        raise BadReading(fields={"symptoms": f"不认识的症状代码：{unknown[0]}"})
    ill = [code for code in given if code != NONE]
    return ill or [NONE]


def clean_temp(temp_c: Decimal | None, bounds: TempRange) -> Decimal | None:
    """One decimal, inside what a living person can have; raises BadReading."""
    if temp_c is None:
        return None
    if not temp_c.is_finite() or not bounds.low <= temp_c <= bounds.high:
        sentence = f"体温应在 {bounds.low} 至 {bounds.high} ℃ 之间，请重新测量"
        raise BadReading(fields={"temp_c": sentence})
    return temp_c.quantize(_STEP)


def must_tell_something(temp_c: Decimal | None, symptoms: list[str]) -> None:
    """Without a temperature only a symptom is news."""
    if temp_c is None and symptoms == [NONE]:
        raise BadReading(fields={"temp_c": "请填写体温"})


def check_time(measured_at: dt.datetime, at: dt.datetime) -> None:
    if measured_at > at + _SLACK:
        raise BadReading(fields={"measured_at": "测量时间不能晚于现在"})


def place_of(episode: Episode | None) -> Point | None:
    """Where the person is observed, once anybody has located it."""
    if episode is None or episode.lon is None or episode.lat is None:
        return None
    return Point(episode.lon, episode.lat)


def distance_from(episode: Episode | None, point: Point | None) -> int | None:
    """Metres between a reading and the place of observation; kept instead of the place (§4.3)."""
    home = place_of(episode)
    return round(distance_m(home, point)) if home and point else None


def in_words(at: dt.datetime) -> str:
    """2020年2月18日0时, as notices write a moment."""
    local = at.astimezone(LOCAL)
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时"


def end_in_words(at: dt.datetime) -> str:
    """Midnight is 24时 of the day that ends with it."""
    local = at.astimezone(LOCAL)
    if local.time() != dt.time():
        return in_words(at)
    day = local.date() - dt.timedelta(days=1)
    return f"{day.year}年{day.month}月{day.day}日24时"


def days_of(starts_at: dt.datetime, ends_at: dt.datetime) -> int:
    """Day 14 after day 0 makes 14 days."""
    last = (ends_at - dt.timedelta(microseconds=1)).astimezone(LOCAL).date()
    return (last - starts_at.astimezone(LOCAL).date()).days


def clean_signature(strokes: Sequence[Sequence[int]]) -> list[list[int]]:
    """Lines of a finger, each x, y, x, y … in ``PAD``; raises BadSignature unless it is a name."""
    lines = [list(line) for line in strokes if len(line) > 2]  # noqa: PLR2004 -- more than a dot
    width, height = PAD
    is_inside = all(
        0 <= x <= width and 0 <= y <= height
        for line in lines
        for x, y in zip(line[::2], line[1::2], strict=False)
    )
    count = sum(map(len, lines))
    if not is_inside or any(len(line) % 2 for line in lines) or not _LEAST <= count <= _MOST:
        raise BadSignature(fields={"strokes": BadSignature.title})
    return lines


def signature_svg(strokes: Sequence[Sequence[int]]) -> str:
    """The lines as a drawing that a document can hold."""
    width, height = PAD
    paths = "".join(
        "M" + "L".join(f"{x} {y}" for x, y in zip(line[::2], line[1::2], strict=True))
        for line in strokes
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<path d="{paths}" fill="none" stroke="#141e2e" stroke-width="9"'
        ' stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
