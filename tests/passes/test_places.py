"""场所码: scanned once a minute, judged by the colour of now, searched by CDC, soon forgotten."""

import datetime as dt
import uuid

import pytest

from lianfang.audit.models import Access, Entry
from lianfang.core.actor import Actor
from lianfang.core.problems import NotFound
from lianfang.org.enums import Permission, RoleCode
from lianfang.org.errors import MissingPermission
from lianfang.passes.actions import (
    add_place,
    check_in,
    close_place,
    forget_check_ins,
    search_presence,
)
from lianfang.passes.actions.showing import signing_key
from lianfang.passes.errors import BadPlace, BadSpan, PlaceClosed, ReasonNeeded
from lianfang.passes.models import CheckIn, Place
from lianfang.passes.queries import place_of_code, places_of, present_at, visits_of
from lianfang.passes.rules import Code, in_link, new_key_pair, sign
from lianfang.people.actions import state_fact
from lianfang.people.enums import FactKind
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.passes import make_tokens
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
CITY = GRID[:4]


@pytest.fixture
def officer():
    make_area()
    return make_staff(RoleCode.COMMUNITY_OFFICER)


@pytest.fixture
def cdc():
    return make_staff(RoleCode.CDC_OFFICER, areas=(CITY,))


@pytest.fixture
def market(officer):
    return a_place(officer)


def a_place(by, *, key=None, name="桃源农贸市场", area_code=GRID):
    return add_place(
        key=key or uuid.uuid4(), name=name, kind="market", area_code=area_code, by=by, at=T0
    )


def code_of(place, pair=None, **more):
    code = Code(place.serial, "gray", T0, T0 + DAY, 0, **({"is_place": True} | more))
    pair = pair or signing_key(at=T0)
    return in_link(sign(code, area="990101", nonce=b"12345678", pair=pair))


def healthy(**given):
    return make_person(**({"id_number": "11010519491231002X"} | given))


def enter(person, place, *, at=T0, key=None, companions=0, account=None):
    by = account or make_account(person)
    return check_in(person, place, key=key or uuid.uuid4(), companions=companions, by=by, at=at)


def search(place, by, *, reason="病例 3 流调", starts_at=T0 - HOUR, ends_at=T0 + HOUR):
    return search_presence(
        place, starts_at=starts_at, ends_at=ends_at, reason=reason, by=by, at=T0 + HOUR
    )


def test_a_signed_code_leads_to_its_place_and_nothing_else_does(market):
    assert place_of_code(code_of(market)).pk == market.pk
    _, tokens = make_tokens(healthy())
    for wrong in (
        "",
        "nonsense",
        code_of(market)[:-3] + "AAA",
        code_of(market, new_key_pair()),
        in_link(tokens[0].text),
        code_of(Place(serial=uuid.uuid4())),
        code_of(market, is_place=False),
    ):
        with pytest.raises(BadPlace):
            place_of_code(wrong)


def test_a_closed_place_takes_nobody(officer, market):
    close_place(market, by=officer, at=T0)
    close_place(market, by=officer, at=T0)

    with pytest.raises(PlaceClosed):
        place_of_code(code_of(market))
    assert Entry.objects.filter(action="place.closed").count() == 1


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [(None, "allow"), (FactKind.POOL_POSITIVE, "restrict"), (FactKind.OPEN_CLOSE_CONTACT, "deny")],
)
def test_the_verdict_is_by_the_colour_of_now(market, kind, verdict):
    person = healthy()
    if kind:
        state_fact(person, kind, starts_at=T0, ends_at=T0 + DAY, by=SYSTEM, at=T0)

    assert enter(person, market).verdict == verdict


def test_sent_twice_or_within_a_minute_it_is_one_visit(market):
    person, key = healthy(), uuid.uuid4()
    account = make_account(person)

    first = enter(person, market, key=key, account=account)
    assert enter(person, market, key=key, account=account, at=T0 + HOUR).pk == first.pk
    assert enter(person, market, account=account, at=T0 + MINUTE / 3).pk == first.pk
    assert enter(person, market, account=account, at=T0 + MINUTE).pk != first.pk

    assert Entry.objects.filter(action="place.checked_in").count() == 2


