"""The form of the 44 fields: seen, filled in, corrected, and nothing of it for strangers."""

import datetime as dt
import uuid

import pytest

from lianfang.audit.models import Access
from lianfang.core.actor import Actor
from lianfang.geo.actions import load_areas
from lianfang.geo.rules import NewArea
from lianfang.people.models import Person
from lianfang.people.queries import by_id
from tests.api.calls import call, hold_clock, sign_in
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_department, make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode

pytestmark = pytest.mark.django_db
COMMUNITY, NEXT_DOOR = GRID[:12], "990101001002"
DOCUMENT = "11010519491231002X"
FILLED = {
    "name": "张三",
    "id_type": "居民身份证",
    "id_number": DOCUMENT,
    "sex": "男",
    "category": "新增外来人员",
    "phone": "138 0013 8000",
    "area": GRID,
    "address": "3号楼501",
    "source": "网格排查",
    "arrived_at": "2020-02-01 09:30",
    "transport": "高铁",
    "transport_no": "G1234",
    "key_area": "居住",
    "native_place": "湖北省武汉市",
}


@pytest.fixture(autouse=True)
def nine_in_the_morning(settings):
    hold_clock(settings, T0)
    make_area()


@pytest.fixture
def officer(client):
    officer = make_staff("community_officer", areas=(COMMUNITY,))
    sign_in(client, officer)
    return officer


def put(client, person, changes, seen=None, **more):
    body = {"changes": changes, "seen": seen or {}} | more
    return call(client, "put", f"/console/sheet/persons/{person.key}", body)


def test_the_form_names_every_field_its_choices_and_who_may_write(client, officer):
    form = call(client, "get", "/console/sheet/fields").json()

    assert [group["label"] for group in form["groups"]] == [
        "身份信息",
        "健康信息",
        "轨迹信息",
        "管理信息",
        "决策信息",
    ]
    by_id = {one["id"]: one for one in form["fields"]}
    assert sorted(one["no"] for one in form["fields"] if one["no"]) == list(range(1, 45))
    assert by_id["transport_no"]["shown_when"] == "transport"
    assert by_id["transport_no"]["shown_values"] == ["1", "2"]
    assert by_id["sex"]["choices"][0] == {"value": "1", "label": "男"}
    assert by_id["name"]["may_write"]
    assert not by_id["age"]["may_write"]


def test_a_doctor_may_write_the_signs_and_not_who_somebody_is(client):
    sign_in(client, make_staff("community_doctor", areas=(COMMUNITY,)))

    form = call(client, "get", "/console/sheet/fields").json()

    writes = {one["id"] for one in form["fields"] if one["may_write"]}
    assert writes == {"symptoms", "temp", "follow_up"}


def test_a_new_file_is_read_from_words_and_told_its_doubts(client, officer):
    body = {"key": str(uuid.uuid4()), "values": FILLED}

    made = call(client, "post", "/console/sheet/persons", body)
    again = call(client, "post", "/console/sheet/persons", body)

    assert (made.status_code, made.json()["is_new"]) == (201, True)
    assert made.json()["doubts"] == {"sex": "与身份证号码不一致，已按号码填写"}
    assert again.json()["key"] == made.json()["key"]
    person = Person.objects.unscoped().get()
    assert (person.sex, person.phone, person.native_place_code) == ("2", "13800138000", "4201")


def test_faults_come_together_each_with_its_field(client, officer):
    bad = {"name": "张3", "phone": "12", "id_number": "1", "temp": "高烧", "area": "火星社区"}
    body = {"key": str(uuid.uuid4()), "values": bad}

    answer = call(client, "post", "/console/sheet/persons", body)

    assert (answer.status_code, answer.json()["code"]) == (422, "roster.bad_fields")
    assert set(answer.json()["fields"]) == {
        *("phone", "id_number", "temp", "area", "category", "source"),
    }
    assert not Person.objects.unscoped().exists()


def test_a_file_elsewhere_or_a_field_of_others_is_refused(client, officer):
    make_area(f"{NEXT_DOOR}001")
    elsewhere = {"key": str(uuid.uuid4()), "values": FILLED | {"area": f"{NEXT_DOOR}001"}}
    derived = {"key": str(uuid.uuid4()), "values": FILLED | {"age": "9"}}

    answers = [call(client, "post", "/console/sheet/persons", b) for b in (elsewhere, derived)]

    assert [a.status_code for a in answers] == [403, 403]
    assert answers[1].json()["fields"] == {"age": "有几项不由您的岗位填写"}
    assert not Person.objects.unscoped().exists()


def test_the_file_is_masked_and_the_look_is_recorded(client, officer):
    person = make_person(name="张三", phone="13800138000", id_number=DOCUMENT, address="3号楼501")

    told = call(client, "get", f"/console/sheet/persons/{person.key}")

    assert told.json()["texts"]["phone"] == "138****8000"
    for secret in ("13800138000", DOCUMENT, "3号楼501"):
        assert secret not in told.content.decode()
    assert Access.objects.get().reason == "登记表"


def test_two_editors_meet_only_where_both_changed(client, officer):
    person = make_person(name="张三", phone="13800138000")
    make_episode(person)
    seen = {"name": "张三", "house_type": ""}
    assert put(client, person, {"name": "张珊"}, seen).status_code == 200

    apart = put(client, person, {"house_type": "商品房"}, seen)
    both = put(client, person, {"name": "章三"}, seen)

    assert apart.status_code == 200
    assert (both.status_code, both.json()["code"]) == (409, "roster.changed_fields")
    assert both.json()["fields"] == {"name": "张珊"}
    chosen = put(client, person, {"name": "章三"}, {"name": "张珊"}, reason="核对身份证")
    assert chosen.status_code == 200
    assert by_id(person.pk).name == "章三"


