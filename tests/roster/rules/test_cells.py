"""Single cells: days in China, ages, words."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.core.clock import LOCAL, local_date, start_of
from lianfang.roster.rules.cells import SEXES, Reader, moment_of, shown
from lianfang.roster.rules.issues import Issues

NOW = dt.datetime(2020, 3, 1, tzinfo=dt.UTC)


@pytest.fixture
def reader():
    return Reader(Issues(), now=NOW)


def codes(reader):
    return [issue.code for issue in reader.issues.found]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-02-02T16:00:00.000Z", "2020-02-03"),  # midnight in Beijing
        ("2020-02-02T15:59:59.999Z", "2020-02-02"),
        ("2019-12-31T16:00:00.000Z", "2020-01-01"),
        ("2020-02-28T16:00:00.000Z", "2020-02-29"),
        ("2020-01-26T06:00:00.000Z", "2020-01-26"),
        ("2020-02-03", "2020-02-03"),
        ("2020/2/3", "2020-02-03"),
        ("2020年2月3日", "2020-02-03"),
        ("2020-02-03T00:30:00+08:00", "2020-02-03"),
    ],
)
def test_day_is_the_one_in_china(text, day):
    assert str(local_date(moment_of(text))) == day
    assert shown(text) == day


@given(st.dates(dt.date(2019, 12, 1), dt.date(2020, 12, 31)))
def test_midnight_written_as_utc_is_never_a_day_early(day):
    written = start_of(day).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    assert local_date(moment_of(written)) == day


@pytest.mark.parametrize(
    "text", ["2020-02-30", "2月3日", "2020-02-03T00:00:00", "43864", "无", "-"]
)
def test_what_is_no_date_is_refused(reader, text):
    assert reader.moment(text, 2, "确诊日期") is None
    assert codes(reader) == ["import.date_unreadable"]


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        (dt.datetime(2019, 12, 1, tzinfo=LOCAL), []),
        (dt.datetime(2019, 11, 30, 23, 59, tzinfo=LOCAL), ["import.date_implausible"]),
        (NOW, []),
        (NOW + dt.timedelta(seconds=1), ["import.date_implausible"]),
    ],
)
def test_date_is_within_the_epidemic_and_not_in_the_future(reader, moment, found):
    taken = reader.moment(moment.isoformat(), 2, "确诊日期")

    assert codes(reader) == found
    assert (taken is None) == bool(found)


@pytest.mark.parametrize(("text", "age"), [("1", 1), ("120", 120), ("", None)])
def test_age_within_reason_is_taken(reader, text, age):
    assert reader.age(text, 2, "年龄") == age
    assert codes(reader) == []


@pytest.mark.parametrize("text", ["121", "-1", "5个月", "３", "15-88"])
def test_other_age_is_refused(reader, text):
    assert reader.age(text, 2, "年龄") is None
    assert codes(reader) == ["import.age_unreadable"]


def test_word_outside_the_list_is_refused(reader):
    assert reader.choice("男", 2, "性别", SEXES) == "1"
    assert reader.choice("雄", 2, "性别", SEXES) is None
    assert [issue.sentence for issue in reader.issues.found] == ["“雄”不在可选范围内，未采用"]