def test_one_enters_for_oneself_and_for_those_one_speaks_for(market):
    mother, child, stranger = healthy(), make_person(name="小明"), make_person(name="赵六")
    account = make_account(mother, family=[child])

    assert enter(child, market, account=account).person_id == child.pk
    with pytest.raises(NotFound):
        enter(stranger, market, account=account)
    mine = enter(mother, market, account=account)
    with pytest.raises(NotFound):
        enter(child, market, key=mine.key, account=account)


@pytest.mark.parametrize("many", [1, 3])
def test_ones_own_history_is_one_statement_and_nobody_elses(
    market, many, django_assert_num_queries
):
    person, other = healthy(), make_person(name="赵六")
    for n in range(many):
        enter(person, market, at=T0 + n * MINUTE, companions=2)
    enter(other, market)

    with django_assert_num_queries(1):
        visits = visits_of(person.pk)

    assert [(visit.place, visit.companions) for visit in visits] == [("桃源农贸市场", 2)] * many


def test_cdc_finds_who_was_there_masked_and_the_look_is_kept(cdc, market):
    person = healthy(name="孙在场", phone="13912345678")
    enter(person, market, companions=1)
    enter(make_person(name="晚来"), market, at=T0 + 2 * HOUR)

    page = search(market, cdc)

    [row] = page.rows
    assert (row.name, row.phone, row.companions) == ("孙*场", "139****5678", 1)
    look = Access.objects.get()
    assert (look.actor_id, look.reason, look.fields) == (cdc.id, "病例 3 流调", "presence")
    entry = Entry.objects.get(action="place.searched")
    assert entry.detail["people"] == 1
    assert "孙" not in str(entry.detail)


def test_only_cdc_of_the_place_searches_with_a_reason_and_a_short_span(cdc, officer, market):
    with pytest.raises(MissingPermission):
        search(market, officer)
    with pytest.raises(ReasonNeeded):
        search(market, cdc, reason="  ")
    with pytest.raises(BadSpan):
        search(market, cdc, ends_at=T0 + 15 * DAY)
    with pytest.raises(BadSpan):
        search(market, cdc, ends_at=T0 - 2 * HOUR)
    assert not Access.objects.exists()


@pytest.mark.parametrize("many", [1, 3])
def test_lists_of_places_and_people_are_one_statement_and_stop_at_the_border(
    officer, cdc, many, django_assert_num_queries
):
    places = [a_place(officer, name=f"市场{n}") for n in range(many)]
    for n in range(many):
        enter(make_person(), places[0], at=T0 + n * MINUTE)

    with django_assert_num_queries(1):
        assert len(places_of(cdc, Permission.PLACE_TRACE, text="市场")) == many
    with django_assert_num_queries(1):
        found = present_at(places[0], starts_at=T0, ends_at=T0 + HOUR)
    assert len(found.rows) == many
    stranger = make_staff(RoleCode.CDC_OFFICER, areas=("9902",))
    assert places_of(stranger, Permission.PLACE_TRACE) == []


def test_staff_make_places_in_their_own_areas_once(officer, cdc):
    key = uuid.uuid4()

    assert a_place(officer, key=key).pk == a_place(officer, key=key).pk
    with pytest.raises(MissingPermission):
        a_place(cdc)
    with pytest.raises(NotFound):
        a_place(make_staff(RoleCode.COMMUNITY_OFFICER), key=key)
    make_area("990201001001001")
    with pytest.raises(NotFound):
        a_place(officer, area_code="990201001001001")


def test_visits_are_forgotten_after_28_days(market):
    person = healthy()
    enter(person, market)
    enter(person, market, at=T0 + DAY)

    assert forget_check_ins(by=SYSTEM, at=T0 + 28 * DAY + MINUTE) == 1
    assert CheckIn.objects.unscoped().count() == 1
