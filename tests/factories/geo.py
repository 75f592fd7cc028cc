"""Areas for tests: one grid of an invented county, with all that lies above it."""

import datetime as dt

from lianfang.core.actor import Actor
from lianfang.geo.actions import load_areas
from lianfang.geo.models import Area
from lianfang.geo.queries import area_by_code
from lianfang.geo.rules import NewArea, ancestors_of

GRID = "990101001001001"
T0 = dt.datetime(2020, 2, 10, 1, 0, tzinfo=dt.UTC)  # nine in the morning in China
NAMES = {2: "省", 4: "市", 6: "区", 9: "街道", 12: "社区", 15: "网格"}


def make_area(code=GRID, name="", geometry=None) -> Area:
    """The area and whatever is missing above it, named by its code unless told."""
    known = set(Area.objects.filter(code__in=ancestors_of(code)).values_list("code", flat=True))
    above = [
        NewArea(c, f"{c}{NAMES[len(c)]}")
        for c in ancestors_of(code)
        if c != code and c not in known
    ]
    own = NewArea(code, name or f"{code}{NAMES[len(code)]}", geometry)
    load_areas([*above, own], by=Actor.system(), at=T0)
    return area_by_code(code)


def square(lon=124.0, lat=30.0, side=0.01) -> dict[str, object]:
    """A GeoJSON square whose south-west corner is given."""
    corners = [(lon, lat), (lon + side, lat), (lon + side, lat + side), (lon, lat + side)]
    return {"type": "Polygon", "coordinates": [[list(c) for c in (*corners, corners[0])]]}
