import datetime as dt
import os
import uuid
from dataclasses import replace

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from lianfang.passes.enums import Colour
from lianfang.passes.errors import BadToken
from lianfang.passes.rules import (
    Code,
    KeyPair,
    base45,
    colour_of,
    from_base45,
    new_key_pair,
    read,
    sign,
)
from lianfang.people.enums import CaseClass, ControlStatus, FactKind
from lianfang.people.rules import Fact, PassFacts
from tests.factories.geo import T0

DAY = dt.timedelta(days=1)


def facts(*kinds, control=ControlStatus.REGISTERED, case=CaseClass.NONE, verified=True):
    open_facts = tuple(Fact(kind, T0 - DAY, None) for kind in kinds)
    return PassFacts(1, 7, control, case, verified, open_facts)


def answer(known, *, observed=Colour.RED):
    return colour_of(known, observed=observed, valid_for=DAY, at=T0)


@pytest.mark.parametrize(
    ("known", "colour", "rule"),
    [
        (facts(case=CaseClass.DIED), "none", "void"),
        (facts(control=ControlStatus.DECEASED), "none", "void"),
        (facts(case=CaseClass.SUSPECTED), "red", "case"),
        (facts(case=CaseClass.CLINICAL), "red", "case"),
        (facts(case=CaseClass.CONFIRMED), "red", "case"),
        (facts(case=CaseClass.ASYMPTOMATIC), "red", "case"),
        (facts(control=ControlStatus.OBSERVED), "red", "observation"),
        (facts(control=ControlStatus.IN_TREATMENT), "red", "observation"),
        (facts(FactKind.OPEN_CLOSE_CONTACT), "red", "awaiting_verification"),
        (facts(control=ControlStatus.POST_DISCHARGE), "yellow", "monitoring"),
        (facts(control=ControlStatus.MONITORED), "yellow", "monitoring"),
        (facts(FactKind.ABNORMAL), "yellow", "abnormal"),
        (facts(FactKind.KEY_AREA_ARRIVAL), "yellow", "key_area"),
        (facts(FactKind.POOL_POSITIVE), "yellow", "retest"),
        (facts(FactKind.POSITIVE_TEST), "yellow", "retest"),
        (facts(FactKind.OVERDUE_DECLARATION), "gray", "overdue"),
        (facts(verified=False), "gray", "unverified"),
        (facts(), "green", "clear"),
        (facts(control=ControlStatus.RELEASED), "green", "clear"),
        (facts(case=CaseClass.RECOVERED), "green", "clear"),
        (facts(case=CaseClass.EXCLUDED), "green", "clear"),
    ],
)
def test_each_rule_gives_its_colour(known, colour, rule):
    given_answer = answer(known)

    assert (given_answer.colour, given_answer.rule) == (colour, rule)


def test_the_first_match_wins():
    known = facts(FactKind.ABNORMAL, FactKind.OPEN_CLOSE_CONTACT, control=ControlStatus.MONITORED)

    assert answer(known).rule == "awaiting_verification"


def test_a_city_may_show_people_under_observation_in_yellow():
    known = facts(control=ControlStatus.OBSERVED)

    assert answer(known, observed=Colour.YELLOW).colour == Colour.YELLOW


def test_an_answer_holds_until_the_first_fact_ends():
    soon = T0 + dt.timedelta(hours=3)
    known = replace(facts(), facts=(Fact(FactKind.ABNORMAL, T0 - DAY, soon),))

    assert answer(known).valid_until == soon
    assert answer(facts()).valid_until == T0 + DAY


@pytest.mark.parametrize("rule", ["case", "observation", "abnormal"])
def test_no_reason_names_a_diagnosis(rule):
    reasons = [
        answer(facts(case=CaseClass.CONFIRMED)).reason,
        answer(facts(control=ControlStatus.OBSERVED)).reason,
        answer(facts(FactKind.OPEN_CLOSE_CONTACT)).reason,
    ]

    assert not any(word in reason for reason in reasons for word in ("确诊", "密接", "阳性"))


def make_code():
    return Code(uuid.uuid4(), Colour.GREEN, T0, T0 + dt.timedelta(seconds=60), 3)


def signed(code, pair):
    return sign(code, area="990101", nonce=os.urandom(8), pair=pair)


def test_a_code_reads_back_with_the_public_half_alone():
    pair, code = new_key_pair(), make_code()

    assert read(signed(code, pair), {pair.kid: KeyPair(pair.kid, "", pair.public)}) == code


def test_a_code_is_small_enough_for_an_old_phone():
    text = signed(make_code(), new_key_pair())

    assert segno.make(text, error="m", micro=False).version <= 9


def test_a_code_signed_by_a_stranger_is_refused():
    pair, other = new_key_pair(), new_key_pair()

    with pytest.raises(BadToken):
        read(signed(make_code(), other), {pair.kid: pair})


@pytest.mark.parametrize("text", ["", "LF1:", "LF1:!!", "HC1:ABC", "LF1:" + "0" * 200])
def test_what_is_no_code_is_refused(text):
    pair = new_key_pair()

    with pytest.raises(BadToken):
        read(text, {pair.kid: pair})


@given(st.integers(4, 200))
def test_a_changed_character_is_refused(place):
    pair = new_key_pair()
    text = signed(make_code(), pair)
    changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]

    with pytest.raises(BadToken):
        read(changed, {pair.kid: pair})


@given(st.binary(max_size=200))
def test_base45_comes_back(raw):
    assert from_base45(base45(raw)) == raw


def test_base45_is_that_of_rfc_9285():
    assert base45(b"Hello!!") == "%69 VD92EX0"
