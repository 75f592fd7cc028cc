"""The ground of the invented city: a net of grids, gathered into communities, streets, counties."""

import math
import random
from collections import Counter
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import MultiPoint, Polygon
from shapely.geometry.base import BaseGeometry

from demo import names

CENTRE = (124.20, 30.60)  # open sea: no map shows a real town under the invented one
RADIUS = (0.047, 0.038)  # degrees east and north
SEED = 1
GRIDS, COMMUNITIES, STREETS = 2040, 204, 30
DECIMALS = 6
RELAXED = 3
OUTLINE_CORNERS = 300


@dataclass(frozen=True)
class Place:
    """One area of the invented city with its outline."""

    code: str
    name: str
    geometry: BaseGeometry  # empty for the province


@dataclass
class _Cell:
    shape: Polygon
    neighbours: set[int]


def ground(*, seed: int, scale: float = 1.0) -> list[Place]:
    """Every area of the city, parents first; the same for the same seed and scale."""
    rng = random.Random(f"ground-{seed}")
    cells = _net(rng, max(36, round(GRIDS * scale)))
    middles = np.array([(cell.shape.centroid.x, cell.shape.centroid.y) for cell in cells])
    everything = list(range(len(cells)))
    counties = _split(everything, len(names.COUNTIES), cells, middles, rng)
    places = [Place(*names.PROVINCE, Polygon()), Place(*names.CITY, _union(cells, everything))]
    street_names, community_names = (
        iter(names.STREETS),
        iter(rng.sample(names.COMMUNITIES, len(names.COMMUNITIES))),
    )
    for c, county in enumerate(counties):
        county_code = f"{names.CITY[0]}{c + 1:02}"
        places.append(Place(county_code, names.COUNTIES[c], _union(cells, county)))
        for s, street in enumerate(
            _split(county, _share(county, cells, STREETS * scale), cells, middles, rng)
        ):
            street_code = f"{county_code}{s + 1:03}"
            places.append(Place(street_code, next(street_names), _union(cells, street)))
            for q, block in enumerate(
                _split(street, _share(street, cells, COMMUNITIES * scale), cells, middles, rng)
            ):
                code, name = f"{street_code}{q + 1:03}", next(community_names)
                places.append(Place(code, name + ("社区" if c < 2 else "村"), _union(cells, block)))
                for g, cell in enumerate(_west_to_east(block, middles)):
                    places.append(Place(f"{code}{g + 1:03}", f"第{g + 1}网格", cells[cell].shape))
    return places


def _share(part: list[int], cells: list[_Cell], wanted: float) -> int:
    """How many of the wanted pieces fall to a part, by its number of cells."""
    return max(1, round(wanted * len(part) / len(cells)))


def _net(rng: random.Random, count: int) -> list[_Cell]:
    """Cells without gap or overlap: corners are rounded once, before they are shared."""
    outline = _outline(rng)
    seeds = [_somewhere(rng) for _ in range(count * 2)]
    seeds = [seed for seed in seeds if outline.contains(shapely.Point(seed))][:count]
    for _ in range(RELAXED):
        seeds = [(shape.centroid.x, shape.centroid.y) for shape in _cut(seeds, outline)]
    shapes = [shapely.set_precision(shape, 10**-DECIMALS) for shape in _cut(seeds, outline)]
    shapes = [shape for shape in shapes if isinstance(shape, Polygon) and not shape.is_empty]
    tree = shapely.STRtree(shapes)
    cells = [_Cell(shape, set()) for shape in shapes]
    for one, other in zip(*tree.query(shapes, predicate="intersects"), strict=True):
        if one != other and shapes[one].intersection(shapes[other]).length > 0:
            cells[one].neighbours.add(int(other))
    return cells


