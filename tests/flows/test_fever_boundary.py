"""Scenario 6: 37.2 is normal, 37.3 is abnormal and calls the doctor."""

import datetime as dt
from decimal import Decimal

import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.audit.queries import timeline
from lianfang.org.enums import RoleCode
from lianfang.people.queries import facts_of
from lianfang.quarantine.models import Visit
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode, make_reading


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("temp", "action", "facts", "urgent_visits"),
    [("37.2", "reading.recorded", [], 0), ("37.3", "reading.abnormal", ["abnormal"], 1)],
)
def test_observed_person_at_the_boundary(temp, action, facts, urgent_visits):
    make_area()
    doctor = make_staff(RoleCode.COMMUNITY_DOCTOR, areas=(GRID[:12],))
    person = make_person()
    make_episode(person)

    reading = make_reading(person, temp)
    deliver_due(now=T0)

    assert (reading.temp_c, reading.is_abnormal) == (Decimal(temp), bool(facts))
    assert timeline("quarantine.reading", reading.pk).get().action == action
    assert [fact.kind for fact in facts_of(person.pk, at=T0).facts] == facts
    visits = Visit.objects.unscoped().filter(kind="abnormal", assignee=doctor.id)
    assert [v.due_at for v in visits] == [T0 + dt.timedelta(minutes=30)] * urgent_visits
