"""Who must be verified, and what may stand in a form."""

import datetime as dt

import pytest

from lianfang.declarations.enums import FormKind
from lianfang.declarations.fields import SHIPPED, Item
from lianfang.declarations.rules import faults_of, filled, must_verify

TODAY = dt.date(2020, 2, 20)
FOURTEEN, SEVEN = dt.timedelta(days=14), dt.timedelta(days=7)


@pytest.mark.parametrize(
    ("told", "verified"),
    [
        ({}, False),
        ({"has_key_area": True}, True),
        ({"has_contact": True}, True),
        ({"is_ill": True}, True),
        ({"has_key_area": True, "has_contact": True, "is_ill": True, "days_ago": 0}, True),
        ({"days_ago": 0}, True),  # today
        ({"days_ago": 13}, True),
        ({"days_ago": 14}, False),  # the full window is over
        ({"days_ago": 6, "window": SEVEN}, True),
        ({"days_ago": 7, "window": SEVEN}, False),  # policy may ask for less
        ({"days_ago": -1}, False),  # not back yet
        ({"days_ago": -1, "has_key_area": True}, True),
        ({"days_ago": 30, "has_contact": True}, True),
    ],
)
def test_who_must_be_verified(told, verified):
    days_ago = told.pop("days_ago", None)
    back = None if days_ago is None else TODAY - dt.timedelta(days=days_ago)
    nothing = {"has_key_area": False, "has_contact": False, "is_ill": False, "window": FOURTEEN}

    assert must_verify(**(nothing | told), return_date=back, today=TODAY) == verified


def test_variables_are_filled_in_and_nothing_else_is_read_out_of_them():
    words = {"city_short": "望", "key_date": "1月17日"}

    assert filled("返{city_short}，{key_date}后", words) == "返望，1月17日后"
    assert filled("{city_short.__class__} {0}", words) == "{city_short.__class__} {0}"


@pytest.mark.parametrize("kind", FormKind)
def test_the_shipped_forms_are_good(kind):
    form = SHIPPED[kind]

    assert faults_of(form.title, form.note, form.items) == {}


def test_a_form_keeps_who_it_is_about_and_knows_its_questions_and_variables():
    items = [Item("name"), Item("phone", required=False), Item("sex", label="{colour}"), Item("x")]

    faults = faults_of(" ", "字" * 301, [*items, Item("name")])

    assert faults == {
        "title": "请填写标题",
        "note": "太长，最多 300 个字",
        "name": "没有这个字段，或重复出现",
        "sex": "没有变量 {colour}",
        "x": "没有这个字段，或重复出现",
        "phone": "必须保留并必填",
        "id_number": "必须保留并必填",
    }
