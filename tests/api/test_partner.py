"""The seven verbs for other systems: what each does, and that strangers get nowhere."""

import time
import uuid

import pytest

from lianfang.audit.models import Entry
from lianfang.cases.models import Case
from lianfang.core.actor import Actor
from lianfang.org.enums import RoleCode
from lianfang.passes.enums import Verb
from lianfang.passes.models import Partner, PartnerCall
from lianfang.people.actions import state_fact
from lianfang.people.enums import FactKind
from lianfang.people.models import Arrival, Person
from lianfang.quarantine.models import Reading
from tests.api.calls import call, hold_clock, sign_in
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.passes import make_tokens
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
CITY = GRID[:4]
DOCUMENT = "11010519491231002X"
WHO = {"name": "王五", "id_type": "01", "id_number": DOCUMENT}
DECLARED = WHO | {"phone": "13700000007", "area_code": GRID}
FEVER = {"temp_c": 37.5, "symptoms": ["01"], "measured_at": T0.isoformat()}
TRIP = {"arrived_at": T0.isoformat(), "from_area_code": "420106", "transport": "2"}


@pytest.fixture(autouse=True)
def nine_in_the_morning(settings):
    hold_clock(settings, T0)
    make_area()


def give(client, *, verbs=tuple(Verb), area=CITY, per_minute=60):
    """A key as a system administrator gives one; who signed in is gone afterwards."""
    sign_in(client, make_staff(RoleCode.SYSADMIN, areas=(CITY,)))
    body = {"key": str(uuid.uuid4()), "name": "省级平台", "verbs": list(verbs)}
    body |= {"area_code": area, "per_minute": per_minute}
    given = call(client, "post", "/console/partners", body)
    assert given.status_code == 201
    client.cookies.clear()
    return given.json()["token"]


def ask(client, verb, token, body):
    headers = {"Authorization": f"Bearer {token}"}
    data = {"request_id": str(uuid.uuid4())} | body
    return client.post(
        f"/api/partner/phi/{verb}", data, content_type="application/json", headers=headers
    )


def somebody(**given):
    return make_person(**(WHO | {"phone": "13700000007"} | given))


def bodies():
    who = {"person": WHO}
    return {
        "declare-health": {"person": DECLARED} | FEVER,
        "declare-trip": {"person": DECLARED} | TRIP,
        "query": who,
        "apply": who,
        "make": {"application": "a1:none"},
        "verify": {"code": "LF1:NONE"},
        "correct": who | {"why": "昨天已解除"},
    }


def test_declare_health_keeps_one_reading_and_a_fever_is_abnormal(client):
    token, body = give(client), {"request_id": str(uuid.uuid4()), "person": DECLARED} | FEVER

    first, second = (ask(client, "declare-health", token, body) for _ in range(2))

    assert first.json() == second.json() == {"received": True, "is_abnormal": True}
    assert (Person.objects.unscoped().count(), Reading.objects.unscoped().count()) == (1, 1)


def test_declare_trip_from_a_key_area_turns_the_pass_yellow_by_a_fact_of_the_partners(client):
    token = give(client)

    for _ in range(2):
        assert ask(client, "declare-trip", token, {"person": DECLARED} | TRIP).status_code == 200

    assert Arrival.objects.count() == 1
    answer = ask(client, "query", token, {"person": WHO}).json()
    assert (answer["colour"], answer["word"]) == ("yellow", "限制")
    stated = Entry.objects.get(action="person.fact_stated")
    assert (stated.actor_kind, stated.actor_name) == ("partner", "省级平台")


def test_query_tells_the_colour_in_plain_words_and_no_detail(client):
    token, person = give(client), somebody()
    kind = FactKind.OPEN_CLOSE_CONTACT
    state_fact(person, kind, starts_at=T0, by=Actor.system(), at=T0)

    answer = ask(client, "query", token, {"person": WHO})

    assert answer.json()["colour"] == "red"
    assert set(answer.json()) == {"colour", "word", "reason", "valid_until"}
    assert "密接" not in answer.content.decode()


def test_apply_then_make_gives_a_code_that_verifies(client, settings):
    token, _ = give(client), somebody()

    applied = ask(client, "apply", token, {"person": WHO}).json()
    settings.CLOCK_ORIGIN, settings.CLOCK_SPEED = time.time(), 1
    made = ask(client, "make", token, {"application": applied["application"]}).json()
    judged = ask(client, "verify", token, {"code": made["text"]}).json()

    assert (made["colour"], made["text"][:4]) == ("green", "LF1:")
    assert judged == {"verdict": "allow", "text": "请放行"}


