import json
import socket

import pytest

from lianfang.wechat import client
from lianfang.wechat.client import platform
from lianfang.wechat.errors import (
    BadWechatCode,
    Busy,
    Refused,
    SnapshotUser,
    StaleToken,
    Unreachable,
)
from lianfang.wechat.rules import menu
from tests.factories.geo import T0

SNAPSHOT = {
    "openid": "virtual",
    "access_token": "a",
    "refresh_token": "b",
    "expires_in": 7200,
    "is_snapshotuser": 1,
}


def push(simulator, to, words, token=None):
    token = token or simulator.platform.token(anew=False)
    return client.push(token, to, words, page="https://city.example/h5/", at=T0)


def test_code_is_exchanged_for_the_openid_once(simulator):
    code = simulator.platform.give_code("demo-citizen")

    assert client.openid_of(code) == "demo-citizen"
    with pytest.raises(BadWechatCode):
        client.openid_of(code)


def test_unknown_code_is_refused(simulator):
    with pytest.raises(BadWechatCode):
        client.openid_of("made up")


def test_wrong_secret_is_our_trouble_and_not_the_visitors(simulator, settings):
    settings.WECHAT_SECRET = "wrong"

    with pytest.raises(Unreachable, match="40125"):
        client.openid_of(simulator.platform.give_code("a"))


def test_virtual_openid_of_a_snapshot_page_is_refused(platform_that_says):
    platform_that_says(json.dumps(SNAPSHOT))

    with pytest.raises(SnapshotUser):
        client.openid_of("code")


@pytest.mark.parametrize(
    ("status", "body"), [(502, ""), (200, "<html>"), (200, "[]"), (200, "{}"), (200, "null")]
)
def test_platform_that_answers_nonsense_is_unreachable(platform_that_says, status, body):
    platform_that_says(body, status)

    with pytest.raises(Unreachable):
        client.openid_of("code")
    with pytest.raises(Unreachable):
        client.fetch_token(anew=False)
    with pytest.raises(Unreachable):
        client.fetch_ticket("t")


def test_platform_that_is_not_there_is_unreachable(settings):
    settings.WECHAT_API_URL = "http://127.0.0.1:9"

    with pytest.raises(Unreachable):
        client.openid_of("code")


def test_platform_that_never_answers_is_given_up(settings, monkeypatch):
    monkeypatch.setattr(platform, "_TIMEOUT_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        settings.WECHAT_API_URL = f"http://127.0.0.1:{deaf.getsockname()[1]}"

        with pytest.raises(Unreachable):
            client.openid_of("code")
        with pytest.raises(Unreachable):
            client.fetch_token(anew=False)


def test_push_lands_on_the_followers_phone(simulator):
    receipt = push(simulator, "demo-citizen", "您有一条新的通知")

    sent = simulator.platform.messages()[0]
    assert (sent.channel, sent.to, sent.text) == ("微信", "demo-citizen", "您有一条新的通知")
    assert (receipt.way, receipt.number) == ("subscribe", sent.number)


def test_push_to_who_gave_no_leave_for_notices_goes_as_a_template_message(simulator):
    simulator.platform.unsubscribed.add("demo-citizen")

    assert push(simulator, "demo-citizen", "通知").way == "template"


def test_push_to_who_has_left_is_refused_with_the_platforms_number(simulator):
    simulator.platform.left.add("demo-citizen")

    with pytest.raises(Refused) as refused:
        push(simulator, "demo-citizen", "通知")
    assert refused.value.errcode == 43004


def test_push_with_a_token_that_is_no_longer_good_is_told_apart(simulator):
    with pytest.raises(StaleToken):
        push(simulator, "demo-citizen", "通知", token="old")


def test_push_above_the_quota_of_the_day_is_told_apart(simulator):
    simulator.act("", "use_up", "")

    with pytest.raises(Busy, match="45009"):
        push(simulator, "demo-citizen", "通知")


def test_text_that_a_template_cannot_hold_is_refused(simulator):
    with pytest.raises(Refused, match="47003"):
        push(simulator, "demo-citizen", "长" * 21)


def test_menu_is_put_up_and_shown(simulator):
    token = simulator.platform.token(anew=False)
    assert client.shown_menu(token) == []

    client.set_menu(token, menu("https://city.example"))

    assert client.shown_menu(token) == menu("https://city.example")


def test_menu_the_platform_does_not_take_is_refused(simulator):
    token = simulator.platform.token(anew=False)
    with pytest.raises(Refused, match="40018"):
        client.set_menu(token, [{"type": "click", "name": "太长的菜单名", "key": "k"}])


def test_production_asks_wechats_own_page(settings):
    settings.WECHAT_APPID = "wx1"

    url = client.authorize_url("https://city.example/wechat/", state="s1")

    assert url == (
        "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1"
        "&redirect_uri=https%3A%2F%2Fcity.example%2Fwechat%2F&response_type=code"
        "&scope=snsapi_base&state=s1#wechat_redirect"
    )


def test_page_signature_is_that_of_the_platforms_own_sample():
    """Sample of the platform's JS-SDK guide, appendix 1."""
    signature = client.sign_page(
        "http://mp.weixin.qq.com?params=value#part",
        ticket=(
            "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg"
        ),
        nonce="Wm3WZYTPz0wzccnW",
        timestamp=1414587457,
    )

    assert signature == "0f9de62fce790f9a083d5c99e95740ceb90c27ed"
