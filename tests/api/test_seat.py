import uuid

import pytest

from lianfang.audit.queries import accesses_of
from lianfang.cases import actions
from lianfang.cases.enums import Outcome
from lianfang.cases.models import Case
from lianfang.cases.queries import by_id
from lianfang.core import clock
from lianfang.org.enums import RoleCode
from tests.api.calls import call, sign_in
from tests.factories.accounts import make_account
from tests.factories.cases import make_case, make_task
from tests.factories.geo import GRID
from tests.factories.org import make_staff

pytestmark = pytest.mark.django_db
BESIDE = "990101001002001"
COUNTY = GRID[:6]


@pytest.fixture
def leader(client):
    leader = make_staff(RoleCode.SHIFT_LEADER, areas=(COUNTY,))
    sign_in(client, leader)
    return leader


def page_of(client, case):
    return call(client, "get", f"/seat/cases/{case.key}").json()


def step(client, case, name, body=None):
    return call(client, "post", f"/seat/cases/{case.key}/{name}", body or {})


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_costs_the_same_statements_however_long(
    client, leader, count, django_assert_num_queries
):
    for _ in range(count):
        make_case()
    call(client, "get", "/seat/cases")

    with django_assert_num_queries(4):  # session, caller, cases, names of areas
        page = call(client, "get", "/seat/cases").json()

    assert (len(page["items"]), page["next"]) == (count, None)


def test_a_row_of_the_desk_says_where_it_stands_in_words(client, leader):
    case = make_case(at=clock.now())

    (row,) = call(client, "get", "/seat/cases").json()["items"]

    assert (row["number"], row["state_label"], row["light"], row["light_label"]) == (
        case.number,
        "待受理",
        "green",
        "正常",
    )
    assert (row["source_label"], row["urgency_label"], row["assignee_name"]) == (
        "市民上报",
        "一般",
        "",
    )


def test_the_desk_is_filtered_and_paged(client, leader):
    cases = [make_case() for _ in range(21)]
    urgent = make_case(symptoms=["01"])

    first = call(client, "get", "/seat/cases").json()
    second = call(client, "get", "/seat/cases", {"cursor": first["next"]}).json()
    by_urgency = call(client, "get", "/seat/cases", {"urgency": 2}).json()["items"]
    by_number = call(client, "get", "/seat/cases", {"text": cases[0].number}).json()["items"]
    late = call(client, "get", "/seat/cases", {"light": "red", "area_code": COUNTY}).json()

    assert (len(first["items"]), len(second["items"]), second["next"]) == (20, 2, None)
    assert [row["key"] for row in by_urgency] == [str(urgent.key)]
    assert [row["key"] for row in by_number] == [str(cases[0].key)]
    assert len(late["items"]) == 20
    assert call(client, "get", "/seat/cases", {"area_code": "1"}).status_code == 422


def test_counts_say_how_many_are_late(client, leader):
    make_case(), make_case(at=clock.now())

    counts = {c["state"]: c for c in call(client, "get", "/seat/counts").json()}

    assert counts["submitted"] == {
        "state": "submitted",
        "state_label": "待受理",
        "total": 2,
        "yellow": 0,
        "red": 1,
    }


def test_the_page_of_a_case_masks_the_phone_hides_the_reporter_and_is_recorded(client, leader):
    citizen = make_account()
    case = make_case(by=citizen, address="3号楼")

    page = page_of(client, case)

    assert (page["phone_masked"], page["address"]) == ("138****0000", "3号楼")
    assert page["subject_kind_label"] == "发现疑似病例"
    assert "13800000000" not in str(page)
    assert not any("reporter" in name for name in page)
    assert [a.actor_id for a in accesses_of("cases.case", case.pk)] == [leader.id]


def test_the_page_offers_the_steps_that_are_open(client, leader):
    case = make_case()

    offered = [page_of(client, case)["may"]]
    for name in ("acceptance", "filing"):
        step(client, case, name)
        offered.append(page_of(client, case)["may"])
    sign_in(client, make_staff(RoleCode.ACCEPTOR, areas=(COUNTY,)))
    offered.append(page_of(client, case)["may"])

    assert offered == [
        ["acceptance", "rejection", "dispatch", "suspension", "void"],
        ["filing", "rejection", "suspension", "void"],
        ["dispatch", "suspension", "void"],
        [],
    ]


