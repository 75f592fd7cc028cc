"""Declaring oneself by the link of an organisation: once, within limits, and told nothing."""

import datetime as dt
import uuid

import pytest

from lianfang.audit.models import Entry
from lianfang.cases.models import Case
from lianfang.city.actions import set_up_city
from lianfang.city.queries import CityInfo
from lianfang.core.actor import Actor
from lianfang.declarations import rules
from lianfang.declarations.models import Declaration, Link
from lianfang.org.enums import DepartmentKind, RoleCode
from lianfang.passes.actions import refresh
from lianfang.people.models import Person
from lianfang.people.queries import arrivals_of, by_id, exposures_of
from tests.api.calls import call, hold_clock, sign_in
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_department, make_staff
from tests.factories.passes import make_agent
from tests.factories.people import make_person
from tests.factories.uploads import id_number

pytestmark = pytest.mark.django_db
PHONE = "13700000007"


@pytest.fixture(autouse=True)
def city(settings):
    hold_clock(settings, T0)
    settings.SIMULATOR_URL = "http://localhost:1"  # so that the answer tells the code
    make_area(GRID)
    info = CityInfo("望州市", "望", "9901", "12320", is_demo=True, started_on=T0.date())
    set_up_city(info, by=Actor.system(), at=T0)


@pytest.fixture
def agent():
    return make_agent(make_department(DepartmentKind.SCHOOL, name="望舒中学"))


def open_link(client, agent, **more):
    sign_in(client, agent)
    body = {"key": str(uuid.uuid4()), "name": "一年级", "days": 7, "most": 10} | more
    link = call(client, "post", "/enterprise/links", body).json()
    client.cookies.clear()
    return link


@pytest.fixture
def link(client, agent):
    return open_link(client, agent)


def at(link, more=""):
    return f"/declare/{link['path'].removeprefix('#/d/')}{more}"


def code_for(client, link, phone=PHONE):
    return call(client, "post", at(link, "/code"), {"phone": phone}).json()["demo_code"]


def declared(code, key="", **more):
    given = {
        "name": "王小明",
        "sex": "1",
        "id_number": id_number(1),
        "phone": PHONE,
        "key_area": "0",
        "contact": "0",
        "native_place": "湖北省黄冈市",
        "school": "望舒中学",
        "grade": "一年级",
        "class_name": "3班",
        "return_date": "2020-02-20",
        "return_by": "2",
        "area": GRID[:12],
    }
    return {"key": key or str(uuid.uuid4()), "code": code, "values": given | more}


def send(client, link, body):
    return call(client, "post", at(link), body)


def wait(settings, **span):
    settings.CLOCK_ORIGIN += 0
    settings.CLOCK_VIRTUAL += dt.timedelta(**span).total_seconds()


def test_a_parent_without_an_account_declares_once(client, link, agent):
    form = call(client, "get", at(link)).json()
    body = declared(code_for(client, link))

    first, again = send(client, link, body), send(client, link, body)

    assert (form["organisation"], form["title"]) == ("望舒中学", "望舒中学返校师生申报")
    assert (first.status_code, first.json()) == (201, {"received": True, "hotline": "12320"})
    assert again.json() == first.json()
    told = Declaration.objects.unscoped().get()
    assert (told.origin, told.group_name) == ("self", "望舒中学 一年级 3班")
    assert (told.department_id, told.submitted_by) == (agent.department_id, None)
    assert Link.objects.get().used == 1
    person = Person.objects.unscoped().get()
    assert (person.category, person.native_place_code) == ("03", "4211")


def test_the_agent_learns_that_one_declared_and_the_colour_but_not_what_came_of_it(
    client, link, agent
):
    send(client, link, declared(code_for(client, link), contact="1"))
    assert Case.objects.unscoped().count() == 1

    sign_in(client, agent)
    (row,) = call(client, "get", "/enterprise/declarations").json()["items"]

    assert (row["outcome_label"], row["colour"]) == ("本人已申报", "green")
    assert "contact" not in str(row)


@pytest.mark.parametrize("code", ["", "000000", "1234567"])
def test_without_the_code_of_the_phone_nothing_is_declared(client, link, code):
    right = code_for(client, link)

    answer = send(client, link, declared(code if code != right else "999999"))

    assert (answer.status_code, answer.json()["code"]) == (422, "account.bad_code")
    assert not Declaration.objects.unscoped().exists()


def test_a_code_of_one_phone_declares_nobody_at_another(client, link):
    code = code_for(client, link)

    answer = send(client, link, declared(code, phone="13700000008"))

    assert answer.json()["code"] == "account.bad_code"


def test_a_withdrawn_link_opens_nothing(client, link, agent):
    code = code_for(client, link)
    sign_in(client, agent)
    for _ in range(2):  # withdrawn twice is withdrawn
        told = call(client, "delete", f"/enterprise/links/{link['key']}").json()
    client.cookies.clear()

    answers = [
        call(client, "get", at(link)),
        call(client, "post", at(link, "/code"), {"phone": PHONE}),
        send(client, link, declared(code)),
    ]

    assert (told["is_open"], told["is_revoked"]) == (False, True)
    assert [one.json()["code"] for one in answers] == ["declaration.link_over"] * 3
    assert Entry.objects.filter(action="declaration.link_revoked").count() == 1


def test_a_link_ends_by_itself_and_looks_like_one_that_never_was(client, agent, settings):
    link = open_link(client, agent, days=1)
    wait(settings, days=1)

    over, never = call(client, "get", at(link)), call(client, "get", "/declare/nothing")

    assert (over.status_code, over.json()) == (410, never.json())


