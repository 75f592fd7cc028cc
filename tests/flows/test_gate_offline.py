"""Scenario 9 of handbook §10.1, its offline half, and what is found when checks arrive."""

import base64
import datetime as dt
import hashlib
import time
import uuid

import pytest
from django.test import override_settings

from lianfang.audit.jobs import deliver_due
from lianfang.audit.models import Entry
from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.messages.models import Message
from lianfang.passes.actions import refresh
from lianfang.passes.actions.showing import signing_key
from lianfang.passes.enums import Colour
from lianfang.passes.models import GateAlert, Scan
from lianfang.passes.rules import Code, sign
from lianfang.quarantine.actions import start_episode
from tests.api.calls import call, sign_in
from tests.factories.gate_devices import Phone
from tests.factories.passes import make_gate, make_gate_manager, make_keeper
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
DOCUMENT = "11010519491231002X"
MINUTE = dt.timedelta(minutes=1)


def moved_to(when):
    return override_settings(CLOCK_ORIGIN=time.time(), CLOCK_VIRTUAL=when.timestamp())


@pytest.fixture
def gate():
    return make_gate()


@pytest.fixture
def keeper(client):
    keeper = make_keeper()
    sign_in(client, keeper)
    return keeper


@pytest.fixture
def phone(client, gate, keeper):
    phone = Phone()
    phone.enrols(client, gate)
    return phone


def a_person():
    return make_person(id_number=DOCUMENT, phone="13700000007", name="王五")


def a_code(person, *, life=MINUTE, at=None):
    """A green code as the server signs it."""
    at = at or clock.now()
    shown = refresh(person, by=Actor.system(), at=at)
    code = Code(shown.pass_id, Colour.GREEN, at, at + life, shown.epoch)
    pair = signing_key(at=at)
    return sign(code, area=person.area_code[:6], nonce=uuid.uuid4().bytes[:8], pair=pair)


def turns_red(person):
    start_episode(
        person,
        subject_class="close_contact",
        anchor_at=clock.now(),
        evidence="7",
        by=Actor.system(),
        at=clock.now(),
    )
    refresh(person, by=Actor.system(), at=clock.now())


def prefix_of(person):
    return hashlib.sha256(person.health_pass.pass_id.bytes).digest()[:6]


def test_scenario_9_status_change_revokes_online_and_by_the_list_and_both_are_logged(
    client, gate, keeper, phone
):
    """A printed code: one of a screen would have run out by itself within ten minutes."""
    listed, unlisted = a_person(), make_person(phone="13700000008", name="赵六")
    started = clock.now()
    codes = [a_code(person, life=dt.timedelta(hours=24)) for person in (listed, unlisted)]
    turns_red(listed)
    with moved_to(started + MINUTE):
        said = phone.takes_list(client, gate).json()
    with moved_to(started + 2 * MINUTE):
        turns_red(unlisted)

    with moved_to(started + 2 * MINUTE + dt.timedelta(seconds=20)):
        online = phone.verifies(client, gate, {"token": codes[1]}).json()
    with moved_to(started + 12 * MINUTE):  # both checked at 11 minutes, by a list 10 minutes old
        at_gate = {"device_at": started + 11 * MINUTE, "list_age_s": 600}
        denied = {"verdict": "deny", "refusal": "listed", "colour": "red"}
        one = phone.uploads(client, gate, {"token": codes[0]}, **denied, **at_gate).json()
        two = phone.uploads(client, gate, {"token": codes[1]}, "allow", **at_gate).json()

    prefixes = base64.b64decode(said["prefixes"])
    assert prefix_of(listed) in {prefixes[n : n + 6] for n in range(0, len(prefixes), 6)}
    assert prefix_of(unlisted) not in {prefixes[n : n + 6] for n in range(0, len(prefixes), 6)}
    assert [answer["verdict"] for answer in (online, one, two)] == ["deny", "deny", "allow"]
    assert one["reason"] == "请联系社区"
    rows = Scan.objects.unscoped().order_by("id")
    assert [(row.is_offline, row.verdict, row.found, row.list_age_s) for row in rows] == [
        (False, "deny", "", None),
        (True, "deny", "deny", 600),
        (True, "allow", "deny", 600),
    ]
    assert Entry.objects.filter(action="gate.scanned").count() == 3


def test_who_was_let_through_wrongly_is_told_to_the_manager_once(client, gate, keeper, phone):
    manager, person = make_gate_manager(), a_person()
    code = a_code(person)
    turns_red(person)

    key = uuid.uuid4()
    for _ in range(2):
        phone.uploads(client, gate, {"token": code}, "allow", key=key)
    for _ in range(2):
        deliver_due(now=clock.now())

    told = Message.objects.get(to_kind="user", to_id=manager.id)
    assert told.title == "离线放行后核对应禁止"
    assert Scan.objects.unscoped().count() == GateAlert.objects.unscoped().count() == 1


def test_a_check_uploaded_twice_is_one_record_with_both_clocks_and_the_skew(
    client, gate, keeper, phone
):
    now, ahead = clock.now(), dt.timedelta(minutes=7)
    phone.takes_list(client, gate, device_at=now + ahead)
    code, key = a_code(a_person()), uuid.uuid4()

    answers = [
        phone.uploads(client, gate, {"token": code}, "allow", key=key, device_at=now + ahead)
        for _ in range(2)
    ]

    scan = Scan.objects.unscoped().get()
    assert answers[0].json() == answers[1].json()
    assert (scan.device_at, scan.found) == (now + ahead, "allow")
    assert round(scan.skew_s / 60) == 7
    assert scan.received_at - now < ahead
    (row,) = call(client, "get", "/gate/records").json()["items"]
    assert (row["is_offline"], row["skew_s"]) == (True, scan.skew_s)


