import datetime as dt

import pytest
from django.db import connection

from lianfang.audit.jobs import deliver_due
from lianfang.audit.models import Entry
from lianfang.core.actor import Actor
from lianfang.core.held import forget_all
from lianfang.org.enums import RoleCode
from lianfang.passes.actions import refresh
from lianfang.passes.enums import Colour
from lianfang.passes.jobs import refresh_run_out
from lianfang.passes.models import Pass, SigningKey
from lianfang.passes.queries import colours_of, verifying_keys
from lianfang.passes.rules import new_key_pair, read
from lianfang.people.actions import change_status, close_fact, state_fact
from lianfang.people.enums import Axis, CaseClass, ControlStatus, FactKind, Reason
from lianfang.policy.actions import set_parameter
from lianfang.quarantine.actions import pause_for_hospital
from lianfang.quarantine.enums import SubjectClass
from tests.factories.geo import T0
from tests.factories.org import make_staff
from tests.factories.passes import make_tokens
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode, make_reading

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
DOCUMENT = "11010519491231002X"


def a_healthy_person():
    return make_person(id_number=DOCUMENT)


def colour(person, *, at=T0):
    return refresh(person, by=SYSTEM, at=at).colour


def changes():
    return [entry.detail for entry in Entry.objects.filter(action="pass.changed").order_by("id")]


def test_a_pass_is_written_once_while_nothing_changes(django_assert_num_queries):
    person = a_healthy_person()

    first = refresh(person, by=SYSTEM, at=T0)
    with django_assert_num_queries(1):
        second = refresh(person, by=SYSTEM, at=T0 + MINUTE)

    assert (first.pk, first.computed_at) == (second.pk, T0)
    assert [change["after"] for change in changes()] == ["green"]


def test_a_change_names_the_rule_the_facts_and_who_made_them():
    person, worker = a_healthy_person(), make_staff(RoleCode.GRID_WORKER).actor
    refresh(person, by=SYSTEM, at=T0)

    kind = FactKind.KEY_AREA_ARRIVAL
    state_fact(person, kind, starts_at=T0, ends_at=T0 + DAY, by=worker, at=T0)
    refresh(person, by=SYSTEM, at=T0)

    assert changes()[-1] == {
        "person": person.pk,
        "before": "green",
        "after": "yellow",
        "rule": "key_area",
        "facts": [{"kind": "key_area_arrival", "by": f"user {worker.id}"}],
        "moved_by": "system ",
    }


def test_a_fact_that_changes_no_colour_leaves_no_entry():
    person = a_healthy_person()
    for days in (1, 2):
        ends_at = T0 + days * DAY
        kind = FactKind.POOL_POSITIVE
        state_fact(person, kind, starts_at=T0 - days * DAY, ends_at=ends_at, by=SYSTEM, at=T0)
        refresh(person, by=SYSTEM, at=T0)

    assert [change["after"] for change in changes()] == ["yellow"]


def test_a_fact_of_a_fast_clock_is_heard_when_it_begins():
    person = a_healthy_person()
    make_reading(person, "38.0", measured_at=T0 + MINUTE)

    assert refresh(person, by=SYSTEM, at=T0).valid_until == T0 + MINUTE
    assert colour(person, at=T0 + MINUTE) == Colour.YELLOW


def test_the_handlers_follow_the_facts():
    person = a_healthy_person()
    state_fact(person, FactKind.OPEN_CLOSE_CONTACT, starts_at=T0, by=SYSTEM, at=T0)
    deliver_due(now=T0)
    assert Pass.objects.get(person=person).colour == Colour.RED

    close_fact(person, FactKind.OPEN_CLOSE_CONTACT, by=SYSTEM, at=T0 + MINUTE)
    deliver_due(now=T0 + MINUTE)

    assert Pass.objects.get(person=person).colour == Colour.GREEN


def test_a_pass_that_ran_out_is_computed_again_by_the_job():
    person = a_healthy_person()
    ends_at = T0 + dt.timedelta(hours=3)
    state_fact(person, FactKind.ABNORMAL, starts_at=T0, ends_at=ends_at, by=SYSTEM, at=T0)
    refresh(person, by=SYSTEM, at=T0)

    assert refresh_run_out(now=ends_at - MINUTE) == 0
    assert refresh_run_out(now=ends_at) == 1
    assert refresh_run_out(now=ends_at) == 0

    assert Pass.objects.get(person=person).colour == Colour.GREEN


