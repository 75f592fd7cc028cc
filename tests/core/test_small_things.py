"""Masking, paging, the clock, telephones, problems and actors."""

import datetime as dt

import pytest

from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.core.masking import mask_name, mask_number
from lianfang.core.paging import BadCursor, decode, encode, page_of
from lianfang.core.phones import BadPhone, read_phone
from lianfang.core.problems import Invalid, Problem
from tests.factories.geo import T0


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("11010519491231002X", "110***********002X"),
        ("13800138000", "138****8000"),
        ("12345678", "123*5678"),
        ("1234567", "*******"),
        ("1", "*"),
        ("", ""),
    ],
)
def test_numbers_show_their_first_three_and_last_four(number, masked):
    assert mask_number(number) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张三", "张*"), ("张小三", "张*三"), ("欧阳小明", "欧**明"), ("张", "*"), ("", "")],
)
def test_names_show_enough_to_recognise_oneself(name, masked):
    assert mask_name(name) == masked


def test_pages_follow_each_other_without_gap_or_repetition():
    everything, seen, after = list(range(7)), [], -1
    while True:
        found = [n for n in everything if n > after][: 3 + 1]
        page = page_of(found, 3, lambda n: (n,))
        seen += page.rows
        if not page.next:
            break
        after = int(decode(page.next, 1)[0])

    assert seen == everything


def test_exactly_full_last_page_has_no_next():
    assert page_of([1, 2, 3], 3, lambda n: (n,)).next == ""


def test_cursor_keeps_its_parts_and_their_number():
    assert decode(encode("2020-02-10", 7), 2) == ["2020-02-10", "7"]
    for wrong in (encode(1), "!!", "甲", "AAA", encode(1, 2, 3)):
        with pytest.raises(BadCursor):
            decode(wrong, 2)


def test_day_is_the_local_day():
    evening = dt.datetime(2020, 2, 9, 15, 59, 59, tzinfo=dt.UTC)

    assert clock.local_date(evening) == dt.date(2020, 2, 9)
    assert clock.local_date(evening + dt.timedelta(seconds=1)) == dt.date(2020, 2, 10)
    day = dt.date(2020, 2, 10)
    assert clock.start_of(day) == dt.datetime(2020, 2, 9, 16, tzinfo=dt.UTC)
    assert clock.end_of(day) == clock.start_of(day) + dt.timedelta(days=1)
    assert clock.at_local(day, dt.time(6)) == dt.datetime(2020, 2, 9, 22, tzinfo=dt.UTC)


def test_clock_is_the_real_one_unless_a_demo_says_otherwise(settings):
    second = dt.timedelta(seconds=5)
    real = dt.datetime.now(tz=dt.UTC)
    assert abs(clock.now() - real) < second

    settings.CLOCK_ORIGIN = (real - dt.timedelta(minutes=10)).timestamp()
    settings.CLOCK_VIRTUAL = T0.timestamp()
    settings.CLOCK_SPEED = 60.0

    assert abs(clock.now() - (T0 + dt.timedelta(hours=10))) < 60 * second


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("13800138000", "13800138000"),
        (" 138 0013-8000 ", "13800138000"),
        ("+8613800138000", "13800138000"),
        ("0086 138 0013 8000", "13800138000"),
        ("0755-12345678", "75512345678"),
        ("+852 2345 6789", "+85223456789"),
    ],
)
def test_telephones_have_one_stored_form(text, stored):
    assert read_phone(text) == stored


@pytest.mark.parametrize("text", ["", "12", "abc", "1380013800000000"])
def test_what_is_no_telephone_is_refused_at_its_field(text):
    with pytest.raises(BadPhone) as refused:
        read_phone(text, field="contact")
    assert list(refused.value.fields) == ["contact"]


def test_problem_tells_code_status_title_detail_and_fields():
    problem = Invalid("少了电话", fields={"phone": "请填写电话"})

    assert problem.as_dict() == {
        "type": "urn:lianfang:invalid",
        "code": "invalid",
        "title": "填写有误，请按提示修改",
        "status": 422,
        "detail": "少了电话",
        "fields": {"phone": "请填写电话"},
    }
    assert set(Problem().as_dict()) == {"type", "code", "title", "status"}


def test_system_is_an_actor_without_an_id():
    assert Actor.system() == Actor("system", None, "系统")
