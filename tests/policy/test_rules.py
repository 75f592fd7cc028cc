"""Days, ends and the typed catalogue."""

import datetime as dt
from decimal import Decimal

import pytest

from lianfang.policy import rules
from lianfang.policy.client import editions
from lianfang.policy.enums import PhaseMode, ReleaseMoment
from lianfang.policy.errors import BadValue
from lianfang.policy.rules import CATALOGUE, Phase, Rule, rule_from

BEIJING = dt.timezone(dt.timedelta(hours=8))
FOURTEEN = (Phase(PhaseMode.HOME, 14),)
LAST_CONTACT = dt.datetime(2020, 2, 3, 22, 0, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        (ReleaseMoment.END_OF_LAST_DAY, dt.datetime(2020, 2, 18, 0, 0, tzinfo=BEIJING)),
        (ReleaseMoment.EXACT_HOURS, dt.datetime(2020, 2, 17, 22, 0, tzinfo=BEIJING)),
        (ReleaseMoment.MORNING_OF_LAST_DAY, dt.datetime(2020, 2, 17, 8, 0, tzinfo=BEIJING)),
    ],
)
def test_planned_end_by_release_moment_counts_the_contact_as_day_zero(moment, end):
    assert Rule(FOURTEEN, release_moment=moment).planned_end(LAST_CONTACT) == end


def test_planned_end_of_a_contact_after_midnight_in_china_counts_the_local_day():
    late = dt.datetime(2020, 2, 3, 16, 30, tzinfo=dt.UTC)  # 00:30 of the 4th in China

    assert Rule(FOURTEEN).planned_end(late) == dt.datetime(2020, 2, 19, 0, 0, tzinfo=BEIJING)


def test_every_shipped_rule_is_readable_and_tests_fall_inside_their_phase():
    read = {
        (code, subject): rule_from(rule)
        for code, edition in editions().items()
        for subject, rule in edition["rules"].items()
    }

    assert all(
        day <= phase.days for rule in read.values() for phase in rule.phases for day in phase.tests
    )
    assert {key: rule.days for key, rule in read.items() if key[1] == "close_contact"} == {
        ("cn-2020v3", "close_contact"): 14,
        ("cn-2021v8", "close_contact"): 21,
        ("cn-2022v9", "close_contact"): 10,
        ("cn-2022-20", "close_contact"): 8,
        ("cn-2022-10", "close_contact"): 5,
    }


def test_every_default_survives_being_stored():
    assert {key: spec.read(spec.write(spec.default)) for key, spec in CATALOGUE.items()} == {
        key: spec.default for key, spec in CATALOGUE.items()
    }


def test_value_of_the_wrong_type_is_refused():
    with pytest.raises(BadValue):
        rules.FEVER.write("hot")


def test_value_from_a_page_is_taken_as_its_type():
    assert rules.FEVER.read(rules.FEVER.write("37.5")) == Decimal("37.5")
