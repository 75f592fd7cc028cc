"""What a phone draws of the outlines inside a box: as fine as it can take, in few bytes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from lianfang.geo.errors import BadCoordinate
from lianfang.geo.rules.coordinates import Point
from lianfang.geo.rules.outlines import GeoJSON

STEP = 1e-5  # degrees that a number of a ring stands for: about a metre
_FINEST_FIRST = (15, 12, 9, 6)
_PIXELS = 600  # a corner nearer than a share of the box would not be seen


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees in WGS-84."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def read(cls, text: str) -> Self:
        """``west,south,east,north``; raises BadCoordinate for anything else."""
        try:
            west, south, east, north = (float(edge) for edge in text.split(","))
        except ValueError:
            raise BadCoordinate(text) from None
        if not (west < east and south < north):
            raise BadCoordinate(text)
        Point(west, south), Point(east, north)  # degrees, or BadCoordinate
        return cls(west, south, east, north)


@dataclass(frozen=True, slots=True)
class Drawn:
    """An area with its rings; each ring is x, y, x, y … in ``STEP`` from the box's south-west."""

    code: str
    name: str
    rings: list[list[int]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The areas of one level that the box touches, and those they lie in."""

    box: Box
    areas: list[Drawn] = field(default_factory=list)
    over: list[Drawn] = field(default_factory=list)


class Atlas:
    """All outlines by level in search trees; built once, asked often."""

    def __init__(self, rows: Iterable[tuple[str, str, GeoJSON]]) -> None:
        """Take (code, name, outline) of every area in force."""
        by_level: dict[int, list[tuple[str, str, BaseGeometry]]] = {}
        for code, name, geometry in sorted(rows, key=lambda row: row[0]):
            by_level.setdefault(len(code), []).append((code, name, shape(dict(geometry))))
        self._levels = [
            (by_level[digits], shapely.STRtree([row[2] for row in by_level[digits]]))
            for digits in _FINEST_FIRST
            if digits in by_level
        ]

    @property
    def whole(self) -> Box | None:
        """All there is; None where nothing has an outline."""
        if not self._levels:
            return None
        outlines = [row[2] for row in self._levels[-1][0]]
        return Box(*(float(edge) for edge in shapely.total_bounds(outlines)))

    def sheet(self, box: Box, *, most: int) -> Sheet:
        """The finest level with no more than ``most`` areas in the box, and the one above it."""
        for n, (rows, tree) in enumerate(self._levels):
            found = self._in(tree, box)
            if len(found) <= most or n == len(self._levels) - 1:
                over = self._levels[n + 1] if n + 1 < len(self._levels) else None
                return Sheet(
                    box,
                    [_drawn(rows[i], box) for i in found[:most]],
                    [_drawn(over[0][i], box) for i in self._in(over[1], box)[:most]]
                    if over
                    else [],
                )
        return Sheet(box)

    def _in(self, tree: shapely.STRtree, box: Box) -> list[int]:
        edges = shapely.box(box.west, box.south, box.east, box.north)
        return sorted(int(i) for i in tree.query(edges, predicate="intersects"))


def _drawn(row: tuple[str, str, BaseGeometry], box: Box) -> Drawn:
    code, name, outline = row
    tolerance = max(box.east - box.west, box.north - box.south) / _PIXELS
    simple = outline.simplify(tolerance, preserve_topology=True)
    rings = [
        ring
        for polygon in shapely.get_parts(simple)
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    return Drawn(code, name, [_flat(ring, box) for ring in rings])


def _flat(ring: BaseGeometry, box: Box) -> list[int]:
    corners = shapely.get_coordinates(ring)[:-1] - np.array([box.west, box.south])
    return [int(n) for n in np.rint(corners / STEP).ravel()]
