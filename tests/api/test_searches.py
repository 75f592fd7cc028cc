"""信息查询: any combination, a fixed number of statements; questions kept for oneself or shared."""

import datetime as dt
import uuid

import pytest

from lianfang.core.clock import at_local
from tests.api.calls import call, hold_clock, sign_in
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_department, make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode, make_reading

pytestmark = pytest.mark.django_db
COMMUNITY, NEXT_DOOR = GRID[:12], "990101001002"
NOON = dt.time(12)


@pytest.fixture(autouse=True)
def ten_in_the_morning(settings):
    hold_clock(settings, T0 + dt.timedelta(hours=1))
    make_area()
    make_area(f"{NEXT_DOOR}001")


@pytest.fixture
def officer(client):
    officer = make_staff("community_officer", areas=(COMMUNITY,))
    sign_in(client, officer)
    return officer


@pytest.fixture
def people():
    """Three observed in three ways, one of them ill today, one only on file, one elsewhere."""
    for n, (name, day) in enumerate((("张三", 8), ("李四", 9), ("王五", 10)), 1):
        started = at_local(dt.date(2020, 2, day), dt.time(8))
        person = make_person(name=name, phone=f"1380013800{n}", sex=str(n % 2 + 1))
        make_episode(person, at=started, anchor_at=started, mode="2" if name == "李四" else "1")
    make_reading(person, "38.1", at=T0)
    make_person(name="赵六", phone="13800138006", source="5")
    away = make_person(name="外人", phone="13800138007", area_code=f"{NEXT_DOOR}001")
    make_episode(away, at=T0)


def names(client, **query):
    answer = call(client, "get", "/console/persons", query)
    assert answer.status_code == 200, answer.content
    return sorted(row["name"] for row in answer.json()["items"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["张三", "李四", "王五", "赵六"]),
        ({"mode": "2"}, ["李四"]),
        ({"starts_from": "2020-02-09"}, ["李四", "王五"]),
        ({"starts_until": "2020-02-09"}, ["张三", "李四"]),
        ({"ends_from": "2020-02-23"}, ["李四", "王五"]),
        ({"ends_until": "2020-02-22"}, ["张三"]),
        ({"is_abnormal_today": True}, ["王五"]),
        ({"is_abnormal_today": True, "mode": "2"}, []),
        ({"source": "5"}, ["赵六"]),
        ({"sex": "1", "mode": "2"}, ["李四"]),
        ({"text": "ls", "mode": "2"}, ["李四"]),
        ({"text": "8002", "control_status": "under_observation"}, ["李四"]),
        ({"area_code": NEXT_DOOR}, []),
    ],
)
def test_any_combination_finds_those_of_ones_areas_and_counts_them(
    client, officer, people, query, found
):
    counted = call(client, "get", "/console/persons/count", query).json()

    assert names(client, **query) == sorted(found)
    assert counted["total"] == len(found)


def test_every_combination_costs_six_statements_at_most(
    client, officer, people, django_assert_max_num_queries
):
    everything = {"mode": "1", "starts_from": "2020-02-01", "is_abnormal_today": True, "text": "ww"}
    for query in ({}, {"mode": "1"}, everything):
        names(client, **query)
        with django_assert_max_num_queries(6):
            names(client, **query)


def save(client, name="集中隔离", **more):
    body = {"key": str(uuid.uuid4()), "name": name, "query": {"mode": "2"}} | more
    return call(client, "post", "/console/searches", body)


def test_a_question_is_kept_and_let_go_by_whoever_kept_it(client, officer):
    kept = save(client).json()

    [listed] = call(client, "get", "/console/searches").json()
    gone = call(client, "delete", f"/console/searches/{kept['key']}")

    assert (listed["name"], listed["query"], listed["is_mine"]) == ("集中隔离", {"mode": "2"}, True)
    assert gone.status_code == 204
    assert call(client, "get", "/console/searches").json() == []


def test_a_shared_question_is_seen_by_the_department_and_nobody_else(client):
    office = make_department("community", area_code=COMMUNITY)
    given = {"areas": (COMMUNITY,), "department": office}
    sign_in(client, make_staff("community_officer", **given))
    shared = save(client, is_shared=True).json()
    save(client, name="只给自己")

    sign_in(client, make_staff("community_officer", **given))
    [seen] = call(client, "get", "/console/searches").json()
    refused = call(client, "delete", f"/console/searches/{shared['key']}")
    sign_in(client, make_staff("community_officer", areas=(COMMUNITY,)))

    assert (seen["name"], seen["is_mine"], seen["is_shared"]) == ("集中隔离", False, True)
    assert refused.status_code == 404
    assert call(client, "get", "/console/searches").json() == []
