"""Which snapshot may replace the last good one."""

import datetime as dt
from dataclasses import replace

import pytest

from lianfang.feeds.client.dxy import read
from lianfang.feeds.enums import Refusal
from lianfang.feeds.rules import Taken, Verdict, judge
from tests.factories.feeds import MORNING, make_content, make_row

NOON = dt.datetime(2020, 2, 5, 4, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def taken(*rows, at=NOON, updated=MORNING, without=()):
    return Taken(read(make_content(*rows, updated=updated, without=without)), at)


def test_first_complete_snapshot_is_taken():
    assert judge(taken(), None) == Verdict(None)


def test_the_same_figures_an_hour_later_are_taken():
    assert judge(taken(at=NOON + HOUR), taken()) == Verdict(None)


@pytest.mark.parametrize("name", ["湖北", "西藏"])
def test_first_snapshot_without_a_mainland_province_is_incomplete(name):
    assert judge(taken(without=[name]), None) == Verdict(Refusal.INCOMPLETE, f"缺少{name}")


def test_a_province_missing_that_was_there_is_incomplete():
    assert judge(taken(without=["香港"]), None) == Verdict(None)
    assert judge(taken(without=["香港"]), taken()) == Verdict(Refusal.INCOMPLETE, "缺少香港")


@pytest.mark.parametrize("measure", ["confirmed", "cured", "dead"])
def test_a_negative_count_is_refused(measure):
    row = make_row("海南", **{measure: -1})

    assert judge(taken(row), None) == Verdict(Refusal.NEGATIVE, "海南")


def test_fetched_earlier_is_older():
    assert judge(taken(at=NOON - HOUR), taken()).refusal == Refusal.OLDER


def test_older_by_the_source_clock_is_older():
    assert judge(taken(at=NOON + HOUR, updated=MORNING - 1), taken()).refusal == Refusal.OLDER


@pytest.mark.parametrize(
    ("measure", "was", "note"),
    [
        ("confirmed", 11, "确诊由341变为340"),
        ("cured", 3, "治愈由69变为68"),
        ("dead", 2, "死亡由35变为34"),
    ],
)
def test_national_count_falling_by_one_is_refused(measure, was, note):
    before = taken(make_row("湖北", **{measure: was}))

    assert judge(taken(at=NOON + HOUR), before) == Verdict(Refusal.FALLING, note)


def test_a_province_falling_while_the_nation_holds_is_taken_and_noted():
    before = taken(make_row("广东", cured=4))
    after = taken(make_row("湖北", cured=4), at=NOON + HOUR)

    assert judge(after, before) == Verdict(None, "省级订正：广东治愈由4变为2")


def test_a_stale_page_with_a_fresh_clock_is_still_refused():
    before = taken(make_row("湖北", confirmed=100))
    stale = replace(taken(at=NOON + HOUR), reading=read(make_content(updated=MORNING + 3_600_000)))

    assert judge(stale, before).refusal == Refusal.FALLING
