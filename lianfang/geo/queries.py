"""Which area, and which rows lie in it."""

from collections.abc import Iterable

from django.db.models import Q

from lianfang.geo.errors import UnknownArea
from lianfang.geo.models import Area

COUNTRY = "CN"
COLUMN = {4: "city", 6: "county", 9: "street", 12: "community", 15: "area_code"}


def area_by_code(code: str) -> Area:
    area = Area.objects.filter(code=code).first()
    if area is None:
        raise UnknownArea(code)
    return area


def within(areas: Iterable[str]) -> Q:
    """Rows inside any of ``areas``, by one equality each; no rows when there are no areas."""
    condition = Q(pk__in=[])
    for code in areas:
        if code == COUNTRY:
            return Q()
        condition |= Q(**{COLUMN[len(code)]: code})
    return condition
