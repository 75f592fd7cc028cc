"""A resident asks for help: it reaches the grid worker, is closed, and its answer is seen."""

import uuid

import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.cases import actions
from lianfang.cases.enums import Kind, State, Urgency
from lianfang.cases.models import Case
from lianfang.cases.queries import by_id
from lianfang.core.problems import NotFound
from lianfang.messages.queries import inbox
from lianfang.org.enums import RoleCode
from tests.api.calls import call, sign_in_citizen
from tests.factories.accounts import make_account
from tests.factories.cases import later
from tests.factories.geo import GRID, T0
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make_person(name="李晓梅", address="柳堤小区1号楼")


@pytest.fixture
def citizen(person):
    return make_account(person)


def ask(person, citizen, need="medicine", **more):
    given = {"key": uuid.uuid4(), "note": "降压药吃完了"} | more
    return actions.ask_for_help(person, need=need, **given, by=citizen, at=T0)


def test_a_request_goes_to_the_grid_worker_with_the_place_of_observation(person, citizen):
    worker = make_staff(RoleCode.GRID_WORKER)
    make_episode(person, at=T0, place="柳堤小区3号楼501")

    case = ask(person, citizen)
    deliver_due(now=T0)

    case = by_id(case.pk)
    assert (case.kind, case.urgency, case.address) == (
        Kind.HELP,
        Urgency.URGENT,
        "柳堤小区3号楼501",
    )
    assert (case.state, case.assignee_id) == (State.DISPATCHED, worker.id)


def test_the_same_need_is_one_request_while_it_is_open_another_is_another(person, citizen):
    first, again = ask(person, citizen), ask(person, citizen)
    food = ask(person, citizen, need="food")

    assert (first, food.urgency) == (again, Urgency.NORMAL)
    assert Case.objects.unscoped().count() == 2


def test_a_request_sent_twice_is_one(person, citizen):
    key = uuid.uuid4()

    assert ask(person, citizen, key=key) == ask(person, citizen, need="food", key=key)


def test_the_key_of_another_is_not_found(person, citizen):
    case, other = ask(person, citizen), make_person(name="王五")

    with pytest.raises(NotFound):
        ask(other, make_account(other), key=case.key)


def test_the_resident_sees_the_answer_when_it_is_closed_and_not_before(client, person, citizen):
    worker = make_staff(RoleCode.GRID_WORKER)
    leader = make_staff(RoleCode.SHIFT_LEADER, areas=(GRID[:4],))
    sign_in_citizen(client, citizen)
    asked = call(client, "post", "/resident/help", {"key": uuid.uuid4(), "need": "food"}).json()
    deliver_due(now=later(days=9999))
    case = Case.objects.unscoped().get(key=asked["key"])
    actions.start_visit(case, by=worker, at=case.opened_at)
    actions.report_back(case, note="米和菜已送到门口", by=worker, at=case.opened_at)

    def shown():
        return call(client, "get", f"/citizen/reports/{asked['key']}").json()

    assert (shown()["state_label"], shown()["answer"]) == ("处理中", "")
    actions.close(by_id(case.pk), by=leader, at=case.opened_at)
    deliver_due(now=later(days=9999))
    assert (shown()["state_label"], shown()["answer"]) == ("已办结", "米和菜已送到门口")
    assert [m.title for m in inbox("account", citizen.id)] == ["您的求助已办结"]
    [row] = call(client, "get", "/citizen/reports", {"kind": "help"}).json()["items"]
    assert (row["key"], row["subject_kind"]) == (asked["key"], "food")


def test_help_for_a_stranger_or_without_a_file_is_refused(client, person, citizen):
    stranger = make_person(name="王五")
    body = {"key": uuid.uuid4(), "need": "food", "person": stranger.key}
    sign_in_citizen(client, citizen)
    assert call(client, "post", "/resident/help", body).status_code == 404
    assert call(client, "post", "/resident/help", body | {"need": "money"}).status_code == 422

    sign_in_citizen(client, make_account())
    del body["person"]
    assert call(client, "post", "/resident/help", body).json()["code"] == "account.bind_first"
