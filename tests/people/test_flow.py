import itertools

import pytest

from lianfang.people.enums import Axis, CaseClass, ControlStatus, Severity
from lianfang.people.errors import WrongStatus
from lianfang.people.flow import ARROWS, check_move, label

WORDS = {Axis.CONTROL: ControlStatus, Axis.CLASS: CaseClass, Axis.SEVERITY: Severity}
PAIRS = [
    pytest.param(axis, before, after, id=f"{axis}:{before}>{after}")
    for axis, words in WORDS.items()
    for before, after in itertools.permutations(words.values, 2)
]


@pytest.mark.parametrize(("axis", "before", "after"), PAIRS)
def test_every_pair_is_an_arrow_or_is_refused(axis, before, after):
    if after in ARROWS[axis].get(before, frozenset()):
        check_move(axis, before, after)
    else:
        with pytest.raises(WrongStatus):
            check_move(axis, before, after)


def test_nobody_comes_back_from_death():
    assert ARROWS[Axis.CONTROL][ControlStatus.DECEASED] == frozenset()
    assert ARROWS[Axis.CLASS][CaseClass.DIED] == frozenset()


def test_only_the_suspected_and_the_clinical_are_excluded():
    sources = {b for b, afters in ARROWS[Axis.CLASS].items() if CaseClass.EXCLUDED in afters}

    assert sources == {CaseClass.SUSPECTED, CaseClass.CLINICAL}


def test_released_people_can_be_observed_again():
    check_move(Axis.CONTROL, ControlStatus.RELEASED, ControlStatus.OBSERVED)


@pytest.mark.parametrize(
    ("control", "case_class", "severity", "word"),
    [
        ("under_observation", "none", "", "隔离观察"),
        ("in_treatment", "confirmed", "severe", "确诊(重型)"),
        ("in_treatment", "confirmed", "", "确诊"),
        ("in_treatment", "suspected", "", "疑似"),
        ("post_discharge", "recovered", "mild", "治愈"),
        ("deceased", "died", "critical", "死亡"),
        ("released", "excluded", "", "解除"),
    ],
)
def test_the_plans_one_word_is_derived(control, case_class, severity, word):
    assert label(control, case_class, severity) == word
