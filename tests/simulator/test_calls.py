import pytest

from simulator import calls
from simulator.platform import DAY_S, OVERLAP_S, TOKEN_LIFE_S, Platform

ACCOUNT = {"appid": "wx-simulator", "secret": "simulated"}
CREDENTIALS = ACCOUNT | {"grant_type": "client_credential"}
NOTICE = {"touser": "o1", "template_id": "notice", "data": {"thing1": {"value": "新通知"}}}
PATH = "/cgi-bin/message/template/send"


@pytest.fixture
def now():
    return [0.0]


@pytest.fixture
def platform(now):
    return Platform(lambda: now[0])


def test_stable_token_is_the_same_for_all_until_it_ends(platform, now):
    first = calls.stable_token(platform, CREDENTIALS)
    now[0] = 100

    second = calls.stable_token(platform, CREDENTIALS)
    now[0] = TOKEN_LIFE_S + 1
    third = calls.stable_token(platform, CREDENTIALS)

    assert second == {"access_token": first["access_token"], "expires_in": TOKEN_LIFE_S - 100}
    assert third["access_token"] != first["access_token"]
    assert platform.trouble_with(first["access_token"], PATH)["errcode"] == 42001


def test_plain_token_ends_the_one_before_after_five_minutes(platform, now):
    first = calls.plain_token(platform, CREDENTIALS)["access_token"]
    calls.plain_token(platform, CREDENTIALS)

    assert platform.trouble_with(first, PATH) == {}
    now[0] = OVERLAP_S
    assert platform.trouble_with(first, PATH)["errcode"] == 42001


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (CREDENTIALS | {"appid": "x"}, 40013),
        (CREDENTIALS | {"secret": "x"}, 40125),
        (ACCOUNT, 40002),
    ],
)
def test_token_for_a_wrong_account_is_refused(platform, given, code):
    assert calls.stable_token(platform, given)["errcode"] == code


def test_token_that_is_missing_unknown_or_above_the_quota_is_told_apart(platform):
    token = calls.stable_token(platform, CREDENTIALS)["access_token"]

    assert platform.trouble_with("", PATH)["errcode"] == 41001
    assert platform.trouble_with("x", PATH)["errcode"] == 40001
    platform.used_up.add(PATH)
    assert platform.trouble_with(token, PATH)["errcode"] == 45009
    platform.forget_tokens()
    assert platform.trouble_with(token, PATH)["errcode"] == 40001


def test_quota_of_the_day_runs_out_and_comes_back(platform, now):
    platform.calls_a_day = 2
    token = platform.token(anew=False)

    codes = [platform.trouble_with(token, PATH).get("errcode", 0) for _ in range(3)]
    now[0] = DAY_S
    token = platform.token(anew=False)

    assert codes == [0, 0, 45009]
    assert platform.trouble_with(token, PATH) == {}


def test_code_is_exchanged_once(platform):
    code = platform.give_code("o1")

    assert calls.exchange(platform, ACCOUNT | {"code": code})["openid"] == "o1"
    assert calls.exchange(platform, ACCOUNT | {"code": code})["errcode"] == 40163
    assert calls.exchange(platform, ACCOUNT | {"code": "x"})["errcode"] == 40029
    assert calls.exchange(platform, ACCOUNT)["errcode"] == 41008


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"touser": ""}, 40003),
        ({"template_id": "x"}, 40037),
        ({"data": "x"}, 47003),
        ({"data": {"thing1": {"value": "长" * 21}}}, 47003),
    ],
)
def test_message_that_is_not_right_is_refused(platform, change, code):
    assert calls.template(platform, NOTICE | change)["errcode"] == code
    assert platform.messages() == []


def test_who_left_gets_neither_kind_and_who_forbade_only_one(platform):
    platform.left.add("o1")
    platform.unsubscribed.add("o2")
    to_two = NOTICE | {"touser": "o2"}

    assert calls.template(platform, NOTICE)["errcode"] == 43004
    assert calls.subscription(platform, NOTICE)["errcode"] == 43101
    assert calls.subscription(platform, to_two)["errcode"] == 43101
    assert calls.template(platform, to_two)["errcode"] == 0


@pytest.mark.parametrize(
    ("buttons", "code"),
    [
        ([], 40016),
        ([{"name": "a", "type": "click", "key": "k"}] * 4, 40016),
        ([{"name": "a", "sub_button": [{"name": "b", "type": "click", "key": "k"}] * 6}], 40023),
        ([{"name": "太长的名字啊", "type": "click", "key": "k"}], 40018),
        ([{"name": "a", "type": "dance"}], 40017),
        ([{"name": "a", "type": "click"}], 40019),
        ([{"name": "a", "type": "view", "url": "javascript:1"}], 40055),
    ],
)
def test_menu_that_breaks_a_rule_is_refused(platform, buttons, code):
    assert calls.set_menu(platform, {"button": buttons})["errcode"] == code
    assert calls.shown_menu(platform)["errcode"] == 46003


def test_menu_is_deleted(platform):
    calls.set_menu(platform, {"button": [{"name": "a", "type": "click", "key": "k"}]})
    assert calls.shown_menu(platform)["menu"]["button"][0]["name"] == "a"

    calls.delete_menu(platform)

    assert platform.menu == []
