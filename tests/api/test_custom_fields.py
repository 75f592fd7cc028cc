"""自定义字段 through the doors: maintained, filled in, searched, exported, hidden from others."""

import json
import uuid

import pytest

from lianfang.people.models import Person
from tests.api.calls import call, hold_clock, sign_in
from tests.api.test_imports import sheet_of
from tests.factories.fields import id_of, make_field
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
COMMUNITY, NEXT_DOOR = GRID[:12], "990101001002"
NEW = {
    "label": "轮班",
    "kind": "code",
    "group": "custom",
    "choices": [{"label": "白班"}, {"label": "夜班"}],
    "access": {"community_officer": "must", "grid_worker": "fill", "commander": "view"},
}
FILLED = {
    "name": "张三",
    "category": "返工人员",
    "phone": "13800138000",
    "area": GRID,
    "source": "网格排查",
}


@pytest.fixture(autouse=True)
def nine_in_the_morning(settings):
    hold_clock(settings, T0)
    make_area()


@pytest.fixture
def admin(client):
    admin = make_staff("sysadmin", areas=("CN",))
    sign_in(client, admin)
    return admin


@pytest.fixture
def officer():
    return make_staff("community_officer", areas=(COMMUNITY,))


def added(client, **more):
    return call(client, "post", "/console/fields", {"key": str(uuid.uuid4())} | NEW | more)


def put(client, person, changes, seen=None):
    body = {"changes": changes, "seen": seen or {}}
    return call(client, "put", f"/console/sheet/persons/{person.key}", body)


def test_an_administrator_adds_changes_and_switches_a_field(client, admin):
    made = added(client)
    at = f"/console/fields/{made.json()['key']}"
    kept = [*made.json()["choices"], {"label": "轮休"}]
    body = {**NEW, "choices": kept, "help": "以排班表为准", "version": 1}

    changed = call(client, "put", at, body)
    stale = call(client, "put", at, body | {"help": "旧"})
    off = call(client, "post", f"{at}/switch", {"is_on": False, "version": 2})

    assert made.status_code == 201
    assert [one["code"] for one in changed.json()["choices"]] == ["c1", "c2", "c3"]
    assert (stale.status_code, stale.json()["code"]) == (409, "roster.changed_field")
    assert off.json()["is_on"] is False
    told = call(client, "get", "/console/fields").json()
    assert [(one["label"], one["kind_label"]) for one in told["items"]] == [("轮班", "单选")]
    assert "网格员" in [one["label"] for one in told["roles"]]
    assert "系统管理员" not in [one["label"] for one in told["roles"]]
    assert [one["label"] for one in told["groups"]][:2] == ["自定义", "身份信息"]


def test_what_is_wrong_with_a_field_is_told_by_its_name(client, admin):
    answer = added(client, label="姓名", choices=[])

    assert (answer.status_code, answer.json()["code"]) == (422, "roster.bad_custom_field")
    assert answer.json()["fields"] == {
        "label": "已有同名的字段，请换一个名称",
        "choices": "请至少填写两个选项",
    }


def test_nobody_else_maintains_fields(client, officer):
    row = make_field()
    sign_in(client, officer)

    answers = [
        added(client),
        call(client, "get", "/console/fields"),
        call(client, "put", f"/console/fields/{row.key}", NEW | {"version": 1}),
        call(client, "post", f"/console/fields/{row.key}/switch", {"is_on": False, "version": 1}),
    ]

    assert {answer.status_code for answer in answers} == {403}
    row.refresh_from_db()
    assert (row.label, row.is_on) == ("厂区编号", True)


def test_a_field_that_is_not_there_is_not_found(client, admin):
    answer = call(client, "put", f"/console/fields/{uuid.uuid4()}", NEW | {"version": 1})

    assert answer.status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_fields_cost_the_same_statements_however_many(
    client, admin, count, django_assert_num_queries
):
    for n in range(count):
        make_field(f"字段{n}")
    call(client, "get", "/console/fields")

    with django_assert_num_queries(3):  # session, caller, fields
        assert len(call(client, "get", "/console/fields").json()["items"]) == count


def test_the_form_asks_for_it_as_the_role_has_it(client, admin, officer):
    name = added(client).json()["id"]
    doctor = make_staff("community_doctor", areas=(COMMUNITY,))
    leader = make_staff("commander", areas=(GRID[:4],))

    def shown_to(staff):
        sign_in(client, staff)
        form = call(client, "get", "/console/sheet/fields").json()
        own = next((one for one in form["fields"] if one["id"] == name), None)
        assert ("自定义" in [g["label"] for g in form["groups"]]) == (own is not None)
        return own and (own["required"], own["may_write"])

    assert shown_to(officer) == (True, True)
    assert shown_to(make_staff("grid_worker")) == (False, True)
    assert shown_to(leader) == (False, False)
    assert shown_to(doctor) is None


