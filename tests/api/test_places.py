"""The doors of 场所码: each sees its own, a poster is a PDF, nobody else is found."""

import datetime as dt
import uuid

import pytest

from lianfang.files.client import font
from lianfang.files.errors import NoFont
from lianfang.org.enums import RoleCode
from lianfang.passes import queries
from lianfang.passes.models import Place
from lianfang.policy.actions import set_parameter
from tests.api.calls import call, hold_clock, sign_in, sign_in_citizen
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.passes.test_places import code_of

pytestmark = pytest.mark.django_db
CITY = GRID[:4]
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def market(client, settings):
    hold_clock(settings, T0)
    make_area()
    sign_in(client, make_staff(RoleCode.COMMUNITY_OFFICER))
    body = {"key": str(uuid.uuid4()), "name": "桃源农贸市场", "kind": "market", "area_code": GRID}
    assert call(client, "post", "/console/places", body).status_code == 201
    return Place.objects.unscoped().get()


def test_a_visitor_sees_the_place_checks_in_and_finds_the_visit(client, market):
    person = make_person(id_number="11010519491231002X")
    sign_in_citizen(client, make_account(person))
    code = code_of(market)

    named = call(client, "get", f"/citizen/places/code?code={code}").json()
    body = {"key": str(uuid.uuid4()), "code": code, "companions": 2}
    entered = call(client, "post", "/citizen/places/check-ins", body)
    [visit] = call(client, "get", "/citizen/places/check-ins").json()

    assert (named["name"], named["kind"]) == ("桃源农贸市场", "农贸市场")
    assert (entered.status_code, entered.json()["verdict"]) == (201, "allow")
    assert (visit["key"], visit["companions"]) == (body["key"], 2)
    stranger = make_person(name="赵六")
    path = f"/citizen/places/check-ins?person={stranger.key}"
    assert call(client, "get", path).status_code == 404
    again = body | {"key": str(uuid.uuid4())}
    assert call(client, "post", path, again).status_code == 404
    wrong = body | {"key": str(uuid.uuid4()), "code": "nonsense"}
    assert call(client, "post", "/citizen/places/check-ins", wrong).json()["code"] == (
        "place.bad_code"
    )


def test_under_overload_visits_are_put_off_and_checking_in_is_not(client, market):
    chief = make_staff(RoleCode.SYSADMIN)
    set_parameter("pass.shed", True, valid_from=T0, by=chief, at=T0)  # noqa: FBT003
    queries.is_shed.forget()
    sign_in_citizen(client, make_account(make_person()))

    body = {"key": str(uuid.uuid4()), "code": code_of(market)}
    assert call(client, "post", "/citizen/places/check-ins", body).status_code == 201
    assert call(client, "get", "/citizen/places/check-ins").json()["code"] == "pass.shed"


def test_cdc_searches_with_a_reason_and_others_find_nothing(client, market):
    person = make_person(name="孙在场", phone="13912345678")
    sign_in_citizen(client, make_account(person))
    body = {"key": str(uuid.uuid4()), "code": code_of(market)}
    call(client, "post", "/citizen/places/check-ins", body)
    at = f"/cdc/places/{market.key}/presence"
    asked = {"starts_at": T0 - HOUR, "ends_at": T0 + HOUR, "reason": "流调"}

    sign_in(client, make_staff(RoleCode.CDC_OFFICER, areas=(CITY,)))
    [place] = call(client, "get", "/cdc/places?text=桃源").json()
    found = call(client, "post", at, asked)

    assert place["key"] == str(market.key)
    assert [(row["name"], row["phone"]) for row in found.json()["items"]] == [
        ("孙*场", "139****5678")
    ]
    assert "孙在场" not in found.content.decode()
    assert call(client, "post", at, asked | {"reason": ""}).status_code == 422
    sign_in(client, make_staff(RoleCode.CDC_OFFICER, areas=("9902",)))
    assert call(client, "post", at, asked).status_code == 404
    assert call(client, "get", "/cdc/places").json() == []
    sign_in(client, make_staff(RoleCode.GRID_WORKER))
    assert call(client, "post", at, asked).status_code == 403


def test_the_poster_is_for_those_who_keep_the_place(client, market):
    try:
        font()
    except NoFont:
        pytest.skip("no Chinese font on this machine")
    at = f"/api/console/places/{market.key}/poster.pdf"

    assert client.get(at).content[:5] == b"%PDF-"
    sign_in(client, make_staff(RoleCode.COMMUNITY_OFFICER, areas=("9902",)))
    assert client.get(at).status_code == 404
    assert call(client, "delete", f"/console/places/{market.key}").status_code == 404
    sign_in(client, make_staff(RoleCode.COMMUNITY_OFFICER))
    assert call(client, "delete", f"/console/places/{market.key}").status_code == 204
