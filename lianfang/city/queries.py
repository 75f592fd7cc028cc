"""Which city this is."""

import datetime as dt
from dataclasses import dataclass

from lianfang.city.models import City
from lianfang.core.compiled import Compiled


@dataclass(frozen=True, slots=True)
class CityInfo:
    """The city as every page shows it; ``is_demo`` puts 演示数据 on each of them."""

    name: str
    short_name: str
    area_code: str
    hotline: str
    is_demo: bool
    started_on: dt.date


_UNNAMED = CityInfo("本市", "本市", "", "", is_demo=False, started_on=dt.date(2020, 1, 1))
_city = Compiled(CityInfo, lambda: City.objects.order_by("id")[:1])


def this_city() -> CityInfo:
    """The city of this deployment; before it is set up a nameless one without an area."""
    return _city.first() or _UNNAMED
