"""Whether a snapshot may replace the last good one. Pure."""

import datetime as dt
from dataclasses import dataclass

from lianfang.feeds.client.dxy import PROVINCES
from lianfang.feeds.client.reading import Figures, Reading
from lianfang.feeds.enums import Refusal

MAINLAND = frozenset(PROVINCES.values()) - {"71", "81", "82"}
_NAMES = {code: name for name, code in PROVINCES.items()}
_MEASURES = {"confirmed": "确诊", "cured": "治愈", "dead": "死亡"}


@dataclass(frozen=True, slots=True)
class Taken:
    """A reading and when it was fetched."""

    reading: Reading
    taken_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """``refusal`` None means taken; the note says what was wrong, or what was corrected."""

    refusal: Refusal | None
    note: str = ""


def judge(new: Taken, last: Taken | None) -> Verdict:
    """Compare a snapshot with the last good one.

    The nation's cumulative figures never fall by themselves; a province's do, about once in thirty
    updates (a correction, or cases moved to another province), which is noted and let pass.
    """
    refused = _by_itself(new.reading)
    if refused or last is None:
        return refused or Verdict(None)
    return _against(new, last)


def _by_itself(reading: Reading) -> Verdict | None:
    if missing := MAINLAND - reading.provinces.keys():
        return Verdict(Refusal.INCOMPLETE, f"缺少{_listed(missing)}")
    areas = {"全国": reading.nation} | {_NAMES[c]: f for c, f in reading.provinces.items()}
    if negative := [name for name, f in areas.items() if min(f.confirmed, f.cured, f.dead) < 0]:
        return Verdict(Refusal.NEGATIVE, "、".join(negative))
    return None


def _against(new: Taken, last: Taken) -> Verdict:
    if new.taken_at < last.taken_at or new.reading.as_of < last.reading.as_of:
        return Verdict(Refusal.OLDER)
    if missing := last.reading.provinces.keys() - new.reading.provinces.keys():
        return Verdict(Refusal.INCOMPLETE, f"缺少{_listed(missing)}")
    if fallen := _falls(last.reading.nation, new.reading.nation):
        return Verdict(Refusal.FALLING, fallen)
    corrected = [
        f"{_NAMES[code]}{fallen}"
        for code, before in last.reading.provinces.items()
        if (fallen := _falls(before, new.reading.provinces[code]))
    ]
    return Verdict(None, "省级订正：" + "；".join(corrected) if corrected else "")


def _falls(before: Figures, after: Figures) -> str:
    pairs = ((word, getattr(before, m), getattr(after, m)) for m, word in _MEASURES.items())
    return "，".join(f"{word}由{was}变为{now}" for word, was, now in pairs if now < was)


def _listed(codes: frozenset[str] | set[str]) -> str:
    return "、".join(_NAMES[code] for code in sorted(codes))
