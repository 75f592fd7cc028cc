"""周报 of colour changes: whose facts turned how many passes, for leaders and auditors."""

import datetime as dt

from django.http import HttpResponse
from ninja import Schema

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.core.clock import local_date, start_of
from lianfang.org.enums import Permission
from lianfang.passes.queries import week_of

router = make_router("colours")
_WEEK = dt.timedelta(days=7)


class MakerWeekOut(Schema):
    kind: str
    name: str
    to_red: int
    to_yellow: int
    to_gray: int
    to_green: int
    people: int
    rules: dict[str, int]


class ColourWeekOut(Schema):
    """From Monday to Sunday, local days."""

    begins: dt.date
    ends: dt.date
    makers: list[MakerWeekOut]


@router.get("/console/colour-week", auth=by_staff(Permission.FIGURES_VIEW), response=ColourWeekOut)
def show_week(request: StaffRequest, day: dt.date | None = None) -> HttpResponse:
    """In one's areas; ``day`` is any day of the week, today where none is named."""
    return _week(request, Permission.FIGURES_VIEW, day)


@router.get("/auditor/colour-week", auth=by_staff(Permission.AUDIT_READ), response=ColourWeekOut)
def audit_week(request: StaffRequest, day: dt.date | None = None) -> HttpResponse:
    """The same for those who read the trail: names of staff, counts of people."""
    return _week(request, Permission.AUDIT_READ, day)


def _week(request: StaffRequest, permission: Permission, day: dt.date | None) -> HttpResponse:
    day = day or local_date(clock())
    begins = day - dt.timedelta(days=day.weekday())
    ends = begins + _WEEK
    makers = week_of(request.caller, permission, starts_at=start_of(begins), ends_at=start_of(ends))
    return encoded({"begins": begins, "ends": ends - dt.timedelta(days=1), "makers": makers})
