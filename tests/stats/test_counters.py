import datetime as dt
from decimal import Decimal

import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.core.actor import Actor
from lianfang.people.actions import add_exposure, change_status, move_home
from lianfang.people.enums import Axis, ControlStatus, ExposureKind, Reason
from lianfang.stats.actions import recount_all, recount_dirty
from lianfang.stats.enums import Figure
from lianfang.stats.models import Cell, Dirty
from lianfang.stats.queries import by_area, figures_of, map_of, series_of
from lianfang.stats.rules import ring_of, shown
from tests.factories.cases import make_case
from tests.factories.geo import GRID, T0, make_area
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode, make_reading

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
BESIDE = GRID[:9] + "002001"
CITY = [GRID[:4]]


def settle(at=T0):
    """Deliver and count until nothing is owed."""
    for _ in range(4):
        deliver_due(now=at, limit=1000)
        recount_dirty(by=SYSTEM, at=at)


def cells():
    return sorted(Cell.objects.unscoped().values_list("figure", "area_code", "day", "value"))


def a_busy_day():
    """Something of everything."""
    episode = make_episode()
    make_reading(episode.person, "36.5")
    make_reading(episode.person, "38.1", symptoms=["01"], at=T0 + dt.timedelta(hours=1))
    other = make_episode(make_person(area_code=BESIDE)).person
    make_reading(other, "36.4", symptoms=["02"])
    returnee = make_person()
    add_exposure(returnee, kind=ExposureKind.KEY_AREA, value="1", by=SYSTEM, at=T0)
    make_case()
    change_status(
        other,
        Axis.CONTROL,
        after=ControlStatus.RELEASED,
        reason=Reason.DUE_NORMAL,
        effective_at=T0,
        by=SYSTEM,
        at=T0,
    )
    move_home(returnee, area_code=BESIDE, address="2号楼", by=SYSTEM, at=T0)


def test_counters_agree_exactly_with_a_full_recount():
    a_busy_day()
    settle(T0 + dt.timedelta(hours=2))
    counted = cells()

    recount_all(by=SYSTEM, at=T0 + dt.timedelta(hours=2))

    assert cells() == counted
    assert counted


def test_figures_of_an_area_sum_its_leaves():
    a_busy_day()
    settle(T0 + dt.timedelta(hours=2))

    city = figures_of(CITY, at=T0)
    grid = figures_of([GRID], at=T0)

    assert (city["registered"], grid["registered"]) == (3, 1)
    assert (city["observed_now"], city["released"], city["observed_new"]) == (1, 1, 2)
    assert (city["returnees"], grid["returnees"]) == (1, 0)
    assert (city["abnormal"], city["open_cases"]) == (2, 1)


def test_the_ring_takes_each_persons_latest_reading():
    a_busy_day()
    settle(T0 + dt.timedelta(hours=2))

    figures = figures_of(CITY, at=T0)

    ring = [figures[f"ring_{name}"] for name in ("healthy", "fever", "cough", "other")]
    assert ring == [0, 1, 0, 0]


def test_a_reading_that_comes_a_day_late_counts_on_the_day_it_was_measured():
    person = make_episode().person
    make_reading(person, "38.1", symptoms=["01"], at=T0 + dt.timedelta(days=1), measured_at=T0)
    settle(T0 + dt.timedelta(days=1))
    counted = cells()

    recount_all(by=SYSTEM, at=T0 + dt.timedelta(days=1))

    assert cells() == counted
    assert figures_of(CITY, at=T0)["abnormal"] == 1
    assert figures_of(CITY, at=T0 + dt.timedelta(days=1))["abnormal"] == 0


def test_the_ring_leaves_out_who_was_released():
    a_busy_day()
    settle(T0 + dt.timedelta(hours=2))

    figures = figures_of(CITY, at=T0)

    assert sum(figures[f"ring_{name}"] for name in ("healthy", "fever", "cough", "other")) == 1
    assert figures["observed_now"] == 1


def test_another_area_sees_nothing_of_it():
    a_busy_day()
    settle()

    assert set(figures_of(["9902"], at=T0).values()) == {0}
    assert by_area(["9902"]) == {9: [], 12: []}


@pytest.mark.parametrize("count", [1, 3])
def test_reading_costs_a_fixed_number_of_statements(count, django_assert_num_queries):
    for n in range(count):
        make_episode(make_person(area_code=f"{GRID[:6]}00{n + 1}001001"))
    settle()

    with django_assert_num_queries(5):
        figures_of(CITY, at=T0)
        streets = by_area(CITY)[9]
        map_of(CITY, Figure.OBSERVED, at=T0)
        line = series_of(CITY, at=T0)

    assert [row.observed for row in streets] == [1] * count
    assert (line.observed[-1], len(line.days)) == (count, 14)


def test_a_mark_set_twice_counts_once_and_leaves_nothing():
    make_area()
    make_person()
    settle()

    assert recount_dirty(by=SYSTEM, at=T0) == 0


def test_a_recount_that_fails_keeps_its_mark():
    Dirty.objects.create(figure="no_such_figure", area_code=GRID, day=T0.date())

    with pytest.raises(ValueError, match="no_such_figure"):
        recount_dirty(by=SYSTEM, at=T0)

    assert Dirty.objects.count() == 1


@pytest.mark.parametrize(
    ("temp", "symptoms", "group"),
    [
        ("36.5", ["00"], Figure.HEALTHY),
        ("37.2", [], Figure.HEALTHY),
        ("37.3", ["00"], Figure.FEVER),
        ("36.5", ["01", "02"], Figure.FEVER),
        ("36.5", ["02", "12"], Figure.COUGH),
        ("36.5", ["12"], Figure.OTHER),
        (None, ["03"], Figure.COUGH),
    ],
)
def test_fever_goes_before_cough_before_the_rest(temp, symptoms, group):
    measured = Decimal(temp) if temp else None

    assert ring_of(measured, symptoms, threshold=Decimal("37.3")) == group


@pytest.mark.parametrize(
    ("figure", "value", "area", "seen"),
    [
        (Figure.CONFIRMED, 4, GRID[:12], "<5"),
        (Figure.CONFIRMED, 5, GRID[:12], 5),
        (Figure.CONFIRMED, 0, GRID[:12], 0),
        (Figure.CONFIRMED, 4, GRID[:9], 4),
        (Figure.OBSERVED, 4, GRID[:12], 4),
    ],
)
def test_small_health_figures_are_hidden_below_the_street(figure, value, area, seen):
    assert shown(figure, value, area) == seen