def test_where_information_came_from_is_never_changed(client, officer):
    person = make_person()

    answer = put(client, person, {"source": "卡口排查"})

    assert answer.json()["fields"] == {"source": "报送来源建档后不能再改"}


def test_a_stranger_finds_no_file_and_learns_only_that_a_number_is_known(client):
    person = make_person(name="张三", phone="13800138000", id_number=DOCUMENT)
    sign_in(client, make_staff("community_officer", areas=(NEXT_DOOR,)))

    shown = call(client, "get", f"/console/sheet/persons/{person.key}")
    changed = put(client, person, {"name": "李四"})
    known = call(client, "get", "/console/sheet/known", {"phone": "13800138000"})
    unknown = call(client, "get", "/console/sheet/known", {"id_number": "1"})

    assert (shown.status_code, changed.status_code) == (404, 404)
    assert "张三" not in shown.content.decode() + changed.content.decode()
    assert known.json() == {
        "is_known": True,
        "why": "电话相同",
        "key": None,
        "name": "",
    }
    assert unknown.json()["is_known"] is False


def test_a_colleague_is_led_to_the_file_that_is_there(client, officer):
    person = make_person(name="张三", phone="13800138000", id_number=DOCUMENT)

    known = call(client, "get", "/console/sheet/known", {"id_number": DOCUMENT}).json()

    assert known == {
        "is_known": True,
        "why": "证件号码相同",
        "key": str(person.key),
        "name": "张三",
    }


def test_a_namesake_born_the_same_day_is_told_while_typing(client):
    make_person(name="赵晴", birth_date=dt.date(1980, 2, 3))
    sign_in(client, make_staff("community_officer", areas=(GRID[:12],)))

    def known(name, born="1980-02-03"):
        asked = {"name": name, "birth_date": born}
        return call(client, "get", "/console/sheet/known", asked).json()["why"]

    assert known("赵晴") == "姓名、出生日期相同"
    assert known("赵睛") == "姓名字形相近、出生日期相同"
    assert known("钱晴") == ""
    assert known("赵晴", "1980-02-04") == ""


def test_who_may_only_view_changes_nothing(client):
    person = make_person(name="张三")
    sign_in(client, make_staff("commander", areas=(GRID[:4],)))

    assert put(client, person, {"name": "李四"}).status_code == 403
    assert by_id(person.pk).name == "张三"


def test_the_history_tells_what_was_corrected_masked_and_who_looked(client, officer):
    person = make_person(name="张三", phone="13800138000")
    call(client, "get", f"/console/sheet/persons/{person.key}")
    put(client, person, {"name": "张珊", "phone": "13900139000"}, reason="核对身份证")

    told = call(client, "get", f"/console/sheet/persons/{person.key}/history")

    [change], [look] = told.json()["changes"], told.json()["looks"]
    assert (change["who"], change["reason"]) == (officer.name, "核对身份证")
    assert change["differences"] == [
        {"label": "姓名", "before": "张三", "after": "张珊"},
        {"label": "电话", "before": "138****8000", "after": "139****9000"},
    ]
    assert (look["who"], look["reason"]) == (officer.name, "登记表")
    assert "13900139000" not in told.content.decode()


def test_the_history_costs_the_same_for_one_change_and_three(
    client, officer, django_assert_num_queries
):
    person = make_person(name="张三")
    at = f"/console/sheet/persons/{person.key}/history"
    for name in ("张珊", "章三", "张三"):
        put(client, person, {"name": name})
        with django_assert_num_queries(5):
            call(client, "get", at)


def test_a_stranger_learns_nothing_of_a_history(client):
    person = make_person(name="张三")
    sign_in(client, make_staff("community_officer", areas=(NEXT_DOOR,)))

    answer = call(client, "get", f"/console/sheet/persons/{person.key}/history")

    assert answer.status_code == 404
    assert "张三" not in answer.content.decode()


def places_for(client, address):
    return call(client, "post", "/console/sheet/places", {"address": address})


def test_an_address_proposes_areas_of_ones_own_with_the_reason(client):
    make_area("990101001001001", "第1网格")
    make_area("990101001002001", "第1网格")
    rename("990101001001", "柳堤社区")
    rename("990101001002", "柳堤社区")
    sign_in(client, make_staff("community_officer", areas=(COMMUNITY,)))

    found = places_for(client, "柳堤社区1网格3号楼").json()

    assert [one["code"] for one in found] == ["990101001001001"]
    assert found[0]["path"].endswith("柳堤社区 第1网格")
    assert found[0]["reason"] == "地址中有社区“柳堤”、网格号“1”"
    assert places_for(client, "火星路").json() == []
    assert places_for(client, " ").json() == []


def test_an_estate_of_a_property_company_is_proposed(client, officer):
    make_department("property", GRID, name="阳光花园物业服务站")
    make_department("property", "990101001002001", name="月光花园物业服务站")

    assert [one["code"] for one in places_for(client, "阳光花园3栋").json()] == [GRID]
    assert places_for(client, "月光花园3栋").json() == []


def test_proposals_cost_the_same_for_one_and_three(client, officer, django_assert_num_queries):
    places_for(client, "阳光花园3栋")
    for n in range(3):
        make_department("property", GRID, name=f"阳光花园{'东西南'[n]}区物业")
        with django_assert_num_queries(5):  # session, caller, companies, edition, names
            assert len(places_for(client, "阳光花园东区、阳光花园西区、阳光花园南区").json()) == 1


def test_who_may_not_see_people_gets_no_proposals(client):
    sign_in(client, make_staff("acceptor", areas=(COMMUNITY,)))

    assert places_for(client, "柳堤社区").status_code == 403


def rename(code, name):
    load_areas([NewArea(code, name)], by=Actor.system(), at=T0)
