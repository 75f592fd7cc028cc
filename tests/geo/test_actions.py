"""Taking areas and outlines in."""

import pytest

from lianfang.audit.models import Entry
from lianfang.core.actor import Actor
from lianfang.geo.actions import load_areas, load_county, load_divisions, load_outlines, take_area
from lianfang.geo.enums import CoordSys
from lianfang.geo.errors import BadOutline, UnknownArea
from lianfang.geo.models import Area, Boundary
from lianfang.geo.queries import area_by_code
from lianfang.geo.rules import NewArea, Point
from tests.factories.geo import GRID, T0, make_area, square

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
BY = {"by": SYSTEM, "at": T0}


def feature(code, geometry, name="第1网格"):
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name},
        "geometry": geometry,
    }


def test_load_divisions_the_whole_country_is_there_and_twice_adds_nothing():
    first = load_divisions(**BY)
    second = load_divisions(**BY)

    assert (first, second, Area.objects.count()) == (3354, 0, 3354)
    assert area_by_code("3306").gb_code == "330600"
    assert Entry.objects.filter(action="geo.areas_loaded").count() == 1


def test_load_county_brings_streets_and_communities():
    load_divisions(**BY)

    load_county("110101", **BY)

    assert area_by_code("110101001").name == "东华门街道"
    assert area_by_code("110101001001").parent_code == "110101001"
    assert load_county("110101", **BY) == 0


def test_load_county_nobody_published_is_refused():
    make_area("990101")

    with pytest.raises(UnknownArea):
        load_county("990101", **BY)


def test_take_area_published_brings_its_county_in_once():
    make_area("110101", "东城区")

    taken = take_area("110101001001", **BY)
    again = take_area("110101001001", **BY)

    assert (taken.name, again.pk) == ("多福巷社区居委会", taken.pk)


@pytest.mark.parametrize("code", ["110101999999", "990101001001", "440103001001"])
def test_take_area_nobody_published_is_refused(code):
    make_area("110101", "东城区")

    with pytest.raises(UnknownArea):
        take_area(code, **BY)


def test_load_areas_without_a_parent_is_refused_and_leaves_nothing():
    with pytest.raises(UnknownArea):
        load_areas([NewArea("99", "省"), NewArea("990101", "区")], **BY)

    assert not Area.objects.exists()


def test_load_areas_again_renames_and_redraws():
    make_area(GRID, "旧名", square())

    load_areas([NewArea(GRID, "新名", square(side=0.02))], **BY)

    assert area_by_code(GRID).name == "新名"
    assert Boundary.objects.get().area_m2 == pytest.approx(4_279_470, rel=0.001)


def test_load_areas_measures_the_outline_and_a_point_inside():
    area = make_area(GRID, geometry=square())

    assert (area.lon, area.lat) == (124.005, 30.005)
    assert area.boundary.area_m2 == pytest.approx(1_069_925, rel=0.001)


def test_load_outlines_fourteen_digits_are_padded_and_the_source_kept():
    make_area(GRID[:12])
    collection = {"type": "FeatureCollection", "features": [feature("99010100100101", square())]}

    load_outlines(collection, coord_sys=CoordSys.WGS84, **BY)

    grid = area_by_code(GRID)
    assert (grid.source_code, grid.kind) == ("99010100100101", "unit")


def test_load_outlines_in_gcj02_come_home():
    make_area(GRID[:12])
    shifted = Point(124.0, 30.0).to_gcj02()
    drawn = feature(GRID, square(shifted.lon, shifted.lat))

    load_outlines({"features": [drawn]}, coord_sys=CoordSys.GCJ02, **BY)

    corners = Boundary.objects.get().geometry["coordinates"][0]
    assert pytest.approx([124.0, 30.0], abs=1e-6) in corners


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Point", "coordinates": [124.0, 30.0]},
        {"type": "Polygon", "coordinates": "no"},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]},
    ],
)
def test_load_outlines_that_are_no_area_are_refused(geometry):
    make_area(GRID[:12])

    with pytest.raises(BadOutline):
        load_outlines({"features": [feature(GRID, geometry)]}, coord_sys=CoordSys.WGS84, **BY)
