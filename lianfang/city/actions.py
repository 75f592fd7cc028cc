"""Set this deployment's city up."""

import datetime as dt

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.city.models import City
from lianfang.city.queries import CityInfo
from lianfang.core.actor import Actor


@transaction.atomic
def set_up_city(city: CityInfo, *, by: Actor, at: dt.datetime) -> None:
    """Write the one city down; a second call changes it."""
    values = {
        "name": city.name,
        "short_name": city.short_name,
        "area_code": city.area_code,
        "hotline": city.hotline,
        "is_demo": city.is_demo,
        "started_on": city.started_on,
    }
    row, _ = City.objects.update_or_create(pk=1, defaults=values)
    detail = {"name": city.name, "area_code": city.area_code, "is_demo": city.is_demo}
    record("city.set_up", row, by=by, at=at, detail=detail)
