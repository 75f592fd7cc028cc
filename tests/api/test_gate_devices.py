"""A phone is enrolled for a gate, seen, and taken out of use; strangers find nothing."""

import base64
import datetime as dt
import hashlib
import uuid

import cbor2
import pytest
from cwt import COSE

from lianfang.audit.models import Entry
from lianfang.core import clock
from lianfang.org.enums import DepartmentKind, RoleCode
from lianfang.passes.actions.showing import signing_key
from lianfang.passes.models import GateDevice, Pass, Scan
from lianfang.passes.queries import denied_serials
from lianfang.passes.rules import from_base45
from tests.api.calls import call, sign_in
from tests.factories.gate_devices import Phone
from tests.factories.org import make_department, make_staff
from tests.factories.passes import make_gate, make_gate_manager, make_keeper
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
NOBODY = {"phone": "13799999999"}


@pytest.fixture
def gate():
    return make_gate()


@pytest.fixture
def keeper(client):
    keeper = make_keeper()
    sign_in(client, keeper)
    return keeper


def test_an_enrolled_phone_signs_its_checks_and_the_record_names_it(client, gate, keeper):
    phone = Phone()

    enrolled = phone.enrols(client, gate)
    verdict = phone.verifies(client, gate, NOBODY)

    assert (enrolled.status_code, enrolled.json()["gate_name"]) == (201, "东门")
    assert verdict.status_code == 200
    assert Scan.objects.unscoped().get().device.key == phone.key


