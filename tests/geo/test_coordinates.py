"""Points against published pairs of the three systems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.geo.enums import CoordSys
from lianfang.geo.errors import BadCoordinate
from lianfang.geo.rules import Point, distance_m

SHANGHAI, SHENZHEN, BEIJING = (
    (121.5272106, 31.1774276),
    (113.912316, 22.543847),
    (116.377817, 39.911954),
)


@pytest.mark.parametrize(
    ("wgs84", "gcj02"),
    [
        (SHANGHAI, (121.531541859215, 31.17530398364597)),
        (SHENZHEN, (113.9171764808363, 22.540796131694766)),
        (BEIJING, (116.38404722455657, 39.91334545536069)),
    ],
)
def test_gcj02_published_pairs_both_ways_agree(wgs84, gcj02):
    there = Point(*wgs84).to_gcj02()
    back = Point(*gcj02, CoordSys.GCJ02).to_wgs84()

    assert (there.lon, there.lat) == pytest.approx(gcj02, abs=1e-6)
    assert (back.lon, back.lat) == pytest.approx(wgs84, abs=1e-6)


def test_bd09_published_pair_comes_home():
    baidu = Point(116.404, 39.915, CoordSys.BD09)

    home = baidu.to_wgs84()

    assert (home.lon, home.lat) == pytest.approx((116.39138, 39.90725), abs=1e-5)


def test_bd09_published_pair_goes_there():
    baidu = Point(116.403988, 39.914266).to_bd09()

    assert (baidu.lon, baidu.lat) == pytest.approx(
        (116.41661560068297, 39.92196580126834), abs=1e-6
    )


@given(
    lon=st.floats(73.0, 135.0),
    lat=st.floats(3.5, 53.5),
    system=st.sampled_from(["to_gcj02", "to_bd09"]),
)
def test_any_place_in_china_there_and_back_is_within_a_centimetre(lon, lat, system):
    place = Point(lon, lat)

    assert distance_m(getattr(place, system)(), place) < 0.01


def test_gcj02_outside_the_box_is_left_alone():
    paris = Point(2.3522, 48.8566, CoordSys.GCJ02)

    assert paris.to_wgs84() == Point(2.3522, 48.8566)


def test_cgcs2000_is_taken_as_wgs84():
    assert Point(113.3, 23.1, CoordSys("cgcs2000")).to_wgs84() == Point(113.3, 23.1)


def test_point_with_projected_metres_is_refused():
    with pytest.raises(BadCoordinate):
        Point(38500123.4, 2560123.4)


def test_distance_m_a_thousandth_of_a_degree_north_is_about_111():
    assert distance_m(Point(113.0, 23.0), Point(113.0, 23.001)) == pytest.approx(110.75, abs=0.1)
