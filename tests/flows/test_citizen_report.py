"""Scenario 1: a citizen reports a neighbour; the grid worker finds nothing; nobody is marked."""

import uuid

import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.cases.models import Case, Stage
from lianfang.core import clock
from lianfang.messages.queries import inbox
from lianfang.org.enums import RoleCode
from lianfang.people.models import Person
from tests.api.calls import call, sign_in, sign_in_citizen
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, make_area, square
from tests.factories.org import make_staff

pytestmark = pytest.mark.django_db
BESIDE = "990101001002001"


def report_a_neighbour(client, citizen):
    sign_in_citizen(client, citizen)
    body = {
        "key": str(uuid.uuid4()),
        "subject_kind": "suspected",
        "subject_name": "张三",
        "subject_phone": "13800000000",
        "description": "一直咳嗽",
        "place": {"lon": 124.005, "lat": 30.005, "coord_sys": "wgs84"},
    }
    return body["key"], call(client, "post", "/citizen/reports", body)


def test_a_report_of_a_neighbour_that_is_untrue(client):
    make_area(GRID, geometry=square())
    make_area(BESIDE, geometry=square(lon=124.02))
    citizen, worker = make_account(), make_staff(RoleCode.GRID_WORKER)
    other = make_staff(RoleCode.GRID_WORKER, areas=(BESIDE,))

    key, answer = report_a_neighbour(client, citizen)
    deliver_due(now=clock.now())

    assert (answer.status_code, answer.json()["code"][0]) == (201, "Y")
    case = Case.objects.unscoped().get()
    assert case.assignee_id == worker.id
    dispatched = Stage.objects.get(case=case, state="dispatched")
    assert (dispatched.entered_at - case.opened_at).total_seconds() <= 1

    sign_in(client, other)
    assert call(client, "get", "/worker/tasks").json()["items"] == []
    sign_in(client, worker)
    (task,) = call(client, "get", "/worker/tasks").json()["items"]
    assert (task["key"], task["light"]) == (key, "green")
    done = {"key": str(uuid.uuid4()), "outcome": "untrue", "note": "只是感冒已痊愈"}
    assert call(client, "post", f"/worker/tasks/{key}/verification", done).status_code == 204
    deliver_due(now=clock.now())

    assert Person.objects.unscoped().count() == 0
    sign_in_citizen(client, citizen)
    page = call(client, "get", f"/citizen/reports/{key}").json()
    assert (page["state_label"], [s["title"] for s in page["steps"]]) == (
        "已办结",
        ["已受理", "核实中", "已办结"],
    )
    for secret in ("untrue", "只是感冒", worker.name, "情况不属实"):
        assert secret not in str(page)
    assert [m.title for m in inbox("account", citizen.id)] == ["您的上报已办结"]


def test_with_nobody_on_duty_the_report_waits_at_the_seat_with_its_light_running(client):
    make_area(GRID, geometry=square())
    make_staff(RoleCode.GRID_WORKER, on_duty=False)
    key, _answer = report_a_neighbour(client, make_account())
    deliver_due(now=clock.now())

    sign_in(client, make_staff(RoleCode.SHIFT_LEADER, areas=(GRID[:6],)))
    (row,) = call(client, "get", "/seat/cases", {"state": "submitted"}).json()["items"]

    assert (row["key"], row["light"], row["due_at"] is not None) == (key, "green", True)
