"""Scenarios 2 and 9 (its online half) of handbook §10.1, over the doors."""

import datetime as dt
import time
import uuid

import pytest
from django.test import override_settings

from lianfang.audit.jobs import deliver_due
from lianfang.audit.models import Entry
from lianfang.cases.models import Case
from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.org.enums import RoleCode
from lianfang.passes.models import Pass, Scan
from lianfang.people.actions import change_status
from lianfang.people.enums import Axis, ControlStatus, Reason
from lianfang.people.queries import by_phone
from lianfang.policy.actions import set_parameter
from lianfang.quarantine.actions import start_episode
from lianfang.quarantine.queries import open_episode_of, visits_of
from tests.api.calls import call, sign_in, sign_in_citizen
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, make_area
from tests.factories.org import make_staff
from tests.factories.passes import make_gate, make_keeper
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def moved_to(when):
    """The city's clock goes on from ``when``."""
    return override_settings(CLOCK_ORIGIN=time.time(), CLOCK_VIRTUAL=when.timestamp())


DOCUMENT = "11010519491231002X"


def answers(gate, **more):
    given = {
        "key": str(uuid.uuid4()),
        "gate": str(gate.key),
        "temp_c": "36.5",
        "direction": "in",
        "device_at": clock.now().isoformat(),
    }
    return given | more


@pytest.fixture
def gate():
    return make_gate()


@pytest.fixture
def keeper(client):
    keeper = make_keeper()
    sign_in(client, keeper)
    return keeper


def a_healthy_person():
    return make_person(id_number=DOCUMENT, phone="13700000007", name="王五")


def test_an_arrival_from_420106_with_381_is_observed_red_and_urgent_at_once(client, gate, keeper):
    doctor = make_staff(RoleCode.COMMUNITY_DOCTOR, areas=(GRID[:12],))
    make_area("420106")
    now = clock.now()
    body = answers(
        gate,
        name="赵六",
        phone="13700000001",
        temp_c="38.1",
        key_area="lived",
        from_code="420106",
        arrived_at=now.isoformat(),
        symptoms=["01"],
    )

    answer = call(client, "post", "/gate/registrations", body)
    (person,) = by_phone("13700000001")

    assert answer.status_code == 200
    assert person.control_status == ControlStatus.OBSERVED
    assert open_episode_of(person.pk) is not None
    assert Pass.objects.get(person=person).colour == "red"
    assert Case.objects.unscoped().get(person=person).urgency == 2
    deliver_due(now=clock.now())
    visit = next(v for v in visits_of(doctor, at=clock.now()) if v.kind == "abnormal")
    scan = Scan.objects.unscoped().get(kind="registration")
    assert visit.due_at - scan.received_at == dt.timedelta(minutes=30)
    assert (scan.verdict, scan.refusal, scan.colour) == ("deny", "fever", "red")


def test_a_registration_sent_twice_is_one_person_one_case_one_record(client, gate, keeper):
    body = answers(gate, name="赵六", phone="13700000001", symptoms=["02"])

    first, second = (call(client, "post", "/gate/registrations", body).json() for _ in range(2))

    assert first == second
    assert Scan.objects.unscoped().count() == Case.objects.unscoped().count() == 1


def test_a_code_issued_20_seconds_before_the_status_changed_is_denied_and_logged(
    client, gate, keeper
):
    person = a_healthy_person()
    sign_in_citizen(client, make_account(person))
    started = clock.now()
    with moved_to(started):
        tokens = call(client, "get", "/citizen/pass/tokens").json()
        assert tokens["colour"] == "green"
    with moved_to(started + dt.timedelta(seconds=10)):
        start_episode(
            person,
            subject_class="close_contact",
            anchor_at=clock.now(),
            evidence="7",
            by=Actor.system(),
            at=clock.now(),
        )

    with moved_to(started + dt.timedelta(seconds=20)):
        sign_in(client, keeper)
        body = answers(gate, token=tokens["tokens"][0]["text"])
        verdict = call(client, "post", "/gate/verify", body).json()

    assert (verdict["verdict"], verdict["colour"], verdict["reason"]) == (
        "deny",
        "red",
        "请联系社区",
    )
    assert [scan.refusal for scan in Scan.objects.unscoped()] == ["colour"]


