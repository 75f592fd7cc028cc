"""Showing a pass reads nothing from the database, and a fact still reaches the code in time."""

import datetime as dt
import json
import uuid

import cbor2
import pytest
from cwt import COSE
from django.db import OperationalError

from lianfang.api.showing import answer
from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.core.held import forget_all
from lianfang.passes import queries
from lianfang.passes.queries import trail
from lianfang.passes.queries.news import EVERY_S, OLDEST_S
from lianfang.passes.rules import Code, base45, from_base45, new_key_pair, sign
from lianfang.people.actions import close_fact, state_fact
from lianfang.people.enums import FactKind
from lianfang.policy.actions import set_parameter
from tests.api.calls import call, hold_clock, sign_in_citizen
from tests.factories.accounts import make_account
from tests.factories.geo import T0
from tests.factories.org import make_staff
from tests.factories.passes import make_tokens
from tests.factories.people import make_person

SYSTEM = Actor.system()
MINUTE, LATER = dt.timedelta(minutes=1), T0 + dt.timedelta(minutes=10)
DOCUMENT = "11010519491231002X"
CONTACT = FactKind.OPEN_CLOSE_CONTACT


@pytest.fixture
def holder(db, client, settings):
    hold_clock(settings, T0)
    person = make_person(id_number=DOCUMENT, phone="13700000007", at=T0 - 60 * MINUTE)
    sign_in_citizen(client, make_account(person))
    first = call(client, "get", "/citizen/pass/tokens").json()
    person.ticket = first["ticket"]
    hold_clock(settings, LATER)
    call(client, "get", "/citizen/pass/tokens", **{"X-Pass-Ticket": person.ticket})
    return person


def show(client, ticket, path="tokens"):
    return call(client, "get", f"/citizen/pass/{path}".rstrip("/"), **{"X-Pass-Ticket": ticket})


def redden(person, at):
    state_fact(person, CONTACT, starts_at=at, ends_at=at + 9 * MINUTE, by=SYSTEM, at=at)


def hear_again():
    trail.heard -= EVERY_S + 1


