"""People on file: a new one each time, living in the first grid unless a test says otherwise."""

from itertools import count

from lianfang.core.actor import Actor
from lianfang.people.actions import register
from lianfang.people.enums import ReportSource
from lianfang.people.models import Person
from tests.factories.geo import GRID, T0, make_area

_numbers = count(1)


def make_person(*, area_code=GRID, at=T0, **given) -> Person:
    """Registered by the system; ``given`` goes to register."""
    make_area(area_code)
    number = next(_numbers)
    values = {
        "name": "李四",
        "phone": f"139{number:08}",
        "source": ReportSource.GRID,
        "by": Actor.system(),
    }
    return register(**(values | given), area_code=area_code, at=at)
