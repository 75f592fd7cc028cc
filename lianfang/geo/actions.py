"""Take areas and their outlines in."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.geo import client
from lianfang.geo.enums import AreaLevel, CoordSys
from lianfang.geo.errors import UnknownArea
from lianfang.geo.models import Area, Boundary, Edition
from lianfang.geo.queries import area_by_code
from lianfang.geo.rules import DIGITS, NewArea, areas_in, gb2260_of, measured, parent_of

_BATCH = 1000


def load_divisions(*, by: Actor, at: dt.datetime) -> int:
    """Provinces, cities and counties of the country; a repeat adds nothing. Returns the new."""
    divisions = client.divisions()
    return load_areas(
        [NewArea(c, name, gb_code=gb2260_of(c)) for c, name in divisions], by=by, at=at
    )


def load_county(code: str, *, by: Actor, at: dt.datetime) -> int:
    """Streets and communities of one county, from the shipped lists; a repeat adds nothing."""
    area_by_code(code)
    rows = [*client.streets_of(code), *client.communities_of(code)]
    if not rows:
        raise UnknownArea(code)
    return load_areas([NewArea(c, name, gb_code=c) for c, name in rows], by=by, at=at)


def take_area(code: str, *, by: Actor, at: dt.datetime) -> Area:
    """The area of that code; a published one of a county not loaded yet brings its county in."""
    county = code[: DIGITS[AreaLevel.COUNTY]]
    if not Area.objects.filter(code=code).exists() and Area.objects.filter(code=county).exists():
        load_county(county, by=by, at=at)
    return area_by_code(code)


def load_outlines(
    collection: Mapping[str, object], *, coord_sys: CoordSys, by: Actor, at: dt.datetime
) -> int:
    """Areas with outlines from GeoJSON (properties ``code`` and ``name``), turned into WGS-84."""
    return load_areas(areas_in(collection, coord_sys), by=by, at=at)


@transaction.atomic
def load_areas(areas: Iterable[NewArea], *, by: Actor, at: dt.datetime) -> int:
    """Add what is new, rename what changed, redraw what has an outline; all or nothing.

    Parents stand in the list or in the table already, else ``UnknownArea``. Codes are never used
    again: an ended area stays ended. Returns the number of new areas.
    """
    wanted = {area.code: area for area in areas}
    if not wanted:
        return 0
    known = _known(wanted)
    missing = {parent_of(code) for code in wanted} - {""} - wanted.keys()
    missing -= set(Area.objects.filter(code__in=missing).values_list("code", flat=True))
    if missing:
        raise UnknownArea(min(missing))
    new = [_row(area, at) for code, area in wanted.items() if code not in known]
    Area.objects.bulk_create(new, batch_size=_BATCH)
    renamed = [row for row in known.values() if row.name != wanted[row.code].name]
    for row in renamed:
        row.name = wanted[row.code].name
    Area.objects.bulk_update(renamed, ["name"], batch_size=_BATCH)
    drawn = _draw({code: area for code, area in wanted.items() if area.geometry is not None})
    if new or renamed or drawn:
        Edition.objects.update_or_create(pk=1, defaults={"token": uuid.uuid4().hex})
        detail = {"added": len(new), "renamed": len(renamed), "outlines": drawn}
        record("geo.areas_loaded", area_by_code(min(wanted)), by=by, at=at, detail=detail)
    return len(new)


def _known(wanted: Mapping[str, NewArea]) -> dict[str, Area]:
    codes = list(wanted)
    parts = (codes[start : start + _BATCH] for start in range(0, len(codes), _BATCH))
    return {row.code: row for part in parts for row in Area.objects.filter(code__in=part)}


def _row(area: NewArea, at: dt.datetime) -> Area:
    return Area(
        code=area.code,
        name=area.name,
        digits=len(area.code),
        parent_code=parent_of(area.code),
        gb_code=area.gb_code,
        source_code=area.source_code,
        kind=area.kind,
        valid_from=at.date() if area.geometry is not None else None,
    )


def _draw(outlined: Mapping[str, NewArea]) -> int:
    """Replace the outlines; each area also gets a point inside."""
    rows = _known(outlined)
    boundaries = []
    for code, area in outlined.items():
        geometry = dict(area.geometry or {})
        size = measured(geometry)
        row = rows[code]
        row.lon, row.lat = size.inside.lon, size.inside.lat
        boundaries.append(Boundary(area=row, geometry=geometry, area_m2=round(size.area_m2, 1)))
    ids = [row.pk for row in rows.values()]
    for start in range(0, len(ids), _BATCH):
        Boundary.objects.filter(area__in=ids[start : start + _BATCH]).delete()
    Boundary.objects.bulk_create(boundaries, batch_size=_BATCH)
    Area.objects.bulk_update(rows.values(), ["lon", "lat"], batch_size=200)
    return len(boundaries)