def test_an_organisation_is_shown_no_colour_a_newer_fact_overtook():
    person = a_healthy_person()
    refresh(person, by=SYSTEM, at=T0)
    assert colours_of([person.pk], at=T0) == {person.pk: "green"}
    assert colours_of([person.pk], at=T0 + DAY) == {}

    state_fact(person, FactKind.ABNORMAL, starts_at=T0, by=SYSTEM, at=T0)

    assert colours_of([person.pk], at=T0) == {}


@pytest.mark.parametrize(
    ("subject_class", "expected"),
    [
        (SubjectClass.KEY_AREA_ARRIVAL, Colour.YELLOW),
        (SubjectClass.ENTRANT, Colour.YELLOW),
        (SubjectClass.CLOSE_CONTACT, Colour.RED),
        (SubjectClass.SYMPTOMATIC, Colour.RED),
    ],
)
def test_a_city_may_show_arrivals_at_home_in_yellow_and_nobody_else(subject_class, expected):
    set_home_colour("yellow")
    person = a_healthy_person()

    make_episode(person, subject_class=subject_class)

    assert colour(person) == expected


def test_an_arrival_taken_to_hospital_is_red_again():
    set_home_colour("yellow")
    person = a_healthy_person()
    episode = make_episode(person, subject_class=SubjectClass.KEY_AREA_ARRIVAL)

    pause_for_hospital(episode, by=SYSTEM, at=T0)
    person.refresh_from_db()

    assert colour(person) == Colour.RED


def set_home_colour(value):
    chief = make_staff(RoleCode.SYSADMIN)
    key = "pass.home_observation_colour"
    set_parameter(key, value, valid_from=T0, by=chief, at=T0)


def test_five_codes_follow_each_other_minute_by_minute():
    shown, tokens = make_tokens(a_healthy_person())

    codes = [read(token.text, verifying_keys()) for token in tokens]

    assert [code.starts_at for code in codes] == [T0 + n * MINUTE for n in range(5)]
    assert [code.ends_at - code.starts_at for code in codes] == [MINUTE] * 5
    assert {code.pass_id for code in codes} == {shown.pass_id}


def test_no_code_carries_a_number_or_a_name():
    person = a_healthy_person()

    _, tokens = make_tokens(person)

    code = read(tokens[0].text, verifying_keys())
    assert vars(code).keys() == {
        *("pass_id", "colour", "starts_at", "ends_at", "epoch", "nonce"),
        *("is_place", "is_paper"),
    }
    assert code.pass_id.int.bit_length() > 64
    assert code.pass_id not in {person.key, person.pk}


def test_the_dead_have_no_code():
    person = a_healthy_person()
    reason = Reason.DIED
    change_status(
        person, Axis.CLASS, after=CaseClass.DIED, reason=reason, effective_at=T0, by=SYSTEM, at=T0
    )

    shown, tokens = make_tokens(person)

    assert (shown.colour, tokens) == (Colour.NONE, [])


def test_codes_of_the_key_before_are_still_read_after_rotation():
    person = a_healthy_person()
    _, before = make_tokens(person)
    pair = new_key_pair()
    SigningKey.objects.create(kid=pair.kid, private=pair.private, public=pair.public, created_at=T0)
    forget_all()  # within a minute every process signs with the new one
    _, after = make_tokens(person)

    keys = verifying_keys()

    assert [read(tokens[0].text, keys).colour for tokens in (before, after)] == ["green", "green"]
    assert all(pair.private == "" for pair in keys.values())


def test_the_private_key_is_sealed_in_the_database():
    make_tokens(a_healthy_person())
    key = SigningKey.objects.get()

    with connection.cursor() as cursor:
        cursor.execute("select private from passes_signingkey")
        (stored,) = cursor.fetchone()

    assert key.private not in stored


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (ControlStatus.PENDING, Colour.GREEN),
        (ControlStatus.OBSERVED, Colour.RED),
        (ControlStatus.IN_TREATMENT, Colour.RED),
    ],
)
def test_the_colour_moves_with_the_status(status, expected):
    person = a_healthy_person()
    change_status(
        person,
        Axis.CONTROL,
        after=status,
        reason=Reason.OTHER,
        effective_at=T0,
        by=SYSTEM,
        at=T0,
    )

    assert colour(person) == expected
