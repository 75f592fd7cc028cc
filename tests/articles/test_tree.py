"""A self-check must end in advice whatever is answered."""

import copy

import pytest

from lianfang.articles.client import shipped_self_check
from lianfang.articles.errors import BadTree
from lianfang.articles.rules import read_tree, tree_as_data

TREE = {
    "questions": [
        {
            "id": "q1",
            "text": "发热吗？",
            "many": True,
            "options": [{"text": "发热", "sign": "01", "to": "a1"}, {"text": "乏力"}],
            "otherwise": "q2",
        },
        {
            "id": "q2",
            "text": "接触过病人吗？",
            "options": [{"text": "是", "to": "a1"}, {"text": "否", "to": "a2"}],
        },
    ],
    "advice": [
        {"id": "a1", "level": "act", "title": "就医", "lines": ["去发热门诊"], "report": "self"},
        {"id": "a2", "level": "calm", "title": "防护", "lines": ["戴口罩"]},
    ],
}


def changed(change):
    tree = copy.deepcopy(TREE)
    change(tree)
    return tree


def test_a_whole_tree_is_read_and_written_as_it_was():
    again = read_tree(tree_as_data(read_tree(TREE)))

    assert again == read_tree(TREE)


def test_the_shipped_self_check_is_whole():
    tree = read_tree(shipped_self_check()["tree"])

    assert {advice.level for advice in tree.advice} == {"act", "watch", "calm"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t["questions"].clear(), "至少要有一个问题和一条建议"),
        (lambda t: t["advice"].clear(), "至少要有一个问题和一条建议"),
        (lambda t: t["questions"][1]["options"][0].update(to="nowhere"), "没有指明下一步"),
        (lambda t: t["questions"][1]["options"][0].update(to=""), "没有指明下一步"),
        (lambda t: t["questions"][0].update(otherwise=""), "没有指明下一步"),
        (lambda t: t["questions"][1]["options"][0].update(to="q1"), "不能绕回"),
        (lambda t: t["questions"][1].update(id="q1"), "不能为空或重复"),
        (lambda t: t["questions"][1].update(text=" "), "请写出问题"),
        (lambda t: t["questions"][1]["options"][0].update(text=""), "空白的选项"),
        (lambda t: t["advice"][0].update(lines=[]), "请写出建议"),
        (lambda t: t["advice"][0].update(report="everybody"), "格式不对"),
        (lambda t: t["advice"][0].update(onclick="x"), "格式不对"),
        (lambda t: t["advice"].extend({**t["advice"][0], "id": f"x{n}"} for n in range(30)), "30"),
    ],
)
def test_a_tree_that_leads_nowhere_is_refused_with_what_is_missing(change, said):
    with pytest.raises(BadTree, match=said):
        read_tree(changed(change))
