"""Which outlines a phone is given to draw."""

import pytest

from lianfang.geo.errors import BadCoordinate, UnknownArea
from lianfang.geo.queries import sheet_of
from lianfang.geo.rules import STEP, Atlas, Box
from tests.factories.geo import GRID, make_area, square

ALL = Box(124.0, 30.0, 124.04, 30.01)


def atlas(grids=3):
    rows = [
        (f"99010100100100{n + 1}", f"{n + 1}号网格", square(124 + n / 100)) for n in range(grids)
    ]
    return Atlas(
        [
            *rows,
            ("990101001001", "柳堤社区", square(side=0.03)),
            ("990101", "望江区", square(side=0.05)),
        ]
    )


def test_sheet_holds_the_finest_level_that_fits_and_the_one_above():
    fine, coarse = atlas().sheet(ALL, most=3), atlas().sheet(ALL, most=2)

    assert [area.name for area in fine.areas] == ["1号网格", "2号网格", "3号网格"]
    assert [area.name for area in fine.over] == ["柳堤社区"]
    assert ([a.name for a in coarse.areas], [a.name for a in coarse.over]) == (
        ["柳堤社区"],
        ["望江区"],
    )


def test_sheet_of_a_small_box_leaves_out_what_lies_elsewhere():
    sheet = atlas().sheet(Box(124.001, 30.001, 124.009, 30.009), most=3)

    assert [area.name for area in sheet.areas] == ["1号网格"]


def test_rings_count_steps_from_the_corner_of_the_box():
    ring = atlas(1).sheet(Box(123.99, 29.99, 124.02, 30.02), most=9).areas[0].rings[0]

    corners = {
        (123.99 + x * STEP, 29.99 + y * STEP) for x, y in zip(ring[::2], ring[1::2], strict=True)
    }
    assert {(round(x, 5), round(y, 5)) for x, y in corners} == {
        (124.0, 30.0), (124.01, 30.0), (124.01, 30.01), (124.0, 30.01),
    }  # fmt: skip


def test_whole_is_the_extent_of_the_coarsest_level():
    assert atlas().whole == Box(124.0, 30.0, 124.05, 30.05)
    assert Atlas([]).whole is None


@pytest.mark.parametrize("text", ["", "1,2,3", "a,b,c,d", "2,1,1,2", "1,2,3,99", "nan,1,2,3"])
def test_a_box_that_is_none_is_refused(text):
    with pytest.raises(BadCoordinate):
        Box.read(text)


@pytest.mark.django_db
def test_sheet_of_a_place_without_outlines_is_unknown():
    make_area(GRID)
    with pytest.raises(UnknownArea):
        sheet_of(None, most=9)

    make_area("990101001001002", name="2号网格", geometry=square())
    assert [area.name for area in sheet_of(None, most=9).areas] == ["2号网格"]