def test_a_green_pass_and_a_normal_temperature_let_through(client, gate, keeper):
    person = a_healthy_person()
    sign_in_citizen(client, make_account(person))
    token = call(client, "get", "/citizen/pass/tokens").json()["tokens"][0]["text"]
    sign_in(client, keeper)

    verdict = call(client, "post", "/gate/verify", answers(gate, token=token)).json()

    assert (verdict["verdict"], verdict["person_name_masked"]) == ("allow", "王*")


@pytest.mark.parametrize(("temp_c", "verdict"), [("37.2", "allow"), ("37.3", "deny")])
def test_a_green_pass_with_a_fever_is_stopped_at_the_boundary(
    client, gate, keeper, temp_c, verdict
):
    a_healthy_person()

    body = answers(gate, id_number=DOCUMENT, temp_c=temp_c)

    assert call(client, "post", "/gate/verify", body).json()["verdict"] == verdict


def test_an_old_code_is_refused_by_name(client, gate, keeper):
    sign_in_citizen(client, make_account(a_healthy_person()))
    started = clock.now()
    with moved_to(started):
        token = call(client, "get", "/citizen/pass/tokens").json()["tokens"][0]["text"]

    with moved_to(started + dt.timedelta(seconds=151)):
        sign_in(client, keeper)
        body = answers(gate, token=token)
        verdict = call(client, "post", "/gate/verify", body).json()

    assert verdict["verdict"] == "deny"
    assert Scan.objects.unscoped().get().refusal == "expired_code"


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ({"token": "LF1:ABC"}, "bad_code"),
        ({"phone": "13799999999"}, "unknown"),
        ({"id_number": "H12345678"}, "unknown"),
    ],
)
def test_a_refusal_is_recorded_with_its_reason(client, gate, keeper, who, refusal):
    call(client, "post", "/gate/verify", answers(gate, **who))

    assert Scan.objects.unscoped().get().refusal == refusal


def test_nobody_named_is_asked_for(client, gate, keeper):
    answer = call(client, "post", "/gate/verify", answers(gate))

    assert (answer.status_code, answer.json()["code"]) == (422, "gate.nobody_named")


def test_another_gate_is_not_found(client, gate, keeper):
    sign_in(client, make_keeper(areas=("990101001002001",)))
    body = answers(gate, phone="13799999999")

    assert call(client, "post", "/gate/verify", body).status_code == 404
    assert call(client, "get", "/gate/gates").json() == []


def test_records_are_ones_own_and_of_today(client, gate, keeper):
    for n in range(3):
        call(client, "post", "/gate/verify", answers(gate, phone=f"1379999999{n}"))
    sign_in(client, make_keeper())
    call(client, "post", "/gate/verify", answers(gate, phone="13799999990"))

    assert len(call(client, "get", "/gate/records").json()["items"]) == 1
    sign_in(client, keeper)
    assert len(call(client, "get", "/gate/records").json()["items"]) == 3
    assert call(client, "get", "/gate/tally").json() == {"entered": 3, "left": 0, "stopped": 0}
    with moved_to(clock.now() + dt.timedelta(days=1)):
        sign_in(client, keeper)
        assert call(client, "get", "/gate/records").json()["items"] == []


def register(client, gate, **more):
    given = {"name": "赵六", "phone": "13700000001"}
    return call(client, "post", "/gate/registrations", answers(gate, **(given | more)))


def test_a_neighbour_without_history_or_signs_is_put_on_file_and_let_through(client, gate, keeper):
    more = {"id_number": DOCUMENT, "address": "1栋101"}

    answer = register(client, gate, vehicle="A·12345", **more).json()

    (person,) = by_phone("13700000001")
    scan = Scan.objects.unscoped().get()
    assert (person.control_status, open_episode_of(person.pk)) == ("registered", None)
    assert (scan.verdict, scan.colour, scan.vehicle) == ("allow", "green", "A·12345")
    assert answer["advice"] == "请放行"
    assert not Case.objects.unscoped().exists()


def test_what_the_form_left_open_is_asked_for_by_a_case(client, gate, keeper):
    register(client, gate, key_area="unknown")

    case = Case.objects.unscoped().get()
    assert (case.kind, case.source, case.urgency) == ("confirm_details", "gate", 3)


def test_who_came_longer_ago_than_the_period_is_put_on_file_only(client, gate, keeper):
    arrived_at = (clock.now() - dt.timedelta(days=20)).isoformat()

    assert register(client, gate, key_area="lived", arrived_at=arrived_at).status_code == 200

    (person,) = by_phone("13700000001")
    assert open_episode_of(person.pk) is None


