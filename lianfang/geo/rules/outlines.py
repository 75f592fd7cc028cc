"""Outlines as GeoJSON: their measures, and which grid a point falls in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, radians

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from lianfang.geo.enums import CoordSys, GridKind
from lianfang.geo.errors import BadOutline
from lianfang.geo.rules.codes import OLD_GRID_DIGITS, grid_code_of, unpadded
from lianfang.geo.rules.coordinates import ELLIPSOID, Point, distance_m

GeoJSON = Mapping[str, object]
_CORNER = 1e-7  # degrees: a centimetre
_M_PER_DEGREE = 110_000  # a little less than there are


@dataclass(frozen=True, slots=True)
class Measured:
    """Square metres and metres on the ellipsoid, and a point that lies inside."""

    area_m2: float
    perimeter_m: float
    inside: Point


@dataclass(frozen=True, slots=True)
class GridHit:
    """The grid of a point; guessed when it is only the nearest, ``distance_m`` away."""

    code: str
    is_guessed: bool
    distance_m: float = 0.0


@dataclass(frozen=True, slots=True)
class NewArea:
    """An area to take in; with ``geometry`` (WGS-84) it is drawn too."""

    code: str
    name: str
    geometry: GeoJSON | None = None
    gb_code: str = ""
    source_code: str = ""
    kind: str = ""


def areas_in(collection: Mapping[str, object], coord_sys: CoordSys) -> list[NewArea]:
    """The areas of a GeoJSON FeatureCollection in WGS-84, 14-digit grid codes padded.

    Each feature names itself by the properties ``code`` and ``name``; else ``BadOutline``.
    """
    features = collection.get("features")
    if not isinstance(features, list):
        raise BadOutline(str(collection.get("type", "")))
    return [_area_of(feature, coord_sys) for feature in features]


def _area_of(feature: Mapping[str, Mapping[str, object]], coord_sys: CoordSys) -> NewArea:
    properties, geometry = feature.get("properties") or {}, feature.get("geometry")
    source, name = str(properties.get("code", "")), str(properties.get("name", ""))
    if not geometry or not name:
        raise BadOutline(source)
    outline = polygon_of(geometry)
    if coord_sys is not CoordSys.WGS84:
        outline = shapely.transform(outline, lambda corners: _home(corners, coord_sys))
    is_grid = len(source) >= OLD_GRID_DIGITS
    return NewArea(
        code=grid_code_of(source) if is_grid else unpadded(source),
        name=name,
        geometry=mapping(shapely.set_precision(outline, _CORNER)),
        source_code=source,
        kind=GridKind.UNIT if is_grid else "",
    )


def _home(corners: NDArray[np.float64], coord_sys: CoordSys) -> NDArray[np.float64]:
    points = (Point(float(lon), float(lat), coord_sys).to_wgs84() for lon, lat in corners)
    return np.array([(point.lon, point.lat) for point in points])


def polygon_of(geometry: GeoJSON) -> BaseGeometry:
    """A GeoJSON Polygon or MultiPolygon in degrees; anything else raises ``BadOutline``."""
    try:
        outline = shape(dict(geometry))
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadOutline from error
    if outline.geom_type not in {"Polygon", "MultiPolygon"} or outline.is_empty:
        raise BadOutline(str(geometry.get("type", "")))
    if not outline.is_valid:
        raise BadOutline(shapely.is_valid_reason(outline))
    west, south, east, north = outline.bounds
    Point(west, south), Point(east, north)  # degrees, or BadCoordinate
    return outline


def measured(geometry: GeoJSON) -> Measured:
    outline = polygon_of(geometry)
    area, perimeter = ELLIPSOID.geometry_area_perimeter(outline)
    middle = outline.centroid
    inside = middle if outline.contains(middle) else shapely.point_on_surface(outline)
    return Measured(abs(area), perimeter, Point(round(inside.x, 6), round(inside.y, 6)))


class GridMap:
    """The grids' outlines in a search tree; built once, asked often."""

    def __init__(self, grids: Iterable[tuple[str, GeoJSON]]) -> None:
        """Take (code, outline) of every grid in force."""
        pairs = sorted(grids, key=lambda pair: pair[0])
        self._codes = [code for code, _ in pairs]
        self._outlines = [shape(dict(geometry)) for _, geometry in pairs]
        self._tree = shapely.STRtree(self._outlines)

    def at(self, point: Point) -> GridHit | None:
        """The grid that holds the point (on a border the lowest code), else the nearest.

        None where there are no grids.
        """
        if not self._codes:
            return None
        home = point.to_wgs84()
        spot = shapely.Point(home.lon, home.lat)
        inside = self._tree.query(spot, predicate="intersects")
        if len(inside):
            return GridHit(self._codes[min(inside)], is_guessed=False)
        return self._nearest(home, spot)

    def near(self, point: Point, metres: float) -> list[str]:
        """The grids that a circle round the point touches."""
        home = point.to_wgs84()
        wide = metres / (_M_PER_DEGREE * cos(radians(home.lat)))
        circle = shapely.Point(home.lon, home.lat).buffer(wide)
        return [self._codes[n] for n in self._tree.query(circle, predicate="intersects")]

    def _nearest(self, home: Point, spot: shapely.Point) -> GridHit:
        near = int(self._tree.query_nearest(spot)[0])
        edge = self._outlines[near].boundary
        closest = edge.interpolate(edge.project(spot))
        away = round(distance_m(home, Point(closest.x, closest.y)), 1)
        return GridHit(self._codes[near], is_guessed=True, distance_m=away)
