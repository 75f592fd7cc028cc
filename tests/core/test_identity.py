"""GB 11643 and the other documents; handbook §3.3 and the vectors of §10.2."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.core.identity import BadIdentity, check_digit, read
from tests.shared_data import real_file

TODAY = dt.date(2020, 2, 10)


@pytest.mark.parametrize(
    ("first17", "digit"),
    [("11010519491231002", "X"), ("44030019800101001", "1"), ("11010519880605371", "8")],
)
def test_check_digit_of_the_published_numbers(first17, digit):
    assert check_digit(first17) == digit


def vectors():
    return json.loads(real_file("vectors", "vectors.json").read_text(encoding="utf-8"))


SAYS = {"checksum": "校验位", "format": "18 位", "date": "出生日期"}


def test_every_collected_number_reads_as_expected():
    for vector in vectors()["resident_id"]:
        number, expected = vector["id"], vector["expected"]
        if expected == "ok":  # the standard's own sample was born in 1880: too old for today
            today = dt.date(1999, 7, 1) if number[6:8] == "18" else TODAY
            assert read("01", number, today=today).number == number.upper()
            continue
        with pytest.raises(BadIdentity) as refused:
            read("01", number, today=TODAY)
        assert SAYS[expected] in refused.value.detail, number


def test_number_tells_birth_sex_and_county():
    someone = read("01", " 11010519491231002x ", today=TODAY)

    assert someone.number == "11010519491231002X"
    assert (someone.birth_date, someone.sex) == (dt.date(1949, 12, 31), "2")
    assert (someone.county_code, someone.doubts) == ("110105", [])


def test_old_fifteen_digits_become_eighteen_with_a_remark():
    someone = read("01", "110105491231002", today=TODAY)

    assert someone.number == "11010519491231002X"
    assert someone.doubts == ["15 位旧号码已换算为 18 位"]


@pytest.mark.parametrize(
    ("born", "is_refused"),
    [
        ("20200210", False),
        ("20200211", True),
        ("19000101", False),
        ("18991231", True),
        ("20190229", True),
        ("20000229", False),
    ],
)
def test_birth_date_must_exist_and_be_of_somebody_alive(born, is_refused):
    first17 = f"440308{born}001"
    number = first17 + check_digit(first17)

    if is_refused:
        with pytest.raises(BadIdentity) as refused:
            read("01", number, today=TODAY)
        assert list(refused.value.fields) == ["id_number"]
    else:
        assert read("01", number, today=TODAY).birth_date


def test_abolished_county_is_no_reason_to_refuse():
    """440308 was made in 1998; people born there in 1990 carry it all the same."""
    first17 = "44030819900101001"

    assert read("01", first17 + check_digit(first17), today=TODAY).county_code == "440308"


@pytest.mark.parametrize(
    ("document", "number", "is_good"),
    [
        ("03", "E12345678", True),
        ("03", "e 1234 5678", True),
        ("03", "1234", False),
        ("06", "H12345678", True),
        ("06", "M1234567801", True),
        ("06", "X12345678", False),
        ("07", "12345678", True),
        ("07", "1234567", False),
        ("99", "军字第1号", True),
        ("99", "x" * 33, False),
        ("42", "1", False),
    ],
)
def test_other_documents_by_their_patterns(document, number, is_good):
    if is_good:
        assert read(document, number, today=TODAY).birth_date is None
    else:
        with pytest.raises(BadIdentity):
            read(document, number, today=TODAY)


@given(st.integers(0, 10**17 - 1), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number, place, by):
    first17 = f"{number:017}"
    changed = first17[:place] + str((int(first17[place]) + by) % 10) + first17[place + 1 :]

    assert check_digit(changed) != check_digit(first17)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_and_never_crashes(text):
    try:
        someone = read("01", text, today=TODAY)
    except BadIdentity:
        return
    assert len(someone.number) == 18