def test_a_patient_seen_at_the_gate_stays_in_the_hospitals_hands(client, gate, keeper):
    person = a_healthy_person()
    change_status(
        person,
        Axis.CONTROL,
        after=ControlStatus.IN_TREATMENT,
        reason=Reason.HOSPITAL_CONFIRMED,
        effective_at=clock.now(),
        by=Actor.system(),
        at=clock.now(),
    )

    answer = register(
        client, gate, name="王五", phone=person.phone, id_number=DOCUMENT, key_area="lived"
    )

    person.refresh_from_db()
    assert (answer.status_code, person.control_status) == (200, ControlStatus.IN_TREATMENT)
    assert Scan.objects.unscoped().get().colour == "red"


def test_a_city_that_verifies_first_turns_an_arrival_yellow_until_the_visit(client, gate, keeper):
    now = clock.now()
    with moved_to(now):
        set_parameter(
            "source_policy.gate",
            "verify",
            valid_from=now,
            by=make_staff(RoleCode.SYSADMIN),
            at=now,
        )

    register(client, gate, id_number=DOCUMENT, key_area="travelled")

    (person,) = by_phone("13700000001")
    case = Case.objects.unscoped().get()
    assert (person.control_status, case.kind) == (ControlStatus.PENDING, "verify")
    assert Pass.objects.get(person=person).rule == "key_area"


def test_the_key_of_another_keeper_is_refused(client, gate, keeper):
    body = answers(gate, phone="13799999999")
    call(client, "post", "/gate/verify", body)
    sign_in(client, make_keeper())

    answer = call(client, "post", "/gate/verify", body)

    assert (answer.status_code, answer.json()["code"]) == (409, "gate.key_taken")
    assert Scan.objects.unscoped().count() == 1


def test_a_check_sent_twice_is_one_record_with_both_clocks(client, gate, keeper):
    device_at = clock.now() - dt.timedelta(minutes=7)
    body = answers(gate, phone="13799999999", device_at=device_at.isoformat())

    first, second = (call(client, "post", "/gate/verify", body).json() for _ in range(2))

    scan = Scan.objects.unscoped().get()
    assert first == second
    assert scan.device_at == device_at
    assert scan.received_at > device_at


def test_a_phone_of_several_people_asks_for_the_document(client, gate, keeper):
    for name in ("王五", "王六"):
        make_person(name=name, phone="13700000007")

    verdict = call(client, "post", "/gate/verify", answers(gate, phone="13700000007")).json()

    assert (verdict["verdict"], verdict["person_name_masked"]) == ("restrict", "")
    assert Scan.objects.unscoped().get().refusal == "several"


def test_a_passport_names_its_holder(client, gate, keeper):
    make_person(name="王五", id_type="06", id_number="H12345678")

    verdict = call(client, "post", "/gate/verify", answers(gate, id_number="H12345678")).json()

    assert verdict["person_name_masked"] == "王*"


def test_the_entry_of_a_check_says_what_was_decided_and_why(client, gate, keeper):
    call(client, "post", "/gate/verify", answers(gate, token="LF1:ABC"))

    entry = Entry.objects.get(action="gate.scanned")
    assert entry.detail == {"verdict": "deny", "why": "bad_code"}
    assert entry.actor_id == keeper.id


def test_a_grid_worker_and_a_citizen_stand_at_no_gate(client, gate):
    for caller in (RoleCode.GRID_WORKER, RoleCode.ORG_AGENT):
        sign_in(client, make_staff(caller))
        assert call(client, "get", "/gate/gates").status_code == 403
    sign_in_citizen(client, make_account(make_person()))

    assert call(client, "post", "/gate/verify", answers(gate)).status_code in {401, 403}


@pytest.mark.parametrize("count", [1, 3])
def test_lists_at_the_gate_cost_a_fixed_number_of_statements(
    client, gate, keeper, count, django_assert_num_queries
):
    for n in range(count):
        make_gate(name=f"{n}号门")
        call(client, "post", "/gate/verify", answers(gate, phone=f"1379999999{n}"))

    with django_assert_num_queries(3):
        rows = call(client, "get", "/gate/records").json()["items"]
    with django_assert_num_queries(4):
        gates = call(client, "get", "/gate/gates").json()

    assert (len(rows), len(gates)) == (count, count + 1)
