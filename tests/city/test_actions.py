"""Setting the city up."""

import datetime as dt

import pytest

from lianfang.audit.models import Entry
from lianfang.city.actions import set_up_city
from lianfang.city.models import City
from lianfang.city.queries import CityInfo, this_city
from lianfang.core.actor import Actor

pytestmark = pytest.mark.django_db
CITY = CityInfo("澄川市", "澄川", "4801", "12320", is_demo=True, started_on=dt.date(2020, 1, 24))
T0 = dt.datetime(2020, 2, 10, tzinfo=dt.UTC)


def test_this_city_before_set_up_has_no_area():
    assert (this_city().area_code, this_city().is_demo) == ("", False)


def test_set_up_city_twice_leaves_one():
    set_up_city(CITY, by=Actor.system(), at=T0)
    set_up_city(CITY, by=Actor.system(), at=T0)

    assert (this_city(), City.objects.count()) == (CITY, 1)
    assert Entry.objects.filter(action="city.set_up").count() == 2
