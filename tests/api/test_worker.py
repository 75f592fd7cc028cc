import datetime as dt
import uuid

import pytest

from lianfang.audit.queries import accesses_of
from lianfang.cases import actions
from lianfang.cases.enums import Kind, Source
from lianfang.cases.models import Case
from lianfang.cases.queries import by_id
from lianfang.core import clock
from lianfang.org.enums import RoleCode
from lianfang.people.enums import ControlStatus
from tests.api.calls import call, sign_in
from tests.factories.cases import SYSTEM, make_task
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
BESIDE = "990101001002001"


@pytest.fixture
def worker(client):
    worker = make_staff(RoleCode.GRID_WORKER)
    sign_in(client, worker)
    return worker


def verification(**more):
    return {"key": str(uuid.uuid4()), "outcome": "untrue"} | more


@pytest.mark.parametrize("count", [1, 3])
def test_the_task_list_costs_the_same_statements_however_long(
    client, worker, count, django_assert_num_queries
):
    for _ in range(count):
        make_task(worker)
    call(client, "get", "/worker/tasks")

    with django_assert_num_queries(4):  # session, caller, tasks, names of areas
        tasks = call(client, "get", "/worker/tasks").json()

    assert (len(tasks["items"]), tasks["next"]) == (count, None)


def test_a_task_in_the_list_shows_light_and_address_but_no_whole_phone(client, worker):
    case, _ = make_task(worker, address="3号楼502", symptoms=["01"], at=clock.now())

    (task,) = call(client, "get", "/worker/tasks").json()["items"]

    assert {name: task[name] for name in ("key", "number", "address", "phone_masked")} == {
        "key": str(case.key),
        "number": case.number,
        "address": "3号楼502",
        "phone_masked": "138****0000",
    }
    assert (task["light"], task["urgency_label"], task["kind_label"]) == (
        "green",
        "紧急",
        "疫情核实",
    )
    assert task["area_path"].endswith("网格")
    assert "subject_phone" not in task


def test_opening_a_task_shows_the_phone_and_is_recorded(client, worker):
    case, _ = make_task(worker, description="一直咳嗽")

    task = call(client, "get", f"/worker/tasks/{case.key}").json()

    assert (task["subject_phone"], task["description"], task["is_mine"]) == (
        "13800000000",
        "一直咳嗽",
        True,
    )
    seen = accesses_of("cases.case", case.pk)
    assert [(a.actor_id, a.fields) for a in seen] == [(worker.id, "address,phone")]


def test_a_task_tells_nothing_of_who_reported(client, worker):
    case, _ = make_task(worker)

    text = call(client, "get", f"/worker/tasks/{case.key}").content.decode()

    assert "reporter" not in text
    assert "市民" in text  # 市民上报: the source, not the person


def test_the_task_of_another_is_not_found(client, worker):
    case, _other = make_task()
    path = f"/worker/tasks/{case.key}"

    answers = [
        call(client, "get", path),
        call(client, "post", f"{path}/visit", {}),
        call(client, "post", f"{path}/doctor", {}),
        call(client, "post", f"{path}/verification", verification()),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4


def test_a_visit_is_started_verified_and_safe_to_resend(client, worker):
    case, _ = make_task(worker)
    path, body = f"/worker/tasks/{case.key}", verification(note="查无此事")

    started = call(client, "post", f"{path}/visit", {})
    answers = [call(client, "post", f"{path}/verification", body) for _ in range(2)]
    other = call(client, "post", f"{path}/verification", verification())

    assert [a.status_code for a in (started, *answers, other)] == [204, 204, 204, 409]
    assert other.json()["code"] == "case.wrong_state"
    assert call(client, "get", "/worker/tasks").json()["items"] == []


def test_a_true_report_carries_the_details_of_the_door(client, worker):
    case, _ = make_task(worker)
    details = {
        "name": "张三丰",
        "id_number": "110101199003070011",
        "subject_class": "close_contact",
        "anchor_at": "2020-02-03T22:00:00+08:00",
        "evidence": "01",
        "temp_c": 36.5,
    }

    body = verification(outcome="true", details=details)
    answer = call(client, "post", f"/worker/tasks/{case.key}/verification", body)

    assert answer.status_code == 204
    person = by_id(case.pk).person
    assert (person.name, person.birth_date) == ("张三丰", dt.date(1990, 3, 7))


def test_a_wrong_id_number_names_the_field(client, worker):
    case, _ = make_task(worker)
    body = verification(outcome="true", details={"id_number": "110101199003070012"})

    answer = call(client, "post", f"/worker/tasks/{case.key}/verification", body)

    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["id_number"])