def test_make_takes_only_ones_own_fresh_application(client, settings):
    one, other = give(client), give(client)
    somebody()
    applied = ask(client, "apply", one, {"person": WHO}).json()

    assert ask(client, "make", other, applied).json()["code"] == "partner.bad_application"
    assert ask(client, "make", one, {"application": "x"}).status_code == 422
    hold_clock(settings, T0.replace(minute=5))
    assert ask(client, "make", one, applied).status_code == 422


def test_verify_tells_a_verdict_and_nobodys_name(client):
    token, person = give(client), somebody()
    _, codes = make_tokens(person)
    state_fact(person, FactKind.OPEN_CLOSE_CONTACT, starts_at=T0, by=Actor.system(), at=T0)

    red = ask(client, "verify", token, {"code": codes[0].text})
    forged = ask(client, "verify", token, {"code": "LF1:NONE"})

    assert red.json() == {"verdict": "deny", "text": "请联系社区"}
    assert forged.json()["verdict"] == "deny"


def test_correct_opens_one_case_that_somebody_checks(client):
    token, person = give(client), somebody()

    first, second = (
        ask(client, "correct", token, {"person": WHO, "why": "昨天已解除"}) for _ in range(2)
    )

    assert first.json() == second.json()
    case = Case.objects.unscoped().get()
    assert (case.kind, case.person_id, case.number) == (
        "appeal",
        person.pk,
        first.json()["number"],
    )


@pytest.mark.parametrize("path", sorted(bodies()))
def test_each_verb_is_closed_to_strangers_and_to_keys_without_it(client, path):
    somebody()
    verb = path.replace("-", "_")
    others = give(client, verbs=[one for one in Verb if one != verb])

    assert ask(client, path, "", bodies()[path]).json()["code"] == "partner.bad_key"
    assert ask(client, path, "lfp_guess", bodies()[path]).status_code == 401
    assert ask(client, path, others, bodies()[path]).json()["code"] == "partner.not_granted"
    sign_in(client, make_staff(RoleCode.CDC_OFFICER))
    assert ask(client, path, "", bodies()[path]).status_code == 401
    assert not PartnerCall.objects.exists()


@pytest.mark.parametrize("path", ["declare-health", "declare-trip", "query", "apply", "correct"])
def test_nobody_outside_the_partners_area_is_reached(client, path):
    somebody()
    make_area("990201001001001")
    token = give(client, area=f"{CITY}02")

    assert ask(client, path, token, bodies()[path]).status_code == 404


@pytest.mark.parametrize("path", ["query", "apply", "correct"])
def test_a_number_without_its_name_finds_nobody(client, path):
    token, _ = give(client), somebody()

    body = bodies()[path] | {"person": WHO | {"name": "别人"}}
    assert ask(client, path, token, body).status_code == 404


def test_more_calls_a_minute_than_agreed_are_refused(client, settings):
    token = give(client, per_minute=2)
    somebody()

    codes = [ask(client, "query", token, {"person": WHO}).status_code for _ in range(3)]
    hold_clock(settings, T0.replace(minute=1, second=1))
    later = ask(client, "query", token, {"person": WHO}).status_code

    assert (codes, later) == ([200, 200, 429], 200)


def test_a_key_is_kept_hashed_told_once_listed_and_revoked(client):
    token = give(client)
    sign_in(client, make_staff(RoleCode.SYSADMIN, areas=(CITY,)))

    [row] = call(client, "get", "/console/partners").json()
    assert "token" not in row
    assert token not in str(Partner.objects.unscoped().values().get())
    assert token not in str(list(Entry.objects.values("detail")))
    body = row | {"per_minute": 1}
    assert call(client, "post", "/console/partners", body).status_code == 422
    assert call(client, "delete", f"/console/partners/{row['key']}").status_code == 204
    client.cookies.clear()
    assert ask(client, "query", token, {"person": WHO}).status_code == 401


def test_only_a_system_administrator_of_the_area_gives_and_takes_keys(client):
    give(client)
    partner = Partner.objects.unscoped().get()

    sign_in(client, make_staff(RoleCode.SYSADMIN, areas=("9902",)))
    assert call(client, "get", "/console/partners").json() == []
    assert call(client, "delete", f"/console/partners/{partner.key}").status_code == 404
    sign_in(client, make_staff(RoleCode.CDC_OFFICER))
    assert call(client, "get", "/console/partners").status_code == 403
