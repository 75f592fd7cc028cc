"""Scenario 11: who reads what of a grid, over HTTP."""

import uuid

import pytest

from lianfang.org.enums import RoleCode
from tests.api.calls import call, sign_in
from tests.factories.cases import make_task
from tests.factories.geo import GRID
from tests.factories.org import make_staff
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
GRID_A, GRID_B = GRID, "990101001002001"


def short_form():
    form = {"key": str(uuid.uuid4()), "name": "赵六", "phone": "13900000066"}
    return form | {"area_code": GRID_B, "subject_class": "key_area_arrival"}


def codes(client, person, case):
    """Reading and editing a person and a case of grid B."""
    return {
        "person": call(client, "get", f"/worker/persons/{person.key}").status_code,
        "case": call(client, "get", f"/seat/cases/{case.key}").status_code,
        "register": call(client, "post", "/worker/persons", short_form()).status_code,
        "dispatch": call(
            client, "post", f"/seat/cases/{case.key}/dispatch", {"to_user_id": 1}
        ).status_code,
        "verify": call(
            client,
            "post",
            f"/worker/tasks/{case.key}/verification",
            {"key": str(uuid.uuid4()), "outcome": "untrue"},
        ).status_code,
        "log": call(client, "get", "/auditor/entries").status_code,
    }


@pytest.fixture
def in_grid_b():
    case, worker = make_task(area_code=GRID_B)
    return make_person(area_code=GRID_B), case, worker


def test_the_grid_worker_of_a_finds_nothing_of_b(client, in_grid_b):
    person, case, _worker = in_grid_b
    sign_in(client, make_staff(RoleCode.GRID_WORKER, areas=(GRID_A,)))

    assert codes(client, person, case) == {
        "person": 404,
        "case": 403,
        "register": 403,
        "dispatch": 403,
        "verify": 404,
        "log": 403,
    }
    assert call(client, "get", f"/worker/tasks/{case.key}").status_code == 404
    assert call(client, "get", "/worker/persons").json()["items"] == []


def test_the_grid_worker_of_b_reads_and_works(client, in_grid_b):
    person, case, worker = in_grid_b
    sign_in(client, worker)

    assert codes(client, person, case) == {
        "person": 200,
        "case": 403,
        "register": 201,
        "dispatch": 403,
        "verify": 204,
        "log": 403,
    }


def test_the_leader_of_the_street_reads_but_cannot_edit(client, in_grid_b):
    person, case, _worker = in_grid_b
    sign_in(client, make_staff(RoleCode.COMMANDER, areas=(GRID_B[:9],)))

    assert codes(client, person, case) == {
        "person": 200,
        "case": 200,
        "register": 403,
        "dispatch": 403,
        "verify": 403,
        "log": 403,
    }


def test_the_leader_of_another_street_finds_nothing(client, in_grid_b):
    person, case, _worker = in_grid_b
    sign_in(client, make_staff(RoleCode.COMMANDER, areas=("990101002",)))

    assert codes(client, person, case)["person"] == 404
    assert codes(client, person, case)["case"] == 404


def test_the_auditor_sees_only_logs(client, in_grid_b):
    person, case, _worker = in_grid_b
    sign_in(client, make_staff(RoleCode.AUDITOR, areas=(GRID_B[:6],)))

    assert codes(client, person, case) == {
        "person": 403,
        "case": 403,
        "register": 403,
        "dispatch": 403,
        "verify": 403,
        "log": 200,
    }
