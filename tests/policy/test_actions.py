"""Parameters are dated, audited and fresh at once; editions are shipped and seeded once."""

import datetime as dt
from decimal import Decimal

import pytest

from lianfang.audit.queries import timeline
from lianfang.core.actor import Actor
from lianfang.org.enums import Permission
from lianfang.org.errors import MissingPermission
from lianfang.org.rules import Caller
from lianfang.policy import queries
from lianfang.policy.actions import seed, set_parameter
from lianfang.policy.errors import BadValue, InThePast, NoRule, UnknownParameter, UnknownProfile
from tests.factories.geo import T0

HOUR = dt.timedelta(hours=1)
ADMIN = Caller(1, "管理员", None, areas_by_permission={Permission.POLICY_EDIT: frozenset({"CN"})})
STRANGER = Caller(2, "网格员", None)


def set_fever(value="37.5", valid_from=T0, by=ADMIN, at=T0):
    return set_parameter("fever_threshold_c", value, valid_from=valid_from, by=by, at=at)


@pytest.mark.django_db
def test_set_parameter_holds_from_its_moment_on_and_not_before():
    set_fever(valid_from=T0 + HOUR)

    assert queries.fever_threshold_c(at=T0) == Decimal("37.3")
    assert queries.fever_threshold_c(at=T0 + HOUR) == Decimal("37.5")


@pytest.mark.django_db
def test_set_parameter_is_read_at_once_after_an_earlier_read():
    assert queries.fever_threshold_c(at=T0) == Decimal("37.3")

    set_fever()

    assert queries.fever_threshold_c(at=T0) == Decimal("37.5")


@pytest.mark.django_db
def test_set_parameter_writes_down_before_and_after():
    row = set_fever()

    entry = timeline("policy.parameter", row.pk).get()
    assert (entry.action, entry.actor_name) == ("policy.parameter_set", "管理员")
    assert (entry.detail["before"], entry.detail["after"]) == ("37.3", "37.5")


@pytest.mark.django_db
def test_set_parameter_sent_twice_changes_nothing():
    assert set_fever() == set_fever()
    assert timeline("policy.parameter", set_fever().pk).count() == 1


@pytest.mark.django_db
def test_set_parameter_by_anyone_but_the_administrator_is_refused():
    with pytest.raises(MissingPermission):
        set_fever(by=STRANGER)


@pytest.mark.django_db
def test_set_parameter_in_the_past_is_refused():
    with pytest.raises(InThePast):
        set_fever(valid_from=T0 - HOUR)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("no_such_key", 1, UnknownParameter),
        ("fever_threshold_c", [], BadValue),
        ("source_policy.gate", "perhaps", BadValue),
        ("policy_profile", "cn-1900", UnknownProfile),
    ],
)
def test_set_parameter_to_nonsense_is_refused(key, value, problem):
    with pytest.raises(problem):
        set_parameter(key, value, valid_from=T0, by=ADMIN, at=T0)


@pytest.mark.django_db
def test_profile_switch_leaves_the_old_edition_readable():
    set_parameter("policy_profile", "cn-2021v8", valid_from=T0 + HOUR, by=ADMIN, at=T0)

    assert queries.active_profile(at=T0) == "cn-2020v3"
    assert queries.active_profile(at=T0 + HOUR) == "cn-2021v8"
    assert queries.rule_for("cn-2020v3", "close_contact").days == 14


@pytest.mark.django_db
def test_seed_twice_adds_the_six_editions_once():
    assert seed(by=Actor.system(), at=T0) == 6
    assert seed(by=Actor.system(), at=T0) == 0
    assert [p.code for p in queries.profiles()] == [
        "cn-2020v3",
        "cn-2021v8",
        "cn-2022-10",
        "cn-2022-20",
        "cn-2022v9",
        "cn-2023",
    ]


@pytest.mark.django_db
def test_rule_for_is_the_same_before_and_after_seeding():
    shipped = queries.rule_for("cn-2022v9", "close_contact")

    seed(by=Actor.system(), at=T0)

    assert queries.rule_for("cn-2022v9", "close_contact") == shipped
    assert [phase.tests for phase in shipped.phases] == [(1, 2, 3, 5, 7), (3,)]


@pytest.mark.django_db
def test_rule_for_a_class_the_edition_does_not_know_is_refused():
    with pytest.raises(NoRule):
        queries.rule_for("cn-2023", "close_contact")
    with pytest.raises(UnknownProfile):
        queries.rule_for("cn-1900", "close_contact")


@pytest.mark.django_db
def test_every_getter_costs_one_statement(django_assert_num_queries):
    with django_assert_num_queries(3):
        queries.check_slots(at=T0)
        queries.stage_limit("dispatched", 2, at=T0)
        queries.rule_for("cn-2020v3", "close_contact")


@pytest.mark.django_db
def test_stage_limit_is_shorter_for_the_urgent_and_absent_where_nobody_waits():
    assert queries.stage_limit("dispatched", 3, at=T0) == dt.timedelta(minutes=240)
    assert queries.stage_limit("dispatched", 2, at=T0) == dt.timedelta(minutes=120)
    assert queries.stage_limit("closed", 3, at=T0) is None


@pytest.mark.django_db
def test_source_policy_by_source_follows_the_table():
    sources = ("citizen", "gate", "grid_worker", "close_contact", "enterprise", "unheard_of")

    policies = [queries.source_policy(source, at=T0).value for source in sources]

    assert policies == ["verify", "auto", "auto", "verify", "verify", "verify"]


@pytest.mark.django_db
def test_catalogue_shows_what_is_in_force():
    set_fever()

    lines = {line.key: line for line in queries.catalogue(at=T0)}
    assert (lines["fever_threshold_c"].value, lines["fever_threshold_c"].default) == (
        "37.5",
        "37.3",
    )
    assert lines["geofence_radius_m"].valid_from is None
