"""Shapes that several doors read: a place, the signs of illness."""

from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import AwareDatetime, Field

from lianfang.geo.enums import CoordSys
from lianfang.geo.rules import Point

Moment = AwareDatetime
Symptoms = Annotated[list[Annotated[str, Field(pattern=r"^\d{2}$")]], Field(max_length=20)]
Temperature = Annotated[Decimal, Field(ge=Decimal("34.0"), le=Decimal("42.5"), decimal_places=1)]


class Place(Schema):
    """Degrees with the datum they are in."""

    lon: float
    lat: float
    coord_sys: CoordSys = CoordSys.WGS84


def point_of(place: Place | None) -> Point | None:
    return Point(place.lon, place.lat, place.coord_sys) if place else None
