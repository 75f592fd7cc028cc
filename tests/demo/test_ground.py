"""The invented ground: nested, without gaps, and nowhere in the real country."""

from collections import Counter
from functools import cache

import pytest
from shapely.geometry import mapping

from demo import names
from demo.ground import ground
from lianfang.geo import client
from lianfang.geo.rules import GridMap, parent_of
from lianfang.geo.rules.outlines import measured


@cache
def places():
    return ground(seed=1)


def test_ground_has_the_size_of_a_city():
    sizes = Counter(len(place.code) for place in places())

    assert sizes == {2: 1, 4: 1, 6: 3, 9: 30, 12: 206, 15: 2040}


def test_ground_same_seed_is_the_same_and_another_is_not():
    small = ground(seed=5, scale=0.05)

    assert small == ground(seed=5, scale=0.05)
    assert small != ground(seed=6, scale=0.05)


def test_ground_parents_come_first_and_are_filled_exactly():
    areas, inside = {}, Counter()
    for place in places():
        parent = parent_of(place.code)
        assert not parent or parent in areas
        areas[place.code] = place.geometry.area
        inside[parent] += place.geometry.area

    for code, total in inside.items():
        if len(code) > 2:
            assert total == pytest.approx(areas[code], rel=1e-9)


def test_ground_every_area_is_one_piece_without_holes():
    shapes = [place.geometry for place in places() if len(place.code) > 2]

    assert {shape.geom_type for shape in shapes} == {"Polygon"}
    assert not any(shape.interiors for shape in shapes)
    assert all(shape.is_valid for shape in shapes)


def test_ground_grids_do_not_overlap():
    grids = [p.geometry for p in places() if len(p.code) == 15]
    city = next(p.geometry for p in places() if len(p.code) == 4)

    assert sum(g.area for g in grids) == pytest.approx(city.area, rel=1e-9)


def test_ground_names_are_unique_and_no_real_division_has_its_code_or_name():
    own = [(place.code, place.name) for place in places() if len(place.code) <= 12]
    real = dict(client.divisions())
    former = {row[0]: row[1] for row in client.retired()}
    streets = {name for county in real if len(county) == 6 for _, name in client.streets_of(county)}

    assert len({name for _, name in own}) == len(own)
    assert not [c for c in (*real, *former) if c.startswith(names.PROVINCE[0])]
    taken = {*real.values(), *former.values(), *streets}
    assert [name for code, name in own if len(code) <= 9 and name in taken] == []


def test_grid_map_of_the_city_finds_every_grid_by_a_point_inside():
    grids = [(p.code, mapping(p.geometry)) for p in places() if len(p.code) == 15]
    found = GridMap(grids)

    hits = [found.at(measured(geometry).inside) for _, geometry in grids]

    assert [hit.code for hit in hits] == [code for code, _ in grids]
    assert not any(hit.is_guessed for hit in hits)