def test_enrolling_twice_is_one_device_and_one_entry(client, gate, keeper):
    phone = Phone()

    answers = [phone.enrols(client, gate) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert GateDevice.objects.unscoped().count() == 1
    assert Entry.objects.filter(action="gate.device_enrolled").count() == 1


def test_a_key_that_another_phone_holds_is_taken(client, gate, keeper):
    phone, other = Phone(), Phone()
    phone.enrols(client, gate)
    other.key = phone.key

    answer = other.enrols(client, gate)

    assert (answer.status_code, answer.json()["code"]) == (409, "gate.device_taken")


@pytest.mark.parametrize("public", ["", "AAAA", "!!!"])
def test_what_is_no_public_key_is_refused(client, gate, keeper, public):
    phone = Phone()
    phone.public = public

    assert phone.enrols(client, gate).status_code == 403


def test_a_signature_of_something_else_is_refused(client, gate, keeper):
    phone = Phone()
    phone.enrols(client, gate)

    answer = phone.verifies(client, gate, NOBODY, phone="13788888888")

    assert (answer.status_code, answer.json()["code"]) == (403, "gate.bad_proof")
    assert not Scan.objects.unscoped().exists()


def test_a_phone_of_another_gate_is_unknown_here(client, gate, keeper):
    phone = Phone()
    phone.enrols(client, make_gate(name="西门"))

    answer = phone.verifies(client, gate, NOBODY)

    assert (answer.status_code, answer.json()["code"]) == (403, "gate.device_unknown")


def test_a_revoked_phone_is_refused_at_once_and_told_so(client, gate, keeper):
    phone = Phone()
    phone.enrols(client, gate)
    sign_in(client, make_gate_manager())
    assert call(client, "delete", f"/gate/devices/{phone.key}").status_code == 204
    sign_in(client, keeper)

    for answer in (phone.verifies(client, gate, NOBODY), phone.takes_list(client, gate)):
        assert (answer.status_code, answer.json()["title"]) == (
            403,
            "本机已被停用，请联系物业管理员",
        )


def test_leaving_the_device_out_does_not_help_a_session_opened_on_it(client, gate, keeper):
    Phone().enrols(client, gate)
    body = NOBODY | {"key": uuid.uuid4(), "gate": gate.key, "direction": "in"}

    answer = call(client, "post", "/gate/verify", body | {"device_at": clock.now().isoformat()})

    assert (answer.status_code, answer.json()["code"]) == (403, "gate.bad_proof")


def test_revoking_twice_is_one_entry(client, gate, keeper):
    phone = Phone()
    phone.enrols(client, gate)

    answers = [call(client, "delete", f"/gate/devices/{phone.key}") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]
    assert Entry.objects.filter(action="gate.device_revoked").count() == 1


def test_after_a_manager_revoked_it_only_a_manager_enrols_the_next(client, gate, keeper):
    phone, manager = Phone(), make_gate_manager()
    phone.enrols(client, gate)
    sign_in(client, manager)
    call(client, "delete", f"/gate/devices/{phone.key}")

    sign_in(client, keeper)
    assert Phone().enrols(client, gate).json()["code"] == "gate.manager_enrols"
    sign_in(client, manager)
    assert Phone().enrols(client, gate).status_code == 201


def test_another_keeper_can_neither_see_nor_revoke_the_device(client, gate, keeper):
    phone = Phone()
    phone.enrols(client, gate)
    sign_in(client, make_keeper())

    assert call(client, "delete", f"/gate/devices/{phone.key}").status_code == 404
    assert call(client, "get", "/gate/devices").status_code == 403
    assert GateDevice.objects.unscoped().get().revoked_at is None


def test_the_manager_of_another_property_sees_neither_gate_nor_device(client):
    ours, theirs = (make_department(DepartmentKind.PROPERTY) for _ in range(2))
    gate = make_gate(department=ours)
    phone = Phone()
    sign_in(client, make_keeper(department=ours))
    assert phone.enrols(client, gate).status_code == 201

    sign_in(client, make_gate_manager(department=theirs))

    assert call(client, "get", "/gate/gates").json() == []
    assert call(client, "get", "/gate/devices").json() == []
    assert call(client, "delete", f"/gate/devices/{phone.key}").status_code == 404
    assert Phone().enrols(client, gate).status_code == 404
    sign_in(client, make_gate_manager(department=ours))
    assert [row["name"] for row in call(client, "get", "/gate/devices").json()] == ["东门手机"]


def test_a_grid_worker_enrols_nothing(client, gate):
    sign_in(client, make_staff(RoleCode.GRID_WORKER))

    assert Phone().enrols(client, gate).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_devices_is_one_statement(client, gate, count, django_assert_num_queries):
    sign_in(client, make_gate_manager())
    for _ in range(count):
        Phone().enrols(client, gate)

    with django_assert_num_queries(3):
        assert len(call(client, "get", "/gate/devices").json()) == count


def test_the_deny_list_is_signed_and_holds_nothing_but_short_hashes(client, gate, keeper):
    red, green = make_person(), make_person()
    for person, colour in ((red, "red"), (green, "green")):
        Pass.objects.create(
            person=person,
            pass_id=uuid.uuid4(),
            colour=colour,
            rule="",
            reason="",
            epoch=1,
            valid_until=clock.now(),
            computed_at=clock.now(),
        )
    phone = Phone()
    phone.enrols(client, gate)

    said = phone.takes_list(client, gate).json()

    (serial,) = denied_serials(at=clock.now())
    prefixes = base64.b64decode(said["prefixes"])
    assert serial == red.health_pass.pass_id.bytes
    assert prefixes == hashlib.sha256(serial).digest()[:6]
    key = signing_key(at=clock.now())
    stamp = COSE.new().decode(from_base45(said["stamp"].removeprefix("LFL1:")), [key.cose()])
    assert cbor2.loads(stamp)[12] == hashlib.sha256(prefixes).digest()
    assert said["keys"] == [{"kid": key.kid, "public": key.public}]


def test_a_list_the_device_has_already_is_only_stamped_anew(client, gate, keeper):
    phone = Phone()
    phone.enrols(client, gate)
    version = phone.takes_list(client, gate).json()["version"]

    again = phone.takes_list(client, gate, have=version).json()

    assert (again["prefixes"], again["version"]) == (None, version)


def test_the_list_notes_when_the_device_was_seen_and_how_wrong_its_clock_is(client, gate, keeper):
    phone = Phone()
    phone.enrols(client, gate)

    phone.takes_list(client, gate, device_at=clock.now() + dt.timedelta(minutes=7))

    device = GateDevice.objects.unscoped().get()
    assert round(device.skew_s / 60) == 7
    assert device.seen_at > device.since
