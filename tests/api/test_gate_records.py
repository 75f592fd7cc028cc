"""A gate keeper searches their own records: of today first, of other days when asked."""

import datetime as dt
import time
import uuid

import pytest
from django.test import override_settings

from lianfang.core import clock
from lianfang.core.clock import local_date
from tests.api.calls import call, sign_in
from tests.factories.passes import make_gate, make_keeper
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
DOCUMENT = "11010519491231002X"
PHONE = "13700000007"


@pytest.fixture
def keeper(client):
    keeper = make_keeper()
    sign_in(client, keeper)
    return keeper


@pytest.fixture
def records(client, keeper):
    """Wang today, in and let through, with a plate; a stranger out; Wang of three days ago."""
    gate = make_gate()
    make_person(id_number=DOCUMENT, phone=PHONE, name="王五")
    before = clock.now() - dt.timedelta(days=3)
    with override_settings(CLOCK_ORIGIN=time.time(), CLOCK_VIRTUAL=before.timestamp()):
        check(client, gate, phone=PHONE)
    check(client, gate, phone=PHONE, vehicle="A·12345")
    check(client, gate, phone="13799999999", direction="out")


def check(client, gate, **more):
    body = {"key": uuid.uuid4(), "gate": gate.key, "temp_c": "36.5", "direction": "in"}
    body["device_at"] = clock.now().isoformat()
    assert call(client, "post", "/gate/verify", body | more).status_code == 200


def found(client, **asked):
    rows = call(client, "get", "/gate/records", asked).json()["items"]
    return [(row["name_masked"], row["verdict"], row["direction"]) for row in rows]


WANG, STRANGER = ("王*", "allow", "in"), ("", "restrict", "out")


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ({}, [STRANGER, WANG]),
        ({"verdict": "allow"}, [WANG]),
        ({"direction": "out"}, [STRANGER]),
        ({"kind": "registration"}, []),
        ({"text": "王五"}, [WANG]),
        ({"text": "李"}, []),
        ({"text": PHONE}, [WANG]),
        ({"text": DOCUMENT}, [WANG]),
        ({"text": "abc"}, []),
    ],
)
def test_records_of_today_are_found_by_what_was_asked(client, records, asked, rows):
    assert found(client, **asked) == rows


def test_other_days_are_searched_when_they_are_named(client, records):
    today = local_date(clock.now())
    first = today - dt.timedelta(days=7)

    assert found(client, text="王五", first_day=first) == [WANG, WANG]
    assert found(client, first_day=first, last_day=today - dt.timedelta(days=1)) == [WANG]
    assert found(client, last_day=today - dt.timedelta(days=3)) == [WANG]


def test_another_keeper_finds_none_of_them(client, records):
    sign_in(client, make_keeper())

    assert found(client, text="王五", first_day="2020-01-01") == []


def test_a_record_says_why_and_shows_both_clocks(client, records):
    row = call(client, "get", "/gate/records", {"direction": "out"}).json()["items"][0]

    assert (row["why"], row["gate_name"]) == ("未查到登记，请登记后放行", "东门")
    assert row["device_at"] <= row["at"]
    assert "13799999999" not in str(row)
