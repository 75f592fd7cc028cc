"""Invented people pass every check and nobody else can have their numbers."""

import datetime as dt

import shapely

from demo.ground import ground
from demo.offices import staff
from demo.people import families
from lianfang.core import identity
from lianfang.core.phones import read_phone
from lianfang.org.enums import RoleCode

TODAY = dt.date(2020, 2, 10)


def town(scale=0.05):
    places = ground(seed=1, scale=scale)
    return places, list(families(places, seed=1, today=TODAY, scale=scale))


def test_families_same_seed_and_day_are_the_same():
    assert town() == town()


def test_families_live_in_every_grid_and_inside_it():
    places, homes = town()
    shapes = {place.code: place.geometry for place in places}

    assert {home.area_code for home, _ in homes} == {c for c in shapes if len(c) == 15}
    for home, _ in homes:
        assert shapes[home.area_code].covers(shapely.Point(home.lon, home.lat))


def test_residents_have_valid_documents_that_tell_birth_and_sex():
    _, homes = town()
    residents = [resident for _, family in homes for resident in family]

    for resident in residents:
        document = identity.read("01", resident.id_number, today=TODAY)
        assert (document.birth_date, document.sex) == (resident.birth_date, resident.sex)
        assert read_phone(resident.phone) == resident.phone
    assert len({r.id_number for r in residents}) == len(residents)
    assert len({r.phone for r in residents}) == len(residents)


def test_staff_hold_every_role_and_every_grid_has_one_worker():
    places, _ = town()

    workers = staff(places, seed=1).workers

    assert {worker.role for worker in workers} == set(RoleCode)
    grids = [area for w in workers if w.role is RoleCode.GRID_WORKER for area in w.areas]
    assert sorted(grids) == sorted(p.code for p in places if len(p.code) == 15)
    assert len({worker.login for worker in workers}) == len(workers)
