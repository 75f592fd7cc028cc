"""Which area, what it is called, what it looks like, and which rows lie in it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q, QuerySet

from lianfang.core.compiled import Compiled, Shaped
from lianfang.geo import client
from lianfang.geo.enums import AreaLevel
from lianfang.geo.errors import BadAreaCode, UnknownArea
from lianfang.geo.models import Area, Boundary, Edition
from lianfang.geo.rules import (
    DIGITS,
    Atlas,
    Box,
    Gazetteer,
    GridHit,
    GridMap,
    Match,
    OwnPlaces,
    Point,
    Proposal,
    RetiredArea,
    Sheet,
    ancestors_of,
    proposals,
)

COUNTRY = "CN"
COLUMN = {4: "city", 6: "county", 9: "street", 12: "community", 15: "area_code"}
_EVERYWHERE = (0,)
_COUNTY, _GRID = DIGITS[AreaLevel.COUNTY], DIGITS[AreaLevel.GRID]

T = TypeVar("T")
_kept: dict[Callable[[], object], tuple[str, object]] = {}


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area in a list to choose from; ``lon`` and ``lat`` lie inside its outline."""

    code: str
    name: str
    lon: float | None
    lat: float | None


def area_by_code(code: str) -> Area:
    area = _area.first(code=code)
    if area is None:
        raise UnknownArea(code)
    return area


_area = Compiled(Area, lambda code: Area.objects.filter(code=code), code=str)


def within(areas: Iterable[str]) -> Q:
    """Rows inside any of ``areas``, by one equality each; no rows when there are no areas."""
    levels, values = levels_of(areas)
    return within_levels(levels, values)


def levels_of(areas: Iterable[str]) -> tuple[tuple[int, ...], dict[str, str]]:
    """A scope for a compiled query: its levels, which are its shape, and its codes by name."""
    codes = sorted(areas)
    if COUNTRY in codes:
        return _EVERYWHERE, {}
    for code in codes:
        if len(code) not in COLUMN:
            raise BadAreaCode(code)
    return tuple(map(len, codes)), {f"area{n}": code for n, code in enumerate(codes)}


def within_levels(levels: tuple[int, ...], values: Mapping[str, object]) -> Q:
    """The condition on what ``levels_of`` took apart; the values may be stand-ins."""
    if levels == _EVERYWHERE:
        return ~Q(pk__in=[])  # every row, also when joined to another condition by OR
    condition = Q(pk__in=[])
    for n, digits in enumerate(levels):
        condition |= Q(**{COLUMN[digits]: values[f"area{n}"]})
    return condition


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Names by code in one query; a code nobody has is left out."""
    wanted = sorted(set(codes))
    slots = next((size for size in _SLOTS if len(wanted) <= size), len(wanted))
    values = {f"code{n}": "" for n in range(slots)}
    values |= {f"code{n}": code for n, code in enumerate(wanted)}
    return {row.code: row.name for row in _named(slots, **values)} if wanted else {}


def _with_codes(_slots: int, **values: str) -> QuerySet[Area]:
    return Area.objects.filter(code__in=list(values.values()))


@dataclass(frozen=True)
class _Named:
    code: str
    name: str


_SLOTS = (1, 8, 32, 128, 512)
_named = Shaped(_Named, _with_codes)


def path_of(code: str) -> str:
    """Names from the county down, as people say an address: 望澜区 澜前街道 柳堤社区 第3网格."""
    return paths_of([code])[code]


def paths_of(codes: Iterable[str]) -> dict[str, str]:
    """``path_of`` for a whole list in one query; above the county the area's own name."""
    lines = {code: [c for c in ancestors_of(code) if len(c) >= _COUNTY] or [code] for code in codes}
    names = names_of(code for line in lines.values() for code in line)
    return {code: " ".join(names[c] for c in line if c in names) for code, line in lines.items()}


def children_of(code: str) -> list[AreaRow]:
    """Areas in force one level down, by code; "" asks for the provinces.

    Where a county or street has none of its own, the published ones: any place in the country can
    be chosen, and ``actions.take_area`` takes the chosen one in.
    """
    areas = Area.objects.filter(parent_code=code, valid_to=None).order_by("code")
    rows = [AreaRow(*row) for row in areas.values_list("code", "name", "lon", "lat")]
    return rows or [AreaRow(own, name, None, None) for own, name in _published_under(code)]


