"""Whether the same was reported a moment ago; nothing else about it leaves this module."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from lianfang.cases.enums import Kind, Source
from lianfang.cases.models import Case
from lianfang.core.crypto import blind
from lianfang.geo.queries import grids_near
from lianfang.geo.rules import Point, distance_m

_FROM_CITIZENS = (Source.CITIZEN, Source.TIP)
_REPORTS = (Kind.VERIFY, Kind.PLACE)


def was_just_reported(
    place: Mapping[str, Any], *, name: str, phone: str, since: dt.datetime, within_m: int
) -> bool:
    """The same name or phone in the same grid, or anything within so many metres.

    What staff, gates or CDC filed is never told, it would give away who is watched; nor are calls
    for help and appeals, which are nobody else's business.
    """
    here = Point(place["lon"], place["lat"]) if place.get("lon") is not None else None
    own, mark = str(place["area_code"]), blind(phone, "case.phone") if phone else ""
    around = grids_near(here, within_m) if here else []
    recent = Case.objects.unscoped().filter(
        area_code__in={own, *around},
        opened_at__gte=since,
        source__in=_FROM_CITIZENS,
        kind__in=_REPORTS,
    )
    columns = recent.values_list("area_code", "subject_name", "phone_blind", "lon", "lat")
    for area_code, subject, phone_blind, lon, lat in columns:
        is_same = bool(name and subject == name) or bool(mark and phone_blind == mark)
        if is_same and area_code == own:
            return True
        if here and lon is not None and lat is not None and _is_near(here, lon, lat, within_m):
            return True
    return False


def _is_near(here: Point, lon: float, lat: float, within_m: int) -> bool:
    return distance_m(here, Point(lon, lat)) <= within_m


def is_taken(key: uuid.UUID) -> bool:
    """Whether a case came in under this key before."""
    return Case.objects.unscoped().filter(key=key).exists()
