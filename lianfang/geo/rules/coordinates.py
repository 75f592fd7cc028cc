"""Points, tagged with their coordinate system, and the way home to WGS-84."""

from dataclasses import dataclass
from math import atan2, cos, fabs, hypot, pi, sin, sqrt
from typing import Self

from pyproj import Geod

from lianfang.geo.enums import CoordSys
from lianfang.geo.errors import BadCoordinate

_SEMI_MAJOR = 6378245.0
_ECCENTRICITY = 0.00669342162296594323
_BAIDU = pi * 3000.0 / 180.0
_ENOUGH = 1e-9
_EAST, _NORTH = 180, 90
_BOX = (72.004, 0.8293, 137.8347, 55.8271)
ELLIPSOID = Geod(a=6378137.0, rf=298.257222101)


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees east and north, never without their system."""

    lon: float
    lat: float
    coord_sys: CoordSys = CoordSys.WGS84

    def __post_init__(self) -> None:
        """Refuse degrees that are on no map, as swapped or projected coordinates are."""
        if abs(self.lon) > _EAST or abs(self.lat) > _NORTH:
            raise BadCoordinate(f"{self.lon}, {self.lat}")

    def to_wgs84(self) -> Self:
        """The same place as WGS-84, within a centimetre of the published formulas turned round."""
        lon, lat = self.lon, self.lat
        if self.coord_sys is CoordSys.BD09:
            lon, lat = _bd09_to_gcj02(lon, lat)
        if self.coord_sys in {CoordSys.BD09, CoordSys.GCJ02}:
            lon, lat = _gcj02_to_wgs84(lon, lat)
        return type(self)(lon, lat, CoordSys.WGS84)

    def to_gcj02(self) -> Self:
        """The same place as tiles and phones of Chinese makers mean it."""
        home = self.to_wgs84()
        return type(self)(*_wgs84_to_gcj02(home.lon, home.lat), CoordSys.GCJ02)

    def to_bd09(self) -> Self:
        """The same place as Baidu means it."""
        shifted = self.to_gcj02()
        return type(self)(*_gcj02_to_bd09(shifted.lon, shifted.lat), CoordSys.BD09)


def distance_m(one: Point, other: Point) -> float:
    """Along the ellipsoid, whatever the systems of the two points."""
    start, end = one.to_wgs84(), other.to_wgs84()
    _, _, distance = ELLIPSOID.inv(start.lon, start.lat, end.lon, end.lat)
    return float(distance)


def is_shifted(lon: float, lat: float) -> bool:
    """Whether GCJ-02 moves this place at all: it does so in a box round the mainland only."""
    west, south, east, north = _BOX
    return west <= lon <= east and south <= lat <= north


def _wave(x: float) -> float:
    return (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0


def _wgs84_to_gcj02(lon: float, lat: float) -> tuple[float, float]:
    if not is_shifted(lon, lat):
        return lon, lat
    x, y = lon - 105.0, lat - 35.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(fabs(x)) + _wave(x)
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(fabs(x)) + _wave(x)
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    curve = 1 - _ECCENTRICITY * sin(lat * pi / 180.0) ** 2
    north *= 180.0 / (_SEMI_MAJOR * (1 - _ECCENTRICITY) / (curve * sqrt(curve)) * pi)
    east *= 180.0 / (_SEMI_MAJOR / sqrt(curve) * cos(lat * pi / 180.0) * pi)
    return lon + east, lat + north


def _gcj02_to_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """No formula exists for the way back, so guess and correct until it does not move."""
    if not is_shifted(lon, lat):
        return lon, lat
    guess_lon, guess_lat = lon, lat
    for _ in range(10):
        there_lon, there_lat = _wgs84_to_gcj02(guess_lon, guess_lat)
        off_lon, off_lat = there_lon - lon, there_lat - lat
        guess_lon, guess_lat = guess_lon - off_lon, guess_lat - off_lat
        if max(fabs(off_lon), fabs(off_lat)) < _ENOUGH:
            break
    return guess_lon, guess_lat


def _gcj02_to_bd09(lon: float, lat: float) -> tuple[float, float]:
    reach = hypot(lon, lat) + 0.00002 * sin(lat * _BAIDU)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * _BAIDU)
    return reach * cos(angle) + 0.0065, reach * sin(angle) + 0.006


def _bd09_to_gcj02(lon: float, lat: float) -> tuple[float, float]:
    guess_lon, guess_lat = lon - 0.0065, lat - 0.006
    for _ in range(10):
        there_lon, there_lat = _gcj02_to_bd09(guess_lon, guess_lat)
        off_lon, off_lat = there_lon - lon, there_lat - lat
        guess_lon, guess_lat = guess_lon - off_lon, guess_lat - off_lat
        if max(fabs(off_lon), fabs(off_lat)) < _ENOUGH:
            break
    return guess_lon, guess_lat
