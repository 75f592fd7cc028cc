"""Names mistaken for each other by the shape of a character."""

import pytest

from lianfang.core.lookalikes import look_alike, mistaken_for


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("赵晴", "赵睛", True),
        ("梁伟", "粱玮", True),
        ("赵晴", "赵晴", False),
        ("赵晴", "钱晴", False),
        ("赵晴", "赵晴晴", False),
        ("Anna", "Anne", False),
    ],
)
def test_names_look_alike_when_every_character_does(one, other, alike):
    assert look_alike(one, other) is alike
    assert look_alike(other, one) is alike


def test_names_it_may_have_been_written_as_begin_with_one_change_and_are_few():
    names = mistaken_for("梁晴伟")
    assert names[0] in {"粱晴伟", "梁睛伟", "梁清伟", "梁情伟", "梁晴玮", "梁晴炜"}
    assert "梁晴伟" not in names
    assert len(names) <= 24
    assert mistaken_for("Anna") == []
