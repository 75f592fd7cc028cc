"""Areas by code, by name and by point; and rows inside areas."""

import uuid

import pytest
from django.db.models import Q

from lianfang.geo.enums import AreaLevel
from lianfang.geo.errors import BadAreaCode, UnknownArea, Unscoped
from lianfang.geo.queries import (
    AreaRow,
    area_by_code,
    children_of,
    find_area,
    find_place,
    grid_at,
    names_of,
    outline_of,
    path_of,
    paths_of,
    within,
)
from lianfang.geo.rules import GridHit, Point
from lianfang.people.models import Person
from tests.factories.geo import GRID, T0, make_area, square

pytestmark = pytest.mark.django_db
NEXT = "990101001001002"


def make_row(area_code):
    return Person.objects.unscoped().create(
        key=uuid.uuid4(),
        name="某人",
        area_code=area_code,
        source="4",
        registered_at=T0,
        updated_at=T0,
    )


def test_area_by_code_unknown_is_refused():
    with pytest.raises(UnknownArea):
        area_by_code(GRID)


def test_path_of_a_grid_names_it_from_the_county_down():
    for code, name in [("990101", "望澜区"), ("990101001", "澜前街道"), (GRID[:12], "柳堤社区")]:
        make_area(code, name)
    make_area(GRID, "第3网格")

    assert path_of(GRID) == "望澜区 澜前街道 柳堤社区 第3网格"
    assert path_of("9901") == "9901市"


def test_paths_of_many_cost_one_query(django_assert_num_queries):
    make_area(GRID)
    make_area(NEXT)

    with django_assert_num_queries(1):
        paths = paths_of([GRID, NEXT])

    assert paths[NEXT] == "990101区 990101001街道 990101001001社区 990101001001002网格"


def test_names_of_leaves_unknown_codes_out():
    make_area("9901", "澄川市")

    assert names_of(["9901", "9999"]) == {"9901": "澄川市"}


def test_children_of_are_one_level_down_and_still_in_force():
    make_area(GRID, "甲", square())
    make_area(NEXT, "乙")
    gone = make_area("990101001001003", "丙")
    gone.valid_to = T0.date()
    gone.save()

    assert children_of(GRID[:12]) == [
        AreaRow(GRID, "甲", 124.005, 30.005),
        AreaRow(NEXT, "乙", None, None),
    ]


def test_children_of_a_county_not_loaded_are_the_published_ones():
    make_area("110101", "东城区")

    streets = children_of("110101")

    assert streets[0] == AreaRow("110101001", "东华门街道", None, None)
    assert children_of("110101001")[0].name == "多福巷社区居委会"
    assert children_of("990101") == []


def test_find_area_knows_the_country_and_our_own_areas():
    make_area("9901", "澄川市")
    make_area("990101", "望澜区")

    assert find_area("浙江", "绍兴").code == "3306"
    assert find_area("", "澄川", "望澜").code == "990101"
    assert find_place("澄川望澜区滨水路").code == "990101"


def test_grid_at_inside_on_the_border_and_outside():
    make_area(GRID, geometry=square())
    make_area(NEXT, geometry=square(lon=124.01))

    assert grid_at(Point(124.005, 30.005)) == GridHit(GRID, is_guessed=False)
    assert grid_at(Point(124.01, 30.005)) == GridHit(GRID, is_guessed=False)
    assert grid_at(Point(124.03, 30.005)) == GridHit(NEXT, is_guessed=True, distance_m=964.8)


def test_grid_at_gcj02_phone_hits_the_grid_it_stands_in():
    make_area(GRID, geometry=square())

    assert grid_at(Point(124.0001, 30.0001).to_gcj02()) == GridHit(GRID, is_guessed=False)


def test_grid_at_after_a_change_sees_the_new_outline():
    make_area(GRID, geometry=square())
    before = grid_at(Point(124.015, 30.005))

    make_area(NEXT, geometry=square(lon=124.01))

    assert (before.is_guessed, grid_at(Point(124.015, 30.005)).code) == (True, NEXT)


def test_grid_at_unchanged_map_costs_one_query(django_assert_num_queries):
    make_area(GRID, geometry=square())
    grid_at(Point(124.005, 30.005))

    with django_assert_num_queries(1):
        grid_at(Point(124.005, 30.005))


def test_grid_at_without_outlines_is_refused():
    make_area(GRID)

    with pytest.raises(UnknownArea):
        grid_at(Point(124.005, 30.005))


def test_outline_of_a_level_holds_its_areas_inside_only():
    make_area(GRID, "第1网格", square())
    make_area("990102001001001", "别处", square(lon=125))

    outline = outline_of("990101", AreaLevel.GRID)

    assert [feature["properties"] for feature in outline["features"]] == [
        {"code": GRID, "name": "第1网格", "lon": 124.005, "lat": 30.005}
    ]


def test_scoped_table_without_a_scope_raises():
    for ask in (Person.objects.all, Person.objects.count, Person.objects.exists):
        with pytest.raises(Unscoped):
            ask()
    with pytest.raises(Unscoped):
        Person.objects.filter(pk=1)


@pytest.mark.parametrize("digits", [4, 6, 9, 12, 15])
def test_within_each_level_sees_inside_and_nothing_beside(digits):
    inside = make_row(GRID)
    beside = GRID[: digits - 1] + "9" + GRID[digits:]
    make_row(beside)

    seen = Person.objects.scoped(within([GRID[:digits]]))

    assert list(seen) == [inside]


def test_within_a_set_of_areas_sees_each():
    rows = [make_row(GRID), make_row("990102001001001")]
    make_row("990103001001001")

    assert list(Person.objects.scoped(within([GRID, "990102"])).order_by("id")) == rows


def test_within_everywhere_and_nowhere():
    row = make_row("330602")

    assert list(Person.objects.scoped(within(["CN"]))) == [row]
    assert not Person.objects.scoped(within([])).exists()
    assert list(Person.objects.scoped(within(["CN"]) | Q(pk__in=[]))) == [row]


def test_within_a_code_that_is_none_is_refused():
    with pytest.raises(BadAreaCode):
        within(["99010"])