def test_who_must_fill_it_in_cannot_leave_it_out_nor_clear_it(client, admin, officer):
    name = added(client).json()["id"]
    sign_in(client, officer)
    key = str(uuid.uuid4())

    left_out = call(client, "post", "/console/sheet/persons", {"key": key, "values": FILLED})
    told = {"key": key, "values": FILLED | {name: "夜班"}}
    made = call(client, "post", "/console/sheet/persons", told)
    person = Person.objects.unscoped().get()
    cleared = put(client, person, {name: ""}, {name: "夜班"})

    assert left_out.json()["fields"] == {name: "请填写轮班"}
    assert made.status_code == 201
    assert cleared.json()["fields"] == {name: "请填写轮班"}
    shown = call(client, "get", f"/console/sheet/persons/{person.key}").json()
    assert (shown["values"][name], shown["texts"][name]) == ("c2", "夜班")
    page = call(client, "get", f"/console/persons/{person.key}").json()
    assert page["added"] == [{"id": name, "label": "轮班", "text": "夜班"}]


def test_two_editors_of_it_meet(client, admin, officer):
    name = added(client).json()["id"]
    person = make_person()
    sign_in(client, officer)
    assert put(client, person, {name: "夜班"}, {name: ""}).status_code == 200

    both = put(client, person, {name: "白班"}, {name: ""})

    assert (both.status_code, both.json()["fields"]) == (409, {name: "夜班"})


def test_who_does_not_see_it_finds_it_in_no_answer(client, admin, officer):
    name = added(client).json()["id"]
    person = make_person()
    sign_in(client, officer)
    put(client, person, {name: "夜班"})
    sign_in(client, make_staff("community_doctor", areas=(COMMUNITY,)))

    export = {"key": str(uuid.uuid4()), "fields": ["name", name]}
    answers = [
        call(client, "get", "/console/sheet/fields"),
        call(client, "get", f"/console/sheet/persons/{person.key}"),
        call(client, "get", f"/console/sheet/persons/{person.key}/history"),
        call(client, "get", f"/console/persons/{person.key}"),
        put(client, person, {name: "白班"}),
        call(client, "get", "/console/persons", {"custom": json.dumps({name: "夜班"})}),
        call(client, "post", "/console/exports", export),
    ]

    assert [a.status_code for a in answers] == [200, 200, 200, 200, 403, 422, 422]
    for answer in answers:
        assert "轮班" not in answer.content.decode()
        assert "夜班" not in answer.content.decode()


def test_who_only_reads_it_does_not_write_it(client, admin):
    name = added(client, access={"community_officer": "view"}).json()["id"]
    person = make_person()
    sign_in(client, make_staff("community_officer", areas=(COMMUNITY,)))

    answer = put(client, person, {name: "夜班"})

    assert (answer.status_code, answer.json()["code"]) == (403, "roster.not_your_field")


def test_it_is_searched_and_exported_within_ones_areas_only(client, officer):
    row = make_field("楼栋")
    make_area(f"{NEXT_DOOR}001")
    here = make_person(name="张三")
    make_person(name="李四", phone="13800138001")
    there = make_person(name="王五", phone="13800138002", area_code=f"{NEXT_DOOR}001")
    everywhere = make_staff("community_officer", areas=(COMMUNITY, NEXT_DOOR))
    sign_in(client, everywhere)
    for person in (here, there):
        assert put(client, person, {id_of(row): "3"}).status_code == 200
    sign_in(client, officer)
    asked = {"custom": json.dumps({id_of(row): "3"})}

    found = call(client, "get", "/console/persons", asked).json()
    wanted = {"key": str(uuid.uuid4()), "fields": ["name", id_of(row)]}
    made = call(client, "post", "/console/exports", asked | wanted).json()
    sent = client.get(f"/api/console/exports/{made['key']}/file")

    assert [one["name"] for one in found["items"]] == ["张三"]
    headers, only = sheet_of(sent)[:2]
    assert (headers, only) == (["姓名", "楼栋"], ["张三", "3"])


def test_the_search_costs_the_same_for_one_and_three_people(
    client, officer, django_assert_num_queries
):
    row = make_field("楼栋")
    sign_in(client, officer)
    asked = {"custom": json.dumps({id_of(row): "3"})}
    for n in range(3):
        put(client, make_person(phone=f"1380013800{n}"), {id_of(row): "3"})
        with django_assert_num_queries(7):  # as without it, and the fields in force
            assert len(call(client, "get", "/console/persons", asked).json()["items"]) == n + 1


@pytest.mark.parametrize("custom", ["[1]", "{", '{"custom_1": 2}'])
def test_a_question_that_is_none_is_refused(client, officer, custom):
    sign_in(client, officer)

    answer = call(client, "get", "/console/persons", {"custom": custom})

    assert answer.status_code == 422