def test_a_code_that_had_run_out_when_it_was_shown_is_found_on_upload(client, gate, keeper, phone):
    code = a_code(a_person(), at=clock.now() - 10 * MINUTE)

    phone.uploads(client, gate, {"token": code}, "allow")

    assert Scan.objects.unscoped().get().found == "deny"


def test_a_number_that_could_not_be_looked_up_is_found_on_upload(client, gate, keeper, phone):
    a_person()

    given = {"refusal": "offline", "colour": "gray"}
    answer = phone.uploads(client, gate, {"id_number": DOCUMENT}, "restrict", **given).json()

    scan = Scan.objects.unscoped().get()
    assert (answer["reason"], scan.found) == ("离线无法核对，请查验证件并登记", "allow")
    assert scan.person.name == "王五"


def test_a_fever_measured_without_network_becomes_a_reading(client, gate, keeper, phone):
    person = a_person()
    given = {"refusal": "fever", "temp_c": "38.1"}

    phone.uploads(client, gate, {"token": a_code(person)}, "deny", **given)
    deliver_due(now=clock.now())

    refresh(person, by=Actor.system(), at=clock.now())
    person.health_pass.refresh_from_db()
    assert person.health_pass.rule == "abnormal"


def test_of_a_revoked_phone_only_what_it_did_before_is_kept(client, gate, keeper, phone):
    code = a_code(a_person())
    before = clock.now()
    call(client, "delete", f"/gate/devices/{phone.key}")

    kept = phone.uploads(client, gate, {"token": code}, "allow", device_at=before)
    refused = phone.uploads(client, gate, {"token": code}, "allow")

    assert (kept.status_code, refused.status_code) == (200, 403)
    assert refused.json()["code"] == "gate.device_revoked"


def test_an_upload_with_another_verdict_than_was_signed_is_refused(client, gate, keeper, phone):
    body = {"token": a_code(a_person())}
    now, key = clock.now(), uuid.uuid4()
    proof = phone.signs("upload", now, key, body["token"], "deny")

    answer = phone.uploads(client, gate, body, "allow", key=key, device_at=now, proof=proof)

    assert (answer.status_code, answer.json()["code"]) == (403, "gate.bad_proof")


def test_a_code_used_at_two_gates_is_restricted_and_told_at_both(client, gate, keeper, phone):
    west, other = make_gate(name="西门"), Phone()
    manager, code = make_gate_manager(), a_code(a_person())
    phone.verifies(client, gate, {"token": code})

    other.enrols(client, west)
    second = other.verifies(client, west, {"token": code}).json()
    deliver_due(now=clock.now())

    assert (second["verdict"], second["reason"]) == (
        "restrict",
        "此码刚在另一卡口用过，请核对本人证件",
    )
    assert Entry.objects.filter(action="gate.replayed").count() == 1
    told = Message.objects.filter(to_kind="user", to_id=manager.id)
    assert [message.title for message in told] == ["同一通行码在两个卡口使用"] * 2
    lines = other.takes_list(client, west).json()["alerts"]
    assert [(line["gate_name"], line["other_gate"]) for line in lines] == [
        ("东门", "西门"),
        ("西门", "东门"),
    ]


def test_a_code_used_at_two_gates_without_network_is_found_on_upload(client, gate, keeper, phone):
    west, other = make_gate(name="西门"), Phone()
    code, now = a_code(a_person()), clock.now()
    phone.uploads(client, gate, {"token": code}, "allow", device_at=now)

    other.enrols(client, west)
    key = uuid.uuid4()
    for _ in range(2):
        other.uploads(client, west, {"token": code}, "allow", key=key, device_at=now)

    assert GateAlert.objects.unscoped().filter(kind="replay").count() == 2
    assert Entry.objects.filter(action="gate.replayed").count() == 1


def test_the_same_code_twice_at_one_gate_is_no_replay(client, gate, keeper, phone):
    code = a_code(a_person())

    verdicts = [phone.verifies(client, gate, {"token": code}).json()["verdict"] for _ in range(2)]

    assert verdicts == ["allow", "allow"]
    assert not GateAlert.objects.unscoped().exists()


@pytest.mark.parametrize(("apart", "alerts"), [(30, 2), (90, 0)])
def test_a_printed_code_is_a_replay_only_where_nobody_walks_so_fast(
    client, gate, phone, apart, alerts
):
    west, other, now = make_gate(name="西门"), Phone(), clock.now()
    code = a_code(a_person(), life=dt.timedelta(hours=24))
    with moved_to(now):
        phone.verifies(client, gate, {"token": code})

    with moved_to(now + dt.timedelta(seconds=apart)):
        other.enrols(client, west)
        other.verifies(client, west, {"token": code})

    assert GateAlert.objects.unscoped().count() == alerts


@pytest.mark.parametrize("count", [1, 3])
def test_what_a_gate_needs_without_network_costs_a_fixed_number_of_statements(
    client, gate, phone, count, django_assert_num_queries
):
    west, other = make_gate(name="西门"), Phone()
    other.enrols(client, west)
    for n in range(count):
        person = make_person(phone=f"1370000001{n}", name="王五")
        code = a_code(person)
        for device, where in ((phone, gate), (other, west)):
            device.verifies(client, where, {"token": code})
        turns_red(person)
    phone.takes_list(client, gate)

    with django_assert_num_queries(11):
        said = phone.takes_list(client, gate).json()

    assert len(said["alerts"]) == 2 * count