def _outline(rng: random.Random) -> Polygon:
    """A bay in the east and a ragged border elsewhere."""
    waves = [(rng.uniform(0.02, 0.07), k, rng.uniform(0, math.tau)) for k in range(2, 8)]
    waves += [(rng.uniform(0.002, 0.009), k, rng.uniform(0, math.tau)) for k in range(11, 60, 4)]
    corners = []
    for step in range(OUTLINE_CORNERS):
        angle = math.tau * step / OUTLINE_CORNERS
        reach = 1 + sum(size * math.sin(k * angle + shift) for size, k, shift in waves)
        reach -= 0.2 * math.exp(-((angle - 0.4) ** 2) / 0.05)
        corners.append(
            (
                CENTRE[0] + RADIUS[0] * reach * math.cos(angle),
                CENTRE[1] + RADIUS[1] * reach * math.sin(angle),
            )
        )
    return Polygon([(round(x, DECIMALS), round(y, DECIMALS)) for x, y in corners])


def _somewhere(rng: random.Random) -> tuple[float, float]:
    """Denser towards the old town, a little west of the middle."""
    angle, reach = rng.uniform(0, math.tau), rng.random() ** 0.72 * 1.35
    return (
        CENTRE[0] - 0.005 + RADIUS[0] * reach * math.cos(angle),
        CENTRE[1] + RADIUS[1] * reach * math.sin(angle),
    )


def _cut(seeds: list[tuple[float, float]], outline: Polygon) -> list[Polygon]:
    cells = shapely.voronoi_polygons(MultiPoint(seeds), extend_to=outline)
    return [
        piece for cell in cells.geoms if (piece := _largest(cell.intersection(outline))) is not None
    ]


def _largest(shape: BaseGeometry) -> Polygon | None:
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    return max(parts, key=lambda part: part.area, default=None)


def _split(
    part: list[int], count: int, cells: list[_Cell], middles: "np.ndarray", rng: random.Random
) -> list[list[int]]:
    """Gather cells round ``count`` moving middles; each piece hangs together, north comes first."""
    count = min(count, len(part))
    spots = middles[part]
    means = spots[rng.sample(range(len(part)), count)]
    for _ in range(12):
        owner = ((spots[:, None] - means[None]) ** 2).sum(axis=2).argmin(axis=1)
        means = np.array(
            [
                spots[owner == k].mean(axis=0) if (owner == k).any() else means[k]
                for k in range(count)
            ]
        )
    owners = _joined({cell: int(k) for cell, k in zip(part, owner, strict=True)}, cells)
    pieces = [[cell for cell in part if owners[cell] == k] for k in range(count)]
    pieces = [piece for piece in pieces if piece]
    return sorted(pieces, key=lambda piece: -float(middles[piece][:, 1].mean()))


def _joined(owners: dict[int, int], cells: list[_Cell]) -> dict[int, int]:
    """Give cells cut off from the main body of their piece to a neighbouring piece."""
    for k in sorted(set(owners.values())):
        mine = {cell for cell, owner in owners.items() if owner == k}
        bodies = []
        while mine:
            body, edge = set(), {min(mine)}
            while edge:
                body |= edge
                edge = {n for cell in edge for n in cells[cell].neighbours if n in mine} - body
            mine -= body
            bodies.append(body)
        for stray in sorted(bodies, key=len)[:-1]:
            around = Counter(
                owners[n] for c in stray for n in cells[c].neighbours if owners.get(n, k) != k
            )
            owners |= dict.fromkeys(stray, around.most_common(1)[0][0] if around else k)
    return owners


def _west_to_east(block: list[int], middles: "np.ndarray") -> list[int]:
    """The order of sequence numbers: rows from the north, each from the west (handbook §1.2)."""
    top = float(middles[block][:, 1].max())
    return sorted(
        block,
        key=lambda cell: (round((top - float(middles[cell][1])) / 0.0015), float(middles[cell][0])),
    )


def _union(cells: list[_Cell], part: list[int]) -> BaseGeometry:
    return shapely.coverage_union_all([cells[cell].shape for cell in part])
