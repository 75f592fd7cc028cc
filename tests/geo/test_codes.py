"""Area codes of every length."""

import pytest

from lianfang.geo.enums import AreaLevel
from lianfang.geo.errors import BadAreaCode
from lianfang.geo.rules.codes import (
    ancestor_of,
    ancestors_of,
    covers,
    gb2260_of,
    grid_code_of,
    level_of,
    parent_of,
    unpadded,
)

GRID = "330102001002003"


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("33", AreaLevel.PROVINCE, ""),
        ("3301", AreaLevel.CITY, "33"),
        ("330102", AreaLevel.COUNTY, "3301"),
        ("330102001", AreaLevel.STREET, "330102"),
        ("330102001002", AreaLevel.COMMUNITY, "330102001"),
        (GRID, AreaLevel.GRID, "330102001002"),
    ],
)
def test_level_and_parent_of_each_length(code, level, parent):
    assert (level_of(code), parent_of(code)) == (level, parent)


@pytest.mark.parametrize(
    "code", ["", "3", "330", "33010200100203", "33a102", "٣٣٠١٠٢", "3301020010020030"]
)
def test_level_of_anything_else_is_refused(code):
    with pytest.raises(BadAreaCode):
        level_of(code)


def test_ancestors_of_a_grid_run_from_the_province_down():
    assert ancestors_of(GRID) == ["33", "3301", "330102", "330102001", "330102001002", GRID]


def test_ancestor_of_a_level_below_is_empty():
    assert ancestor_of("3301", AreaLevel.COUNTY) == ""
    assert ancestor_of(GRID, AreaLevel.STREET) == "330102001"


def test_covers_itself_and_below_and_not_beside():
    assert covers("330102", GRID)
    assert covers(GRID, GRID)
    assert not covers("330103", GRID)
    assert not covers("", GRID)


def test_grid_code_of_fourteen_digits_is_padded_before_the_sequence():
    assert grid_code_of("33010200100207") == "330102001002007"
    assert grid_code_of(GRID) == GRID


def test_grid_code_of_a_community_is_refused():
    with pytest.raises(BadAreaCode):
        grid_code_of("330102001002")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("330000", "33"),
        ("330100", "3301"),
        ("330102", "330102"),
        ("330102001000", "330102001"),
        ("330102000000", "330102"),
        ("330100000000", "3301"),
        ("330102001002", "330102001002"),
        ("441900003000", "441900003"),
    ],
)
def test_unpadded_cuts_what_offices_fill_up(written, code):
    assert unpadded(written) == code


def test_gb2260_of_any_level_has_six_digits():
    assert [gb2260_of(code) for code in ("33", "3301", "330102", GRID)] == [
        "330000",
        "330100",
        "330102",
        "330102",
    ]
