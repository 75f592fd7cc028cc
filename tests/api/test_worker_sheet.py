"""The 44 fields at the door: the same dictionary, sent once, conflicts told field by field."""

import uuid

import pytest

from lianfang.core.actor import Actor
from lianfang.geo.actions import load_areas
from lianfang.geo.rules import NewArea
from lianfang.people.actions import correct, grant
from lianfang.people.models import Person
from lianfang.people.queries import by_id
from lianfang.quarantine.models import Remark
from tests.api.calls import call, hold_clock, sign_in
from tests.factories.fields import id_of, make_field
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
DOCUMENT = "11010519491231002X"
NEXT_DOOR = "990101001001002"
FILLED = {
    "name": "张三",
    "id_number": DOCUMENT,
    "sex": "男",
    "category": "01",
    "phone": "13800138000",
    "area": GRID,
    "source": "4",
}


@pytest.fixture(autouse=True)
def nine_in_the_morning(settings):
    hold_clock(settings, T0)
    make_area()
    make_area(NEXT_DOOR)


@pytest.fixture
def worker(client):
    worker = make_staff("grid_worker", areas=(GRID,))
    sign_in(client, worker)
    return worker


def sent(client, person, changes, seen=None, **headers):
    body = {"changes": changes, "seen": seen or {}}
    return call(client, "post", f"/worker/sheet/persons/{person.key}", body, **headers)


def test_the_phone_gets_the_same_form_as_the_desk(client, worker):
    make_field("楼栋")

    phone, desk = (
        call(client, "get", f"/{door}/sheet/fields").json() for door in ("worker", "console")
    )

    assert phone == desk
    assert phone["fields"][-1]["label"] == "楼栋"


def test_somebody_new_is_sent_once_with_added_fields(client, worker):
    row = make_field("楼栋")
    body = {"key": str(uuid.uuid4()), "values": FILLED | {id_of(row): "3"}}

    answers = [call(client, "post", "/worker/sheet/persons", body) for _ in range(2)]

    assert [a.status_code for a in answers] == [201, 201]
    assert answers[0].json()["doubts"] == {"sex": "与身份证号码不一致，已按号码填写"}
    person = Person.objects.unscoped().get()
    shown = call(client, "get", f"/worker/sheet/persons/{person.key}").json()
    assert shown["texts"][id_of(row)] == "3"
    assert DOCUMENT not in str(shown)


def test_what_is_typed_is_read_and_nothing_is_written(client, worker):
    typed = {"id_number": DOCUMENT, "sex": "男", "phone": "12"}

    told = call(client, "post", "/worker/sheet/reading", {"values": typed}).json()

    assert told["doubts"] == {"sex": "与身份证号码不一致，已按号码填写"}
    assert set(told["faults"]) == {"phone"}
    assert not Person.objects.unscoped().exists()


def test_an_address_proposes_grids_of_ones_own_only(client):
    load_areas([NewArea(GRID[:12], "柳堤社区")], by=Actor.system(), at=T0)
    load_areas([NewArea(GRID, "第1网格"), NewArea(NEXT_DOOR, "第2网格")], by=Actor.system(), at=T0)
    sign_in(client, make_staff("grid_worker", areas=(GRID,)))

    mine, other = (
        call(client, "post", "/worker/sheet/places", {"address": f"柳堤社区{n}网格3号楼"}).json()
        for n in (1, 2)
    )

    assert [one["code"] for one in mine] == [GRID]
    assert other == []


def test_a_change_sent_twice_under_its_key_is_made_once(client, worker):
    person = make_person(name="张三")
    key = {"Idempotency-Key": str(uuid.uuid4())}
    changes = {"name": "张珊", "follow_up": "已返岗"}

    answers = [sent(client, person, changes, {"name": "张三"}, **key) for _ in range(2)]

    assert [a.status_code for a in answers] == [204, 204]
    assert by_id(person.pk).name == "张珊"
    assert Remark.objects.count() == 1


def test_what_others_changed_meanwhile_comes_back_and_nothing_is_written(client, worker):
    person = make_person(name="张三")
    key = {"Idempotency-Key": str(uuid.uuid4())}
    correct(by_id(person.pk), {"name": "张珊"}, by=worker.actor, at=T0)

    refused = sent(client, person, {"name": "章三", "house_type": "1"}, {"name": "张三"}, **key)
    chosen = sent(client, person, {"name": "章三"}, {"name": "张珊"}, **key)

    assert (refused.status_code, refused.json()["fields"]) == (409, {"name": "张珊"})
    assert chosen.status_code == 204
    assert (by_id(person.pk).name, by_id(person.pk).house_type) == ("章三", "")


def test_a_file_or_a_place_that_is_not_ones_own_is_refused(client, worker):
    mine = make_person(name="张三")
    lent = make_person(name="李四", phone="13800138001", area_code=NEXT_DOOR)
    grant(
        lent,
        grantee_kind="user",
        grantee_id=worker.id,
        until=T0.replace(day=20),
        why="task",
        by=worker.actor,
        at=T0,
    )
    strange = make_person(name="王五", phone="13800138002", area_code=NEXT_DOOR)

    answers = [
        sent(client, mine, {"area": NEXT_DOOR}),
        sent(client, lent, {"name": "李珊"}),
        sent(client, strange, {"name": "王珊"}),
        call(client, "get", f"/worker/sheet/persons/{strange.key}"),
    ]

    assert [a.status_code for a in answers] == [403, 403, 404, 404]
    assert by_id(mine.pk).area_code == GRID
    assert "王五" not in answers[-1].content.decode()


def test_who_registers_nobody_writes_nothing(client):
    person = make_person(name="张三")
    sign_in(client, make_staff("community_doctor", areas=(GRID[:12],)))

    answers = [
        sent(client, person, {"follow_up": "已返岗"}),
        call(client, "post", "/worker/sheet/persons", {"key": str(uuid.uuid4()), "values": FILLED}),
        call(client, "post", "/worker/sheet/reading", {"values": {}}),
        call(client, "post", "/worker/sheet/places", {"address": "柳堤社区"}),
    ]

    assert [a.status_code for a in answers] == [403] * 4
