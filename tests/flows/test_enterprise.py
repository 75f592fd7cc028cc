"""An organisation declares its people, over its door."""

import datetime as dt
import uuid

import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.cases.actions import verify
from lianfang.cases.models import Case
from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.declarations.models import Declaration
from lianfang.org.enums import RoleCode
from lianfang.passes.models import Pass
from lianfang.people.actions import state_fact
from lianfang.people.enums import ControlStatus, FactKind
from lianfang.people.queries import arrivals_of, by_phone
from tests.api.calls import call, sign_in
from tests.factories.geo import GRID, make_area
from tests.factories.org import make_staff
from tests.factories.passes import make_agent
from tests.factories.uploads import id_number

pytestmark = pytest.mark.django_db
DOCUMENT = "11010519491231002X"


@pytest.fixture
def agent(client):
    make_area(GRID)
    agent = make_agent()
    sign_in(client, agent)
    return agent


def days_from_today(days):
    return (clock.local_date(clock.now()) + dt.timedelta(days=days)).isoformat()


def declared(key="", **more):
    """The form of an enterprise filled in by somebody who comes back in three days."""
    given = {
        "name": "王五",
        "sex": "1",
        "id_number": DOCUMENT,
        "phone": "13700000007",
        "key_area": "0",
        "contact": "0",
        "native_place": "湖北省黄冈市",
        "workshop": "装配车间",
        "return_date": days_from_today(3),
        "return_by": "2",
        "area": GRID[:12],
    }
    return {"key": key or str(uuid.uuid4()), "values": given | more}


def post(client, **more):
    return call(client, "post", "/enterprise/declarations", declared(**more))


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        ({}, "registered"),
        ({"key_area": "1"}, "case"),
        ({"contact": "1"}, "case"),
        ({"symptoms": ["02"]}, "case"),
        ({"symptoms": ["00"]}, "registered"),
        ({"temp": "37.3"}, "case"),
        ({"temp": "37.2"}, "registered"),
        ({"return_date": -13}, "case"),
        ({"return_date": -14}, "registered"),
        ({"return_date": 3}, "registered"),
    ],
)
def test_who_meets_the_rule_becomes_a_case(client, agent, more, outcome):
    if "return_date" in more:
        more = {"return_date": days_from_today(more["return_date"])}

    assert post(client, **more).json()["outcome"] == outcome
    assert Case.objects.unscoped().filter(source="enterprise").count() == (outcome == "case")
    assert len(by_phone("13700000007")) == 1


def test_a_declaration_sent_twice_is_one(client, agent):
    body = declared(key_area="1")

    first, second = (
        call(client, "post", "/enterprise/declarations", body).json() for _ in range(2)
    )

    assert first == second
    assert Declaration.objects.unscoped().count() == Case.objects.unscoped().count() == 1


def test_a_wrong_document_is_told_by_field(client, agent):
    answer = post(client, id_number="110105194912310021")

    assert answer.status_code == 422
    assert answer.json()["fields"] == {"id_number": "身份证号码校验位不对，可能有一位输错"}


def test_an_agent_sees_its_own_organisation_only_and_no_reasons(client, agent):
    post(client, key_area="1")

    (row,) = call(client, "get", "/enterprise/declarations").json()["items"]
    assert (row["name"], row["colour"]) == ("王五", "yellow")
    told = {"key", "name", "group_name", "return_date", "submitted_at", "origin"}
    assert set(row) == told | {"outcome_label", "colour"}

    sign_in(client, make_agent())
    assert call(client, "get", "/enterprise/declarations").json()["items"] == []


def test_the_key_of_another_organisation_is_not_found(client, agent):
    body = declared()
    call(client, "post", "/enterprise/declarations", body)
    sign_in(client, make_agent())

    assert call(client, "post", "/enterprise/declarations", body).status_code == 404


def test_a_gate_keeper_cannot_declare(client, agent):
    sign_in(client, make_staff(RoleCode.GATEKEEPER))

    assert post(client).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_a_fixed_number_of_statements(
    client, agent, count, django_assert_num_queries
):
    for n in range(count):
        numbers = {"id_number": id_number(n), "phone": f"1370000000{n}"}
        post(client, name="王" + "五六七"[n], **numbers)

    with django_assert_num_queries(3):
        rows = call(client, "get", "/enterprise/declarations").json()["items"]

    assert len(rows) == count


def test_the_case_is_about_the_person_on_file_who_waits_to_be_verified(client, agent):
    post(client, contact="1", temp="37.3")

    case = Case.objects.unscoped().get()
    (person,) = by_phone("13700000007")
    assert (case.person_id, case.state, case.urgency) == (person.pk, "filed", 2)
    assert (case.source, case.kind) == ("enterprise", "verify")
    assert person.control_status == ControlStatus.PENDING


def test_nobody_turns_red_by_being_declared(client, agent):
    post(client, contact="1", key_area="1", symptoms=["01"])

    (row,) = call(client, "get", "/enterprise/declarations").json()["items"]
    assert row["colour"] == "yellow"


def test_who_proves_not_to_come_from_a_key_area_is_green_again(client, agent):
    worker = make_staff(RoleCode.GRID_WORKER, areas=(GRID,))
    post(client, key_area="1", area=GRID)
    deliver_due(now=clock.now())
    case = Case.objects.unscoped().get()

    verify(case, outcome="untrue", note="一直在本地", by=worker, at=clock.now())
    deliver_due(now=clock.now())
    deliver_due(now=clock.now())

    (person,) = by_phone("13700000007")
    assert Pass.objects.get(person=person).colour == "green"


def test_a_colour_a_newer_fact_overtook_is_shown_as_waiting(client, agent):
    post(client)
    (person,) = by_phone("13700000007")
    now = clock.now()

    state_fact(person, FactKind.OPEN_CLOSE_CONTACT, starts_at=now, by=Actor.system(), at=now)

    (row,) = call(client, "get", "/enterprise/declarations").json()["items"]
    assert row["colour"] == "gray"


def test_somebody_back_already_has_an_arrival(client, agent):
    today = clock.local_date(clock.now())
    post(client, return_date=days_from_today(-2))

    (person,) = by_phone("13700000007")
    (arrival,) = arrivals_of(person)
    assert clock.local_date(arrival.arrived_at) == today - dt.timedelta(days=2)
