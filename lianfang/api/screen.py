"""What the big screen and leaders read: figures, map, series, hospitals, the nation."""

import datetime as dt
import hashlib

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from ninja import Schema

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.cases.queries import overdue_count
from lianfang.city.queries import this_city
from lianfang.core.problems import Invalid
from lianfang.feeds.queries import AreaFigures, latest_national, latest_provinces
from lianfang.geo.enums import AreaLevel
from lianfang.geo.queries import names_of, outline_of
from lianfang.org.enums import Permission
from lianfang.org.queries import on_duty_count
from lianfang.stats import queries
from lianfang.stats.enums import Figure
from lianfang.stats.rules import shown
from lianfang.treatment.queries import ward_counts

router = make_router("screen")
_VIEW = by_staff(Permission.FIGURES_VIEW)
_STREET, _COMMUNITY = 9, 12
_TOP = 10
METRICS = {
    "observed_now": Figure.OBSERVED,
    "returnees": Figure.RETURNEES,
    "confirmed_now": Figure.CONFIRMED,
    "suspected_now": Figure.SUSPECTED,
    "abnormal_today": Figure.ABNORMAL,
}


class UnknownMetric(Invalid):
    code, title = "screen.unknown_metric", "没有这个指标，请重新选择"


class Figures(Schema):
    registered: int
    returnees: int
    contacts_now: int
    observed_now: int
    suspected_now: int
    confirmed_now: int
    open_cases: int
    overdue_cases: int
    released_today: int
    observed_today: int
    abnormal_today: int
    on_duty: int


class Ring(Schema):
    healthy: int
    fever: int
    cough: int
    other: int
    unreported: int


class AreaBar(Schema):
    code: str
    name: str
    registered: int
    returnees: int
    observed: int


class HospitalBar(Schema):
    name: str
    in_care: int
    suspected: int
    confirmed: int


class OverviewOut(Schema):
    as_of: dt.datetime
    city: str
    is_demo: bool
    figures: Figures
    ring: Ring
    streets: list[AreaBar]
    communities: list[AreaBar]
    hospitals: list[HospitalBar]


class MapRow(Schema):
    code: str
    name: str
    value: int | str


class MapOut(Schema):
    as_of: dt.datetime
    metric: str
    level: int
    rows: list[MapRow]


class SeriesOut(Schema):
    days: list[dt.date]
    observed: list[int]
    released: list[int]


class FeedFigures(Schema):
    """None where the source does not say."""

    confirmed: int
    suspected: int | None
    cured: int
    dead: int
    current: int | None


class Province(FeedFigures):
    code: str
    name: str


class NationalOut(Schema):
    as_of: dt.datetime
    taken_at: dt.datetime
    age_hours: float
    nation: FeedFigures
    provinces: list[Province]


class Outline(Schema):
    """A GeoJSON FeatureCollection; properties ``code`` and ``name``."""

    type: str
    features: list[dict[str, object]]


@router.get("overview", auth=_VIEW, response=OverviewOut)
def show_overview(request: StaffRequest) -> HttpResponse:
    """Everything but the map, in a fixed number of statements."""
    now, areas = clock(), request.caller.areas(Permission.FIGURES_VIEW)
    city, found, bars = this_city(), queries.figures_of(areas, at=now), queries.by_area(areas)
    ring = {figure: found[f"ring_{figure}"] for figure in ("healthy", "fever", "cough", "other")}
    figures = {name: found[name] for name in found if not name.startswith("ring_")}
    figures |= {
        "overdue_cases": overdue_count(areas, now=now),
        "released_today": figures.pop("released"),
        "observed_today": figures.pop("observed_new"),
        "abnormal_today": figures.pop("abnormal"),
        "on_duty": on_duty_count(areas),
    }
    ring["unreported"] = max(0, figures["observed_now"] - sum(ring.values()))
    return encoded(
        {
            "as_of": now,
            "city": city.name,
            "is_demo": city.is_demo,
            "figures": figures,
            "ring": ring,
            "streets": bars[_STREET],
            "communities": bars[_COMMUNITY][:_TOP],
            "hospitals": ward_counts(areas),
        }
    )


@router.get("map", auth=_VIEW, response=MapOut)
def show_map(
    request: StaffRequest, metric: str = "observed_now", level: int = _STREET
) -> HttpResponse:
    """One figure by street or community; small health figures of communities are hidden."""
    if metric not in METRICS or level not in {_STREET, _COMMUNITY}:
        raise UnknownMetric
    now, areas = clock(), request.caller.areas(Permission.FIGURES_VIEW)
    figure = METRICS[metric]
    values = queries.map_of(areas, figure, digits=level, at=now)
    names = names_of(values)
    rows = [
        {"code": code, "name": names.get(code, code), "value": shown(figure, value, code)}
        for code, value in sorted(values.items())
        if len(code) == level
    ]
    return encoded({"as_of": now, "metric": metric, "level": level, "rows": rows})


@router.get("outline", auth=_VIEW, response=Outline)
def show_outline(request: HttpRequest) -> HttpResponse:
    """The streets' outlines; kept by the browser until they change."""
    body = msgspec.json.encode(outline_of(this_city().area_code, AreaLevel.STREET))
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    answer = HttpResponse(body, content_type="application/json")
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@router.get("series", auth=_VIEW, response=SeriesOut)
def show_series(request: StaffRequest) -> HttpResponse:
    areas = request.caller.areas(Permission.FIGURES_VIEW)
    return encoded(queries.series_of(areas, at=clock()))


@router.get("national", auth=_VIEW, response=NationalOut | None)
def show_national(request: StaffRequest) -> HttpResponse:
    """The last good snapshot of the national feed with its age; null where none came yet."""
    nation = latest_national()
    if nation is None:
        return encoded(None)
    provinces = sorted(latest_provinces(), key=lambda row: (-row.confirmed, row.area_code))
    names = names_of(row.area_code for row in provinces)
    rows = [_told(row) | {"name": names.get(row.area_code, row.area_code)} for row in provinces]
    hours = (clock() - nation.taken_at).total_seconds() / 3600
    return encoded(
        {
            "as_of": nation.as_of,
            "taken_at": nation.taken_at,
            "age_hours": round(hours, 1),
            "nation": _told(nation),
            "provinces": rows,
        }
    )


def _told(row: AreaFigures) -> dict[str, object]:
    names = ("confirmed", "suspected", "cured", "dead", "current")
    return {"code": row.area_code} | {name: getattr(row, name) for name in names}
