import pytest

from simulator.platform import CODE_LIFE_S, KEPT_MESSAGES, Platform, back_with, is_ours


def test_code_is_good_for_five_minutes():
    now = [0.0]
    platform = Platform(lambda: now[0])
    in_time, late = platform.give_code("a"), platform.give_code("b")

    now[0] = CODE_LIFE_S - 1
    assert platform.openid_for(in_time) == "a"
    now[0] = CODE_LIFE_S
    assert platform.openid_for(late) == ""


def test_messages_are_kept_newest_first_and_not_for_ever():
    platform = Platform()
    for n in range(KEPT_MESSAGES + 1):
        platform.keep("短信", str(n), "x")

    assert len(platform.messages()) == KEPT_MESSAGES
    assert platform.messages()[0].to == str(KEPT_MESSAGES)
    assert platform.messages("0") == []


@pytest.mark.parametrize(
    ("page", "is_registered"),
    [
        ("http://city.example/wechat/", True),
        ("http://city.example:81/", False),
        ("http://evil.example/?city.example", False),
        ("javascript:alert(1)//city.example", False),
        ("", False),
    ],
)
def test_only_the_registered_domain_is_gone_back_to(page, is_registered):
    assert is_ours(page, "city.example") is is_registered


def test_way_back_keeps_the_query_of_the_page():
    assert back_with("http://a/b?c=1", code="x", state="y") == "http://a/b?c=1&code=x&state=y"