def test_a_link_that_brought_enough_takes_no_more(client, agent):
    link = open_link(client, agent, most=1)
    body = declared(code_for(client, link))
    send(client, link, body)
    other = declared(code_for(client, link, "13700000008"), phone="13700000008", name="李四")

    more = send(client, link, other)

    assert more.json()["code"] == "declaration.link_over"
    assert call(client, "get", at(link)).json()["code"] == "declaration.link_over"
    assert send(client, link, body).status_code == 201  # what was sent before is still answered
    assert Declaration.objects.unscoped().count() == 1


def test_a_phone_declares_a_few_and_then_no_more_that_day(client, link, settings, monkeypatch):
    monkeypatch.setattr("lianfang.declarations.actions.links.PHONE_A_DAY", 2)
    for n, outcome in ((1, 201), (2, 201), (3, 429)):
        code = code_for(client, link)

        answer = send(
            client, link, declared(code, name="王" + "一二三四"[n], id_number=id_number(n))
        )

        assert answer.status_code == outcome
        wait(settings, minutes=2)


def test_a_link_sends_no_more_codes_than_it_may_bring_declarations(client, agent):
    link = open_link(client, agent, most=1)
    phones = [f"1370000010{n}" for n in range(rules.CODES_EACH + 1)]

    answers = [call(client, "post", at(link, "/code"), {"phone": phone}) for phone in phones]

    assert [one.status_code for one in answers] == [200] * rules.CODES_EACH + [429]


def test_a_flood_through_one_link_is_stopped(client, link, monkeypatch):
    monkeypatch.setattr("lianfang.declarations.actions.links.LINK_AN_HOUR", 1)
    send(client, link, declared(code_for(client, link)))
    other = declared(code_for(client, link, "13700000008"), phone="13700000008", name="李四")

    answer = send(client, link, other)

    assert (answer.status_code, answer.json()["code"]) == (429, "declaration.too_busy")


@pytest.mark.parametrize("known", [{}, {"name": "李四"}, {"phone": "13900000001"}])
def test_the_answer_is_the_same_whoever_is_on_file(client, link, known):
    on_file = {"name": "王小明", "phone": PHONE, "id_number": id_number(1)} | known
    make_person(**on_file)

    answer = send(client, link, declared(code_for(client, link)))

    assert (answer.status_code, answer.json()) == (201, {"received": True, "hotline": "12320"})


def test_who_knows_anothers_document_changes_neither_file_nor_colour(client, link, agent):
    victim = make_person(name="张三", phone="13900000001", id_number=id_number(1))
    before = refresh(victim, by=Actor.system(), at=T0).colour
    epoch = by_id(victim.pk).facts_epoch
    stranger = declared(
        code_for(client, link), name="张三", key_area="1", contact="1", return_date="2020-02-09"
    )

    assert send(client, link, stranger).status_code == 201

    person = by_id(victim.pk)
    assert (person.phone, person.native_place_code) == ("13900000001", "")
    assert not exposures_of(person)
    assert not arrivals_of(person)
    assert refresh(person, by=Actor.system(), at=T0).colour == before
    assert epoch <= person.facts_epoch
    assert Case.objects.unscoped().get().subject_phone == PHONE  # the community looks into it
    sign_in(client, agent)
    (row,) = call(client, "get", "/enterprise/declarations").json()["items"]
    assert row["colour"] == "gray"  # nor does the organisation learn the colour


def test_an_agent_sees_the_colour_of_nobody_by_a_document_number_alone(client, agent):
    make_person(name="张三", phone="13900000001", id_number=id_number(1))
    sign_in(client, agent)
    body = declared("", name="李四")
    del body["code"]

    call(client, "post", "/enterprise/declarations", body)

    (row,) = call(client, "get", "/enterprise/declarations").json()["items"]
    assert (row["name"], row["colour"]) == ("李四", "gray")  # nor whose number it is


def test_links_are_their_organisations_own(client, link):
    sign_in(client, make_agent(make_department(DepartmentKind.SCHOOL)))

    assert call(client, "get", "/enterprise/links").json() == []
    assert call(client, "delete", f"/enterprise/links/{link['key']}").status_code == 404
    body = {"key": link["key"], "name": "我的", "days": 1, "most": 1}
    assert call(client, "post", "/enterprise/links", body).status_code == 404
    assert Link.objects.get().revoked_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_links_costs_a_fixed_number_of_statements(
    client, agent, count, django_assert_num_queries
):
    for _ in range(count):
        open_link(client, agent)
    sign_in(client, agent)

    with django_assert_num_queries(3):
        assert len(call(client, "get", "/enterprise/links").json()) == count


def test_the_same_link_asked_for_twice_is_one(client, agent):
    key = str(uuid.uuid4())

    first, second = (open_link(client, agent, key=key) for _ in range(2))

    assert first == second
    assert Link.objects.count() == 1


def test_only_who_declares_for_an_organisation_gives_links_out(client):
    sign_in(client, make_staff(RoleCode.GATEKEEPER))

    assert call(client, "get", "/enterprise/links").status_code == 403


def test_what_is_wrong_is_told_by_field_before_a_code_is_spent(client, link):
    code = code_for(client, link)

    wrong = send(client, link, declared(code, id_number="110105194912310021", grade=""))
    right = send(client, link, declared(code))

    assert set(wrong.json()["fields"]) == {"id_number", "grade"}
    assert right.status_code == 201
