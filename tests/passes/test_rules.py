import datetime as dt
import os
import uuid
from dataclasses import replace

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from lianfang.passes.enums import Colour, Refusal
from lianfang.passes.errors import BadToken
from lianfang.passes.rules import (
    Code,
    KeyPair,
    base45,
    colour_of,
    from_base45,
    hint_of,
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


TABLE = [
    (facts(case=CaseClass.DIED), "none", "void"),
    (facts(control=ControlStatus.DECEASED), "none", "void"),
    (facts(case=CaseClass.SUSPECTED), "red", "case"),
    (facts(case=CaseClass.CLINICAL), "red", "case"),
    (facts(case=CaseClass.CONFIRMED), "red", "case"),
    (facts(case=CaseClass.ASYMPTOMATIC), "red", "case"),
    (facts(control=ControlStatus.OBSERVED), "red", "observation"),
    (facts(control=ControlStatus.IN_TREATMENT), "red", "treatment"),
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
]
ORDER = (  # handbook §4.5: what each rule asks of the file; the first that matches wins
    ("void", {"case": CaseClass.DIED}),
    ("case", {"case": CaseClass.SUSPECTED}),
    ("treatment", {"control": ControlStatus.IN_TREATMENT}),
    ("observation", {"control": ControlStatus.OBSERVED}),
    ("awaiting_verification", {"kind": FactKind.OPEN_CLOSE_CONTACT}),
    ("monitoring", {"control": ControlStatus.MONITORED}),
    ("abnormal", {"kind": FactKind.ABNORMAL}),
    ("key_area", {"kind": FactKind.KEY_AREA_ARRIVAL}),
    ("retest", {"kind": FactKind.POOL_POSITIVE}),
    ("overdue", {"kind": FactKind.OVERDUE_DECLARATION}),
    ("unverified", {"verified": False}),
)


def both(first, second):
    """A file on which both rules match; nothing where one axis would have to stand twice."""
    kinds = [asked.pop("kind") for asked in (first, second) if "kind" in asked]
    return None if set(first) & set(second) else facts(*kinds, **first, **second)


@pytest.mark.parametrize(("known", "colour", "rule"), TABLE)
def test_each_rule_gives_its_colour(known, colour, rule):
    given_answer = answer(known)

    assert (given_answer.colour, given_answer.rule) == (colour, rule)


@pytest.mark.parametrize("later", range(1, len(ORDER)))
def test_of_two_rules_that_match_the_first_wins(later):
    for rule, asked in ORDER[:later]:
        known = both(dict(asked), dict(ORDER[later][1]))
        if known:
            assert answer(known).rule == rule


def test_a_city_may_show_people_under_observation_in_yellow():
    known = facts(control=ControlStatus.OBSERVED)

    assert answer(known, observed=Colour.YELLOW).colour == Colour.YELLOW


def test_an_answer_holds_until_the_first_fact_ends_or_the_next_begins():
    soon = T0 + dt.timedelta(hours=3)
    known = replace(facts(), facts=(Fact(FactKind.ABNORMAL, T0 - DAY, soon),))

    assert answer(known).valid_until == soon
    assert answer(replace(facts(), next_at=soon)).valid_until == soon
    assert answer(facts()).valid_until == T0 + DAY


@pytest.mark.parametrize(("known", "colour", "rule"), TABLE)
def test_no_reason_names_a_diagnosis_or_a_contact(known, colour, rule):
    reason = answer(known).reason

    assert reason
    assert not any(word in reason for word in ("确诊", "疑似", "密接", "接触", "阳性", "死亡"))


@pytest.mark.parametrize("refusal", list(Refusal))
def test_the_guard_is_told_what_to_do_and_nothing_of_health_but_what_he_measured(refusal):
    hint = hint_of(refusal)

    assert hint
    assert not any(word in hint for word in ("确诊", "疑似", "密接", "接触", "阳性", "隔离"))


def make_code():
    return Code(uuid.uuid4(), Colour.GREEN, T0, T0 + dt.timedelta(seconds=60), 3)


def signed(code, pair):
    return sign(code, area="990101", nonce=os.urandom(8), pair=pair)


def test_a_code_reads_back_with_the_public_half_alone():
    pair, code = new_key_pair(), make_code()

    assert read(signed(code, pair), {pair.kid: KeyPair(pair.kid, "", pair.public)}) == code


def test_a_code_is_small_enough_for_an_old_phone():
    text = signed(replace(make_code(), epoch=2**31 - 1), new_key_pair())

    qr = segno.make(text, error="m", micro=False, boost_error=False)
    assert (len(text) <= 226, qr.mode, qr.version <= 9) == (True, "alphanumeric", True)


def test_a_code_signed_by_a_stranger_is_refused():
    pair, other = new_key_pair(), new_key_pair()

    with pytest.raises(BadToken):
        read(signed(make_code(), other), {pair.kid: pair})


@pytest.mark.parametrize("text", ["", "LF1:", "LF1:!!", "HC1:ABC", "LF1:" + "0" * 200])
def test_what_is_no_code_is_refused(text):
    pair = new_key_pair()

    with pytest.raises(BadToken):
        read(text, {pair.kid: pair})


def test_any_changed_character_is_refused():
    pair = new_key_pair()
    text = signed(make_code(), pair)

    for place in range(len("LF1:"), len(text)):
        other = "A" if text[place] != "A" else "B"
        with pytest.raises(BadToken):
            read(text[:place] + other + text[place + 1 :], {pair.kid: pair})


@given(st.binary(max_size=200))
def test_base45_comes_back(raw):
    assert from_base45(base45(raw)) == raw


@pytest.mark.parametrize(
    ("raw", "text"),
    [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581")],
)
def test_base45_is_that_of_rfc_9285(raw, text):
    assert (base45(raw), from_base45(text)) == (text, raw)


@pytest.mark.parametrize("text", ["A", "BB8A", ":::", "a b"])
def test_what_is_no_base45_is_refused(text):
    with pytest.raises((ValueError, OverflowError)):
        from_base45(text)