def test_a_case_is_worked_from_acceptance_to_closing(client, leader):
    case, worker = make_case(), make_staff(RoleCode.GRID_WORKER)
    steps = [
        ("acceptance", {}),
        ("filing", {}),
        ("suspension", {"reason": "等待核对地址"}),
        ("resumption", {}),
        ("dispatch", {"to_user_id": worker.id}),
    ]

    codes = [step(client, case, name, body).status_code for name, body in steps]
    for _ in range(3):
        actions.verify(by_id(case.pk), outcome=Outcome.UNREACHABLE, by=worker, at=clock.now())
    actions.escalate(by_id(case.pk), by=worker.actor, at=clock.now())
    codes += [step(client, case, name).status_code for name in ("feedback", "closing")]

    assert codes == [204] * 7
    assert page_of(client, case)["state_label"] == "已结案"
    flow = call(client, "get", f"/seat/cases/{case.key}/flow").json()
    assert [s["title"] for s in flow["steps"]] == [
        *("受理", "立案", "派遣", "接单到达", "反馈审核", "结案", "已结案"),
    ]
    assert flow["steps"][0]["handler"] == leader.name
    assert [e["title"] for e in flow["events"]][-3:] == ["多次联系不上，转坐席", "反馈审核", "结案"]


@pytest.mark.parametrize("name", ["rejection", "void"])
def test_a_report_is_refused_with_a_reason(client, leader, name):
    case = make_case()

    silent = step(client, case, name, {"reason": ""})
    done = step(client, case, name, {"reason": "重复上报"})
    again = step(client, case, name, {"reason": "重复上报"})

    assert (silent.status_code, done.status_code, again.status_code) == (422, 204, 409)


def test_a_task_is_returned_to_the_desk(client, leader):
    case, _worker = make_task()

    answer = step(client, case, "return", {"reason": "派错网格"})

    assert (answer.status_code, page_of(client, case)["state"]) == (204, "filed")


def test_candidates_are_the_workers_of_the_street_the_nearest_and_least_busy_first(client, leader):
    busy = make_staff(RoleCode.GRID_WORKER, name="忙", phone="13900000001")
    idle = make_staff(RoleCode.GRID_WORKER, name="闲")
    away = make_staff(RoleCode.GRID_WORKER, name="休", on_duty=False)
    beside = make_staff(RoleCode.GRID_WORKER, name="邻", areas=(BESIDE,))
    make_staff(RoleCode.GRID_WORKER, name="远", areas=("990101002001001",))
    make_task(busy)
    case = make_case()

    workers = call(client, "get", f"/seat/cases/{case.key}/workers").json()

    assert [w["id"] for w in workers] == [idle.id, busy.id, away.id, beside.id]
    assert workers[1] == {
        "id": busy.id,
        "name": "忙",
        "phone": "13900000001",
        "department": "",
        "is_on_duty": True,
        "is_own_grid": True,
        "is_assignee": False,
        "open_tasks": 1,
    }


def test_a_case_of_another_county_is_not_found_at_any_door_of_the_seat(client, leader):
    case = make_case(area_code="990102001001001")
    reads = [f"/seat/cases/{case.key}{rest}" for rest in ("", "/flow", "/workers")]
    names = ["acceptance", "filing", "feedback", "closing", "resumption"]

    codes = [call(client, "get", path).status_code for path in reads]
    codes += [step(client, case, name).status_code for name in names]

    assert codes == [404] * 8
    assert call(client, "get", "/seat/cases").json()["items"] == []


def test_the_seat_is_closed_to_those_who_only_verify_or_audit(client):
    make_case()
    for role in (RoleCode.GRID_WORKER, RoleCode.AUDITOR, RoleCode.SYSADMIN):
        sign_in(client, make_staff(role, areas=(COUNTY,)))
        assert call(client, "get", "/seat/cases").status_code == 403


def test_an_acceptor_can_accept_but_neither_dispatch_nor_close(client):
    case, worker = make_case(), make_staff(RoleCode.GRID_WORKER)
    sign_in(client, make_staff(RoleCode.ACCEPTOR, areas=(COUNTY,)))

    codes = [
        step(client, case, "dispatch", {"to_user_id": worker.id}).status_code,
        step(client, case, "closing").status_code,
        step(client, case, "acceptance").status_code,
    ]

    assert codes == [403, 403, 204]


def test_a_photo_is_shown_only_with_its_case(client, leader):
    case = make_case()

    answer = call(client, "get", f"/seat/cases/{case.key}/photos/{uuid.uuid4()}")

    assert (answer.status_code, Case.objects.unscoped().count()) == (404, 1)
