"""What each finding at the door leads to, over the doors of the app."""

import datetime as dt
import uuid

import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.cases.queries import by_id
from lianfang.core import clock
from lianfang.org.enums import RoleCode
from lianfang.people.enums import ControlStatus
from lianfang.people.queries import by_id as person_by_id
from lianfang.quarantine.queries import open_episode_of, readings_of
from tests.api.calls import call, sign_in
from tests.factories.cases import make_case
from tests.factories.geo import GRID, make_area
from tests.factories.org import make_staff

pytestmark = pytest.mark.django_db
BESIDE = "990101001002001"


@pytest.fixture
def worker(client):
    worker = make_staff(RoleCode.GRID_WORKER)
    sign_in(client, worker)
    return worker


def a_task(client):
    case = make_case(at=clock.now())
    deliver_due(now=clock.now())
    return case


def find(client, case, outcome, **more):
    body = {"key": str(uuid.uuid4()), "outcome": outcome} | more
    answer = call(client, "post", f"/worker/tasks/{case.key}/verification", body)
    deliver_due(now=clock.now())
    return answer.status_code


def test_true_puts_under_observation(client, worker):
    case = a_task(client)
    anchor_at = clock.now() - dt.timedelta(days=2)
    details = {"subject_class": "close_contact", "anchor_at": anchor_at.isoformat()}

    assert find(client, case, "true", details=details) == 204

    case = by_id(case.pk)
    assert case.state == "closed"
    assert person_by_id(case.person_id).control_status == ControlStatus.OBSERVED
    assert open_episode_of(case.person_id).subject_class == "close_contact"


def test_moved_goes_to_the_worker_of_the_other_grid(client, worker):
    make_area(BESIDE)
    other = make_staff(RoleCode.GRID_WORKER, areas=(BESIDE,))
    case = a_task(client)

    assert find(client, case, "moved", to_area=BESIDE) == 204

    assert call(client, "get", f"/worker/tasks/{case.key}").status_code == 404
    sign_in(client, other)
    assert [t["key"] for t in call(client, "get", "/worker/tasks").json()["items"]] == [
        str(case.key)
    ]


def test_unreachable_three_times_comes_back_to_the_seat(client, worker):
    case = a_task(client)

    codes = [find(client, case, "unreachable") for _ in range(3)]

    assert codes == [204] * 3
    sign_in(client, make_staff(RoleCode.SHIFT_LEADER, areas=(GRID[:6],)))
    (row,) = call(client, "get", "/seat/cases", {"state": "reviewing"}).json()["items"]
    assert (row["key"], row["outcome_label"]) == (str(case.key), "联系不上")


def test_true_with_symptoms_waits_for_the_hospital(client, worker):
    case = a_task(client)

    code = find(client, case, "true_symptoms", details={"symptoms": ["01"], "temp_c": 38.6})

    case = by_id(case.pk)
    assert (code, case.state, case.outcome) == (204, "reviewing", "true_symptoms")
    assert case.person is not None


def test_a_joint_visit_puts_the_person_under_observation_with_the_doctors_first_check(
    client, worker
):
    doctor = make_staff(RoleCode.COMMUNITY_DOCTOR, areas=(GRID[:12],))
    case = a_task(client)
    assert call(client, "post", f"/worker/tasks/{case.key}/doctor", {}).status_code == 204
    sign_in(client, doctor)
    (invited,) = call(client, "get", "/worker/joint-visits").json()["items"]
    sign_in(client, worker)
    anchor_at = (clock.now() - dt.timedelta(days=2)).isoformat()
    details = {"subject_class": "close_contact", "anchor_at": anchor_at}

    assert find(client, case, "true", details=details) == 204
    sign_in(client, doctor)
    (visit,) = call(client, "get", "/clinic/visits").json()["items"]
    check = {"key": str(uuid.uuid4()), "temp_c": 36.6, "measured_at": clock.now().isoformat()}
    answer = call(client, "post", f"/clinic/visits/{visit['key']}/reading", check)

    assert (invited["key"], visit["kind"], answer.status_code) == (str(case.key), "first", 201)
    (reading,) = readings_of(by_id(case.pk).person_id)
    assert (float(reading.temp_c), reading.measured_by) == (36.6, doctor.name)
    assert call(client, "get", "/clinic/visits").json()["items"] == []
    assert call(client, "get", "/worker/joint-visits").json()["items"] == []
