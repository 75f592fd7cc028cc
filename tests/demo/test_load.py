"""The invented city in the tables."""

import datetime as dt

import pytest

from demo.load import load
from lianfang.city.queries import this_city
from lianfang.geo.queries import grid_at, path_of
from lianfang.geo.rules import Point
from lianfang.org.enums import RoleCode
from lianfang.org.queries import caller_by_id, doctor_for, grid_worker_for
from lianfang.people.models import Person

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2020, 2, 10, 1, 0, tzinfo=dt.UTC)


def test_load_small_city_is_marked_as_demo_and_hangs_together():
    loaded = load(scale=0.02, at=NOW)

    home = loaded.households[0].home
    head = loaded.households[0].people[0]
    assert (this_city().name, this_city().is_demo) == ("澄川市", True)
    assert Person.objects.unscoped().count() == 400
    assert grid_at(Point(home.lon, home.lat)).code == head.area_code
    assert path_of(head.area_code).startswith("望澜区 澜前街道")
    worker = grid_worker_for(head.area_code)
    assert caller_by_id(worker.pk).roles == {RoleCode.GRID_WORKER}
    assert doctor_for(head.area_code).department.name == "澜前社区卫生服务中心"
