import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.city.actions import set_up_city
from lianfang.city.queries import CityInfo
from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.feeds.jobs import replay
from lianfang.org.enums import RoleCode
from tests.api.calls import call, sign_in
from tests.factories.geo import GRID, T0, make_area, square
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode
from tests.shared_data import real_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    info = CityInfo(
        name="试验市",
        short_name="试",
        area_code=GRID[:4],
        hotline="",
        is_demo=True,
        started_on=T0.date(),
    )
    set_up_city(info, by=Actor.system(), at=T0)


@pytest.fixture
def commander(client, city):
    commander = make_staff(RoleCode.COMMANDER, areas=(GRID[:4],))
    sign_in(client, commander)
    return commander


def observe(count):
    for n in range(count):
        make_episode(make_person(area_code=f"{GRID[:6]}00{n + 1}001001"), at=clock.now())
    for _ in range(3):
        deliver_due(now=clock.now(), limit=1000)


@pytest.mark.parametrize("count", [1, 3])
def test_the_overview_costs_a_fixed_number_of_statements(
    client, commander, count, django_assert_num_queries
):
    observe(count)
    call(client, "get", "/screen/overview")

    with django_assert_num_queries(10):
        overview = call(client, "get", "/screen/overview").json()

    assert overview["figures"]["observed_now"] == count
    assert overview["ring"]["unreported"] == count
    assert (overview["city"], overview["is_demo"]) == ("试验市", True)
    assert [row["observed"] for row in overview["streets"]] == [1] * count


def test_a_street_leader_sees_only_the_street(client, city):
    observe(2)
    sign_in(client, make_staff(RoleCode.COMMANDER, areas=(f"{GRID[:6]}001",)))

    assert call(client, "get", "/screen/overview").json()["figures"]["observed_now"] == 1
    rows = call(client, "get", "/screen/map").json()["rows"]
    assert [(row["code"], row["value"]) for row in rows] == [(f"{GRID[:6]}001", 1)]


def test_an_unknown_metric_is_refused(client, commander):
    answer = call(client, "get", "/screen/map?metric=gossip")

    assert (answer.status_code, answer.json()["code"]) == (422, "screen.unknown_metric")


def test_the_outline_is_kept_until_it_changes(client, commander):
    make_area(f"{GRID[:6]}001", geometry=square())
    first = call(client, "get", "/screen/outline")

    again = call(client, "get", "/screen/outline", **{"If-None-Match": first.headers["ETag"]})

    assert first.json()["features"][0]["properties"]["code"] == f"{GRID[:6]}001"
    assert again.status_code == 304


def test_national_figures_are_null_before_the_first_snapshot(client, commander):
    answer = call(client, "get", "/screen/national")

    assert (answer.status_code, answer.json()) == (200, None)


def test_national_figures_name_the_provinces_most_hit_first(client, commander):
    make_area("42", name="湖北省")
    archive = real_file("feeds", "dxy", "dxy_hourly_subset.tar.xz")
    replay(archive, now=clock.now())

    told = call(client, "get", "/screen/national").json()

    assert told["nation"]["confirmed"] == 82282
    assert (told["provinces"][0]["name"], told["provinces"][0]["code"]) == ("湖北省", "42")
    assert told["as_of"].startswith("2020-03-28")
    assert told["age_hours"] > 0


@pytest.mark.parametrize("role", [RoleCode.GRID_WORKER, RoleCode.AUDITOR, RoleCode.GATEKEEPER])
def test_others_do_not_read_the_screen(client, role):
    sign_in(client, make_staff(role))

    assert call(client, "get", "/screen/overview").status_code == 403
