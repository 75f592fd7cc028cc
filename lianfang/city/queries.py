"""Which city this is."""

import datetime as dt
from dataclasses import dataclass

from lianfang.city.models import City

_UNNAMED = ("本市", "本市", "", "", False, dt.date(2020, 1, 1))


@dataclass(frozen=True, slots=True)
class CityInfo:
    """The city as every page shows it; ``is_demo`` puts 演示数据 on each of them."""

    name: str
    short_name: str
    area_code: str
    hotline: str
    is_demo: bool
    started_on: dt.date


def this_city() -> CityInfo:
    """The city of this deployment; before it is set up a nameless one without an area."""
    row = City.objects.values_list(
        "name", "short_name", "area_code", "hotline", "is_demo", "started_on"
    ).first()
    return CityInfo(*(row or _UNNAMED))