def areas_named(text: str, *, inside: str, level: AreaLevel, most: int = 20) -> list[AreaRow]:
    """Areas of one level inside ``inside`` whose name holds ``text``, for choosing by typing."""
    areas = Area.objects.filter(
        name__contains=text.strip(),
        digits=DIGITS[level],
        code__gte=inside,
        code__lt=f"{inside}:",  # the character after the last digit
        valid_to=None,
    )
    rows = areas.order_by("code").values_list("code", "name", "lon", "lat")[:most]
    return [AreaRow(*row) for row in rows]


def _published_under(code: str) -> list[tuple[str, str]]:
    if len(code) == _COUNTY:
        return client.streets_of(code)
    if len(code) == DIGITS[AreaLevel.STREET]:
        return [row for row in client.communities_of(code[:_COUNTY]) if row[0].startswith(code)]
    return []


def find_area(province: str, city: str, county: str = "") -> Match:
    """The area that names written by hand mean; see ``Gazetteer.find_area``."""
    return gazetteer().find_area(province, city, county)


def find_place(text: str) -> Match:
    """The area a run-together text begins with, as 湖北孝感 or 武汉市汉口站."""
    return gazetteer().find_place(text)


def own_places() -> OwnPlaces:
    """Our own streets, communities and grids by name; kept until areas change."""
    return _until_areas_change(_read_own_places)


def areas_for(
    address: str, *, estates: Iterable[tuple[str, str]] = (), most: int = 20
) -> list[Proposal]:
    """Our own areas that a typed address may mean, the likeliest first; see ``proposals``."""
    return proposals(address, own_places(), estates=estates, most=most)


def _read_own_places() -> OwnPlaces:
    own = Area.objects.filter(digits__gte=_COUNTY, valid_to=None)
    return OwnPlaces(own.values_list("code", "name"))


def gazetteer() -> Gazetteer:
    """Names of the shipped divisions and of our own; kept until areas change."""
    return _until_areas_change(_read_gazetteer)


def grid_at(point: Point) -> GridHit:
    """The unit grid that holds the point, else the nearest one, marked as guessed (handbook §1.2).

    Raises ``UnknownArea`` where no grid has an outline yet.
    """
    hit = _until_areas_change(_read_grid_map).at(point)
    if hit is None:
        raise UnknownArea
    return hit


def grids_near(point: Point, metres: float) -> list[str]:
    """The unit grids within so many metres, a few more at high latitudes."""
    return _until_areas_change(_read_grid_map).near(point, metres)


def outline_of(code: str, level: AreaLevel) -> dict[str, object]:
    """The areas of that level inside ``code`` (or itself) as a GeoJSON FeatureCollection."""
    rows = (
        Boundary.objects.filter(
            area__code__gte=code,
            area__code__lt=f"{code}:",  # the character after the last digit
            area__digits=DIGITS[AreaLevel(level)],
            area__valid_to=None,
        )
        .order_by("area__code")
        .values_list("area__code", "area__name", "area__lon", "area__lat", "geometry")
    )
    features = [
        {
            "type": "Feature",
            "properties": {"code": own, "name": name, "lon": lon, "lat": lat},
            "geometry": geometry,
        }
        for own, name, lon, lat, geometry in rows
    ]
    return {"type": "FeatureCollection", "features": features}


def sheet_of(box: Box | None, *, most: int) -> Sheet:
    """What to draw of a box, or of all there is; raises UnknownArea without any outline."""
    atlas = _until_areas_change(_read_atlas)
    whole = atlas.whole
    if whole is None:
        raise UnknownArea
    return atlas.sheet(box or whole, most=most)


def _until_areas_change(read: Callable[[], T]) -> T:
    """What ``read`` gives, kept per process under the edition's token; never kept without one."""
    token = Edition.objects.values_list("token", flat=True).first() or ""
    kept_token, kept = _kept.get(read, ("", None))
    if token and kept_token == token:
        return kept  # type: ignore[return-value]  # stored below under the same function
    fresh = read()
    _kept[read] = (token, fresh)
    return fresh


def _read_gazetteer() -> Gazetteer:
    own = Area.objects.filter(digits__lte=_COUNTY, valid_to=None).values_list("code", "name")
    names = dict(client.divisions()) | dict(own)
    return Gazetteer(sorted(names.items()), (RetiredArea(*row) for row in client.retired()))


def _read_grid_map() -> GridMap:
    grids = Boundary.objects.filter(area__digits=_GRID, area__valid_to=None)
    return GridMap(grids.values_list("area__code", "geometry"))


def _read_atlas() -> Atlas:
    outlines = Boundary.objects.filter(area__digits__gte=_COUNTY, area__valid_to=None)
    return Atlas(outlines.values_list("area__code", "area__name", "geometry"))
