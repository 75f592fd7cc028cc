"""The one place that reads the clock, and what a day is: a calendar day in Asia/Shanghai."""

import datetime as dt
import time
from zoneinfo import ZoneInfo

from django.conf import settings

LOCAL = ZoneInfo("Asia/Shanghai")


def now() -> dt.datetime:
    """Aware UTC; a demo may let it run faster (settings CLOCK_ORIGIN and CLOCK_SPEED)."""
    real = time.time()
    origin, speed = settings.CLOCK_ORIGIN, settings.CLOCK_SPEED
    virtual = settings.CLOCK_VIRTUAL + (real - origin) * speed if origin else real
    return dt.datetime.fromtimestamp(virtual, tz=dt.UTC)


def real_now() -> dt.datetime:
    """The machine's own time, also in a demo: what services outside compare with theirs."""
    return dt.datetime.fromtimestamp(time.time(), tz=dt.UTC)


def local_date(at: dt.datetime) -> dt.date:
    return at.astimezone(LOCAL).date()


def start_of(day: dt.date) -> dt.datetime:
    """Local midnight at which ``day`` begins, as aware UTC."""
    return dt.datetime.combine(day, dt.time(), tzinfo=LOCAL).astimezone(dt.UTC)


def end_of(day: dt.date) -> dt.datetime:
    """24:00 of ``day``, which is the midnight at which the next day begins."""
    return start_of(day + dt.timedelta(days=1))


def at_local(day: dt.date, clock: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, clock, tzinfo=LOCAL).astimezone(dt.UTC)