@pytest.mark.parametrize("path", ["", "tokens"])
def test_showing_with_a_ticket_costs_no_statement(holder, client, path, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = show(client, holder.ticket, path)

    assert (answer.status_code, answer.json()["colour"]) == (200, "green")
    assert answer.json()["ticket"] == holder.ticket


def test_a_fact_is_shown_as_soon_as_the_news_are_heard(holder, client):
    redden(holder, LATER)
    assert show(client, holder.ticket).json()["colour"] == "green"  # seconds, at most

    hear_again()

    assert show(client, holder.ticket).json()["colour"] == "red"


def test_an_entry_that_commits_late_is_heard_still(holder, client):
    """PostgreSQL numbers entries before they commit: the last two minutes are read again."""
    hear_again()
    trail.is_recent()
    redden(holder, LATER)
    trail.marks.append((trail.marks[-1][0], 10**9))  # as if later ones had been seen before it

    hear_again()

    assert show(client, holder.ticket).json()["colour"] == "red"


def test_after_the_fact_ended_the_ticket_given_then_is_good_again(
    holder, client, settings, django_assert_num_queries
):
    redden(holder, LATER)
    close_fact(holder, CONTACT, by=SYSTEM, at=LATER)
    hear_again()
    hold_clock(settings, LATER + 5 * MINUTE)
    fresh = show(client, holder.ticket).json()["ticket"]

    with django_assert_num_queries(0):
        assert show(client, fresh).json()["colour"] == "green"


@pytest.mark.django_db
def test_no_code_reaches_beyond_the_moment_the_colour_may_change():
    person = make_person(id_number=DOCUMENT, at=T0 - MINUTE)
    redden(person, T0)

    _, tokens = make_tokens(person, at=T0 + 7 * MINUTE + MINUTE / 2)

    assert [token.ends_at - T0 for token in tokens] == [8 * MINUTE + MINUTE / 2, 9 * MINUTE]


def test_without_a_database_the_pass_is_shown_for_five_minutes(
    holder, client, monkeypatch, django_assert_num_queries
):
    def gone(*_, **__):
        raise OperationalError

    monkeypatch.setattr("lianfang.passes.queries.news.last_entry_id", gone)
    hear_again()
    assert show(client, holder.ticket).json()["ticket"] == holder.ticket

    trail.heard -= OLDEST_S

    assert not trail.is_recent()


def test_a_ticket_of_another_session_person_or_hour_is_worth_nothing(holder, client, settings):
    child = make_person(name="小明", phone="13700000009")
    opened = queries.opened
    session = client.cookies["sessionid"].value

    assert opened(holder.ticket, session=session, person=None, at=LATER)
    assert opened(holder.ticket, session=session, person=holder.key, at=LATER)
    assert not opened(holder.ticket, session="other", person=None, at=LATER)
    assert not opened(holder.ticket, session=session, person=child.key, at=LATER)
    assert not opened(holder.ticket, session=session, person=None, at=T0 + 60 * MINUTE)
    assert not opened(holder.ticket[:-4] + "AAA=", session=session, person=None, at=LATER)
    answer = client.get(
        f"/api/citizen/pass/tokens?person={child.key}",
        headers={"X-Pass-Ticket": holder.ticket},
    )
    assert answer.status_code == 404


def test_signing_out_ends_the_ticket(holder, client):
    call(client, "delete", "/session")
    hear_again()

    assert show(client, holder.ticket).status_code == 401


def test_a_process_that_knows_nothing_of_before_asks_the_database(
    holder, client, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr("lianfang.passes.queries.news._MOST", 1)
    forget_all()
    redden(holder, LATER)

    assert show(client, holder.ticket).json()["colour"] == "red"


def test_under_overload_the_pass_stays_and_the_rest_is_put_off(holder, client):
    chief = make_staff("sysadmin")
    set_parameter("pass.shed", True, valid_from=LATER, by=chief, at=LATER)  # noqa: FBT003
    queries.is_shed.forget()

    assert call(client, "get", "/citizen/pass").status_code == 200
    assert call(client, "get", "/citizen/pass/tokens").status_code == 200
    shed = call(client, "get", "/citizen/pass/changes")
    assert (shed.status_code, shed.json()["code"]) == (503, "pass.shed")


def test_our_own_signature_is_the_one_the_library_makes():
    pair, nonce = new_key_pair(), b"12345678"
    now = clock.now().replace(microsecond=0)
    code = Code(uuid.uuid4(), "green", now, now + MINUTE, 7)
    raw = from_base45(sign(code, area="990101", nonce=nonce, pair=pair).removeprefix("LF1:"))

    payload = COSE.new().decode(raw, [pair.cose()])
    header = {"alg": "EdDSA", "kid": pair.kid}
    assert COSE.new().encode_and_sign(payload, pair.cose(), protected=header) == raw
    assert cbor2.loads(payload)[4] == 1


@pytest.mark.parametrize(
    ("raw", "text"), [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581")]
)
def test_base45_is_as_the_standard_has_it(raw, text):
    assert (base45(raw), from_base45(text)) == (text, raw)


def through_the_server(client, ticket, path="/api/citizen/pass/tokens", query=""):
    """As the server asks the application, and what the door is asked with."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_X_PASS_TICKET": ticket,
        "HTTP_COOKIE": f"sessionid={client.cookies['sessionid'].value}; other=1",
    }
    return answer(environ)


def test_past_the_door_the_answer_is_the_same(holder, client, django_assert_num_queries):
    with django_assert_num_queries(0):
        face = through_the_server(client, holder.ticket, "/api/citizen/pass")
        codes = through_the_server(client, holder.ticket)

    by_door = show(client, holder.ticket, "")
    assert json.loads(face.body) == by_door.json()
    assert json.loads(codes.body)["tokens"][0].keys() == {"text", "starts_at", "ends_at"}
    headers = dict(face.headers)
    for name in ("Cache-Control", "X-Content-Type-Options", "Referrer-Policy", "Content-Type"):
        assert headers[name] == by_door.headers[name]


def test_past_the_door_goes_only_who_asks_for_their_own_with_a_good_ticket(holder, client):
    child = make_person(name="小明", phone="13700000009")
    ask = through_the_server

    assert ask(client, holder.ticket, query=f"person={holder.key}")
    assert ask(client, holder.ticket, query=f"person={child.key}") is None
    assert ask(client, "a1:none") is None
    assert ask(client, "") is None
    assert ask(client, holder.ticket, "/api/citizen/pass/changes") is None
    client.cookies["sessionid"] = "another"
    assert ask(client, holder.ticket) is None
