"""The self-check as data: questions that lead to advice (handbook §2.1, §3.6)."""

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from lianfang.articles.enums import AdviceLevel
from lianfang.articles.errors import BadTree

_MOST = 30


class Option(msgspec.Struct, forbid_unknown_fields=True):
    """An answer; ``sign`` is the sign of illness (CL2) that goes into a report."""

    text: str
    to: str = ""
    sign: str = ""


class Question(msgspec.Struct, forbid_unknown_fields=True):
    """With ``many`` several answers may be ticked.

    The first ticked one that leads somewhere wins; ``otherwise`` is where it goes without any.
    """

    id: str
    text: str
    options: list[Option]
    hint: str = ""
    many: bool = False
    otherwise: str = ""


class Advice(msgspec.Struct, forbid_unknown_fields=True):
    """An end; ``report`` offers a filled-in report about this kind of subject."""

    id: str
    level: AdviceLevel
    title: str
    lines: list[str]
    call: bool = False
    report: Literal["", "self", "suspected", "returnee"] = ""


class Tree(msgspec.Struct, forbid_unknown_fields=True):
    """The first question is where it begins."""

    questions: list[Question]
    advice: list[Advice]


def read_tree(given: object) -> Tree:
    """Raises BadTree with a sentence on what is missing."""
    try:
        tree = msgspec.convert(given, Tree)
    except msgspec.ValidationError:
        raise BadTree("自查问题的格式不对") from None
    fault = next(_faults(tree), "")
    if fault:
        raise BadTree(fault)
    return tree


def tree_as_data(tree: Tree) -> dict[str, object]:
    data: dict[str, object] = msgspec.to_builtins(tree)
    return data


def _faults(tree: Tree) -> Iterator[str]:
    if not tree.questions or not tree.advice:
        yield "至少要有一个问题和一条建议"
        return
    if len(tree.questions) + len(tree.advice) > _MOST:
        yield f"问题和建议合计不能超过 {_MOST} 条"
    ids = [question.id for question in tree.questions] + [one.id for one in tree.advice]
    if "" in ids or len(set(ids)) < len(ids):
        yield "问题和建议的编号不能为空或重复"
    targets = {question.id: _targets(question) for question in tree.questions}
    for question in tree.questions:
        yield from _faults_of(question, set(ids))
    for advice in tree.advice:
        if not advice.title.strip() or not any(line.strip() for line in advice.lines):
            yield f"请写出建议“{advice.title or advice.id}”的标题和内容"
    if _turns_back(targets):
        yield "问题之间不能绕回已经问过的问题"


def _faults_of(question: Question, ids: set[str]) -> Iterator[str]:
    name = question.text.strip() or question.id
    if not question.text.strip() or not question.options:
        yield f"请写出问题“{name}”的内容和选项"
    if any(not option.text.strip() for option in question.options):
        yield f"问题“{name}”有空白的选项"
    wanted = _targets(question)
    if not wanted or not set(wanted) <= ids:
        yield f"问题“{name}”有选项没有指明下一步"


def _targets(question: Question) -> list[str]:
    """Where it may lead: any answer must lead somewhere, a ticked one may leave it to others."""
    options = [option.to for option in question.options]
    if question.many:
        return [*(to for to in options if to), question.otherwise]
    return options


def _turns_back(targets: Mapping[str, list[str]]) -> bool:
    """Take away, again and again, the questions that lead to none that is left."""
    left = dict(targets)
    while ends := [name for name, to in left.items() if not left.keys() & set(to)]:
        for name in ends:
            del left[name]
    return bool(left)