def test_the_invited_doctor_opens_the_joint_visit_but_cannot_verify(client, worker):
    case, _ = make_task(worker)
    doctor = make_staff(RoleCode.COMMUNITY_DOCTOR, areas=(GRID[:12],))
    invited = call(client, "post", f"/worker/tasks/{case.key}/doctor", {})
    sign_in(client, doctor)

    visits = call(client, "get", "/worker/joint-visits").json()["items"]
    page = call(client, "get", f"/worker/joint-visits/{case.key}").json()
    refused = call(client, "post", f"/worker/tasks/{case.key}/verification", verification())

    assert (invited.status_code, [v["key"] for v in visits]) == (204, [str(case.key)])
    assert (page["is_mine"], page["doctor_name"]) == (False, doctor.name)
    assert refused.status_code == 403


def test_help_is_answered_by_feedback_and_a_wrong_case_is_returned(client, worker):
    person = make_person()
    ask = actions.open_case(kind=Kind.HELP, source=Source.SYSTEM, person=person, by=SYSTEM, at=T0)
    actions.dispatch(ask, to_user_id=worker.id, by=SYSTEM, at=T0)
    wrong, _ = make_task(worker)

    fed = call(client, "post", f"/worker/tasks/{ask.key}/feedback", {"note": "已送菜"})
    back = call(client, "post", f"/worker/tasks/{wrong.key}/return", {"note": "不是我的网格"})

    assert (fed.status_code, back.status_code) == (204, 204)
    assert (by_id(ask.pk).state, by_id(wrong.pk).state) == ("reviewing", "filed")


def short_form(**more):
    return {
        "key": str(uuid.uuid4()),
        "name": "赵六",
        "phone": "13900000066",
        "address": "5号楼",
        "area_code": GRID,
        "subject_class": "key_area_arrival",
    } | more


def test_the_short_form_registers_observes_and_is_one_closed_case(client, worker):
    make_area()
    body = short_form()

    first = call(client, "post", "/worker/persons", body)
    second = call(client, "post", "/worker/persons", body)

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert (first.json()["state"], first.json()["state_label"]) == ("closed", "已结案")
    person = Case.objects.unscoped().get().person
    assert (str(person.key), person.control_status) == (
        first.json()["person_key"],
        ControlStatus.OBSERVED,
    )


def test_the_short_form_without_a_class_only_puts_on_file(client, worker):
    make_area()

    call(client, "post", "/worker/persons", short_form(subject_class=None))

    person = Case.objects.unscoped().get().person
    assert person.control_status == ControlStatus.REGISTERED


def test_the_short_form_outside_ones_grids_is_refused(client, worker):
    make_area(BESIDE)

    answer = call(client, "post", "/worker/persons", short_form(area_code=BESIDE))

    assert (answer.status_code, answer.json()["code"]) == (403, "case.not_your_area")


@pytest.mark.parametrize("count", [1, 3])
def test_people_of_ones_grids_are_listed_masked_at_a_fixed_cost(
    client, worker, count, django_assert_num_queries
):
    make_area()
    for n in range(count):
        call(client, "post", "/worker/persons", short_form(phone=f"1390000007{n}"))
    make_person(area_code=BESIDE)

    with django_assert_num_queries(5):  # session, caller, own areas, lent, names of areas
        page = call(client, "get", "/worker/persons").json()
    observed = call(client, "get", "/worker/observed").json()

    assert [row["phone"] for row in page["items"]] == [
        f"139****007{n}" for n in reversed(range(count))
    ]
    assert {row["person_key"] for row in observed["items"]} == {r["key"] for r in page["items"]}


def test_other_roles_have_no_tasks(client):
    sign_in(client, make_staff(RoleCode.COMMANDER, areas=(GRID[:6],)))

    assert call(client, "get", "/worker/tasks").status_code == 403
