"""The citizen's own pass and its codes, over the door."""

import uuid

import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.cases.models import Case
from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.passes.models import Pass
from lianfang.people.actions import change_status, state_fact
from lianfang.people.enums import Axis, ControlStatus, FactKind, Reason
from lianfang.quarantine.actions import start_episode
from tests.api.calls import call, sign_in, sign_in_citizen
from tests.factories.accounts import make_account
from tests.factories.passes import make_keeper
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
DOCUMENT = "11010519491231002X"


def a_healthy_person():
    return make_person(id_number=DOCUMENT, phone="13700000007", name="王五")


def test_the_pass_says_why_and_turns_green_after_release(client):
    person = a_healthy_person()
    sign_in_citizen(client, make_account(person))
    start_episode(
        person,
        subject_class="close_contact",
        anchor_at=clock.now(),
        evidence="7",
        by=Actor.system(),
        at=clock.now(),
    )
    assert call(client, "get", "/citizen/pass").json()["word"] == "禁止"
    change_status(
        person,
        Axis.CONTROL,
        after=ControlStatus.RELEASED,
        reason=Reason.DUE_NORMAL,
        effective_at=clock.now(),
        by=Actor.system(),
        at=clock.now(),
    )

    shown = call(client, "get", "/citizen/pass").json()

    assert (shown["colour"], shown["reason"]) == ("green", "未见异常")


def test_showing_codes_costs_a_fixed_number_of_statements(client, django_assert_num_queries):
    sign_in_citizen(client, make_account(a_healthy_person()))
    call(client, "get", "/citizen/pass/tokens")

    with django_assert_num_queries(6):
        call(client, "get", "/citizen/pass/tokens")


@pytest.mark.parametrize("path", ["/citizen/pass", "/citizen/pass/tokens"])
def test_a_strangers_pass_is_not_found_and_not_made(client, path):
    stranger = a_healthy_person()
    sign_in_citizen(client, make_account(make_person()))

    assert call(client, "get", f"{path}?person={stranger.key}").status_code == 404
    assert not Pass.objects.filter(person=stranger).exists()


@pytest.mark.parametrize("path", ["/citizen/pass", "/citizen/pass/tokens"])
def test_a_guardian_shows_the_pass_of_a_child(client, path):
    child = a_healthy_person()
    sign_in_citizen(client, make_account(make_person(), family=[child]))

    shown = call(client, "get", f"{path}?person={child.key}").json()

    assert shown["colour"] == "green"


@pytest.mark.parametrize("path", ["/citizen/pass", "/citizen/pass/tokens"])
def test_nobody_else_has_a_pass(client, path):
    assert call(client, "get", path).status_code == 401
    sign_in(client, make_keeper())
    assert call(client, "get", path).status_code in {401, 403}
    sign_in_citizen(client, make_account())

    answer = call(client, "get", path)

    assert (answer.status_code, answer.json()["code"]) == (403, "account.bind_first")


def test_codes_wait_for_no_worker(client):
    person = a_healthy_person()
    sign_in_citizen(client, make_account(person))
    assert call(client, "get", "/citizen/pass/tokens").json()["colour"] == "green"

    kind, now = FactKind.OPEN_CLOSE_CONTACT, clock.now()
    state_fact(person, kind, starts_at=now, by=Actor.system(), at=now)

    assert call(client, "get", "/citizen/pass/tokens").json()["colour"] == "red"
    deliver_due(now=clock.now())
    assert Pass.objects.get(person=person).colour == "red"


def test_a_colour_held_to_be_wrong_becomes_a_case_that_the_citizen_can_follow(client):
    person = a_healthy_person()
    sign_in_citizen(client, make_account(person))
    state_fact(
        person,
        FactKind.OVERDUE_DECLARATION,
        starts_at=clock.now(),
        ends_at=None,
        detail={},
        by=Actor.system(),
        at=clock.now(),
    )
    before = call(client, "get", "/citizen/pass").json()
    body = {"key": str(uuid.uuid4()), "why": "昨天已经申报过"}

    first = call(client, "post", "/citizen/pass/appeals", body)
    again = call(client, "post", "/citizen/pass/appeals", body | {"key": str(uuid.uuid4())})

    assert before["appeal"] is None
    assert (first.status_code, again.json()) == (201, first.json())
    after = call(client, "get", "/citizen/pass").json()
    assert (after["appeal"], after["colour"]) == (first.json()["key"], before["colour"])
    [mine] = call(client, "get", "/citizen/reports").json()["items"]
    assert mine["code"] == first.json()["number"]
    case = Case.objects.unscoped().get()
    assert (case.kind, case.person_id) == ("appeal", person.pk)
    assert case.due_at is not None


def test_nobody_appeals_for_a_stranger(client):
    sign_in_citizen(client, make_account(a_healthy_person()))
    stranger = make_person(name="赵六", phone="13700000008")

    body = {"key": str(uuid.uuid4()), "why": "替别人问"}
    answer = call(client, "post", f"/citizen/pass/appeals?person={stranger.key}", body)

    assert answer.status_code == 404
    assert not Case.objects.unscoped().exists()
