"""Scenario 12: the light of a stage of 240 minutes, and what a suspension of 60 does to it."""

import pytest

from lianfang.org.enums import RoleCode
from tests.api.calls import call, hold_clock, sign_in
from tests.factories.cases import later, make_task
from tests.factories.geo import GRID
from tests.factories.org import make_staff

pytestmark = pytest.mark.django_db
SCENARIO_12 = [(191, "green"), (192, "yellow"), (240, "yellow"), (241, "red")]


@pytest.fixture
def clock_at(settings):
    """The doors' clock stands still at so many minutes after the dispatch."""

    def stand(minutes):
        hold_clock(settings, later(minutes=minutes))

    return stand


@pytest.fixture
def case(client):
    sign_in(client, make_staff(RoleCode.DISPATCHER, areas=(GRID[:6],)))
    case, _worker = make_task()
    return case


def lights(client, case):
    """As the list, the page and the flow view show it."""
    (row,) = call(client, "get", "/seat/cases").json()["items"]
    page = call(client, "get", f"/seat/cases/{case.key}").json()
    flow = call(client, "get", f"/seat/cases/{case.key}/flow").json()
    return {row["light"], page["light"], flow["steps"][-1]["light"]}


@pytest.mark.parametrize(("minutes", "light"), SCENARIO_12)
def test_the_light_of_a_stage_of_240_minutes(client, case, clock_at, minutes, light):
    clock_at(minutes)

    assert lights(client, case) == {light}


@pytest.mark.parametrize(("minutes", "light"), SCENARIO_12)
def test_a_suspension_of_60_minutes_shifts_all_by_60(client, case, clock_at, minutes, light):
    clock_at(30)
    call(client, "post", f"/seat/cases/{case.key}/suspension", {"reason": "等待钥匙"})
    clock_at(90)
    call(client, "post", f"/seat/cases/{case.key}/resumption")

    clock_at(minutes + 60)

    assert lights(client, case) == {light}


def test_a_suspended_case_has_a_standing_clock_and_no_running_light(client, case, clock_at):
    clock_at(30)
    call(client, "post", f"/seat/cases/{case.key}/suspension", {"reason": "等待钥匙"})
    clock_at(999)

    (row,) = call(client, "get", "/seat/cases").json()["items"]
    flow = call(client, "get", f"/seat/cases/{case.key}/flow").json()

    assert (row["light"], row["light_label"], row["due_at"]) == ("none", "已停止计时", None)
    assert flow["steps"][-1]["used_s"] == 1800
