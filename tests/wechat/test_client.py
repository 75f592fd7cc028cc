import httpx
import pytest

from lianfang.wechat import client
from lianfang.wechat.errors import BadWechatCode, Refused, SnapshotUser, Unreachable


def test_code_is_exchanged_for_the_openid_once(simulator):
    code = simulator.platform.give_code("demo-citizen")

    assert client.openid_of(code) == "demo-citizen"
    with pytest.raises(BadWechatCode):
        client.openid_of(code)


def test_unknown_code_is_refused(simulator):
    with pytest.raises(BadWechatCode):
        client.openid_of("made up")


def test_virtual_openid_of_a_snapshot_page_is_refused(respx_mock, settings):
    answer = {"openid": "virtual", "is_snapshotuser": 1}
    respx_mock.get(url__startswith=settings.WECHAT_API_URL).respond(json=answer)

    with pytest.raises(SnapshotUser):
        client.openid_of("code")


@pytest.mark.parametrize("answer", [httpx.Response(502), httpx.Response(200, text="<html>")])
def test_platform_that_answers_nonsense_is_unreachable(respx_mock, settings, answer):
    respx_mock.get(url__startswith=settings.WECHAT_API_URL).mock(return_value=answer)

    with pytest.raises(Unreachable):
        client.openid_of("code")


def test_platform_that_is_not_there_is_unreachable(settings):
    settings.WECHAT_API_URL = "http://127.0.0.1:9"

    with pytest.raises(Unreachable):
        client.openid_of("code")


def test_push_lands_on_the_followers_phone(simulator):
    client.push("demo-citizen", "您有一条新的通知")

    assert [(m.channel, m.to, m.text) for m in simulator.platform.messages()] == [
        ("微信", "demo-citizen", "您有一条新的通知")
    ]


def test_push_takes_a_new_token_when_the_old_one_is_no_longer_good(simulator):
    client.push("demo-citizen", "一")
    simulator.platform.token(anew=True)

    client.push("demo-citizen", "二")

    assert [m.text for m in simulator.platform.messages()] == ["二", "一"]


def test_push_to_who_takes_no_messages_is_refused(simulator):
    simulator.platform.unsubscribed.add("demo-citizen")

    with pytest.raises(Refused):
        client.push("demo-citizen", "通知")


def test_text_lands_on_the_phone(simulator):
    client.text("13800138000", "验证码 123456")

    assert [m.text for m in simulator.platform.messages("13800138000")] == ["验证码 123456"]


def test_gateway_that_refuses_a_number_is_told_from_one_that_is_down(respx_mock, settings):
    settings.SMS_GATEWAY_URL = "http://127.0.0.1/sms"
    respx_mock.post(settings.SMS_GATEWAY_URL).mock(
        side_effect=[httpx.Response(400), httpx.Response(503)]
    )

    with pytest.raises(Refused):
        client.text("13800138000", "x")
    with pytest.raises(Unreachable):
        client.text("13800138000", "x")


def test_production_asks_wechats_own_page(settings):
    settings.WECHAT_APPID = "wx1"

    url = client.authorize_url("https://city.example/wechat/", state="s1")

    assert url == (
        "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1"
        "&redirect_uri=https%3A%2F%2Fcity.example%2Fwechat%2F&response_type=code"
        "&scope=snsapi_base&state=s1#wechat_redirect"
    )
