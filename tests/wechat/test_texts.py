import base64
import datetime as dt
import json
from urllib.parse import parse_qs

import httpx
import pytest

from lianfang.wechat import client
from lianfang.wechat.client import Text
from lianfang.wechat.client.texts import aliyun
from lianfang.wechat.client.texts.tencent import Signer
from lianfang.wechat.errors import Busy, Refused, Unreachable
from tests.factories.geo import T0

PHONE = "13800138000"
CODE = Text(PHONE, "【联防】验证码 123456", "code", {"code": "123456"})
ALIYUN, TENCENT = "https://dysmsapi.aliyuncs.com/", "https://sms.tencentcloudapi.com/"


def end_of(number):
    return client.end_of_text(number, phone=PHONE, sent_at=T0)


@pytest.fixture
def provider(settings):
    settings.SMS_KEY_ID, settings.SMS_KEY_SECRET = "key", "secret"
    settings.SMS_SIGN, settings.SMS_APP = "联防", "1400000001"
    settings.SMS_TEMPLATES = {"code": "SMS_1"}

    def choose(name):
        settings.SMS_PROVIDER = name

    return choose


def test_text_lands_on_the_phone_and_its_end_is_told(simulator):
    number = client.text(CODE)

    assert [m.text for m in simulator.platform.messages(PHONE)] == [CODE.body]
    assert end_of(number) == ""
    simulator.platform.dead.add(PHONE)
    assert end_of(number) == "空号"


@pytest.mark.parametrize(("status", "problem"), [(400, Refused), (429, Busy), (503, Unreachable)])
def test_gateway_that_refuses_a_number_is_told_from_one_that_is_down(
    respx_mock, settings, status, problem
):
    settings.SMS_PROVIDER, settings.SMS_GATEWAY_URL = "gateway", "http://127.0.0.1/sms"
    respx_mock.post(settings.SMS_GATEWAY_URL).respond(status)

    with pytest.raises(problem):
        client.text(CODE)


def test_gateway_that_gives_no_number_is_fine(respx_mock, settings):
    settings.SMS_PROVIDER, settings.SMS_GATEWAY_URL = "gateway", "http://127.0.0.1/sms"
    settings.SMS_GATEWAY_TOKEN = "t"
    sent = respx_mock.post(settings.SMS_GATEWAY_URL).respond(text="OK")

    assert client.text(CODE) == ""
    assert sent.calls[0].request.headers["Authorization"] == "Bearer t"


def test_aliyun_signature_is_that_of_their_published_sample():
    asked = {
        "AccessKeyId": "testId",
        "Action": "SendSms",
        "Format": "XML",
        "OutId": "123",
        "PhoneNumbers": "15300000001",
        "RegionId": "cn-hangzhou",
        "SignName": "阿里云短信测试专用",
        "SignatureMethod": "HMAC-SHA1",
        "SignatureNonce": "45e25e9b-0a6f-4070-8c85-2956eda1b466",
        "SignatureVersion": "1.0",
        "TemplateCode": "SMS_71390007",
        "TemplateParam": '{"customer":"test"}',
        "Timestamp": "2017-07-12T02:42:19Z",
        "Version": "2017-05-25",
    }

    signature = aliyun.signature_of("GET", asked, "testSecret")

    assert signature == "zJDF+Lrzhj/ThnlvIToysFRq6t4="


def test_aliyun_is_asked_in_its_own_form(respx_mock, provider):
    provider("aliyun")
    answer = {"Code": "OK", "Message": "OK", "BizId": "9006197469364984", "RequestId": "F655"}
    sent = respx_mock.post(ALIYUN).respond(json=answer)

    assert client.text(CODE) == "9006197469364984"

    form = {k: v[0] for k, v in parse_qs(sent.calls[0].request.content.decode()).items()}
    signature = form.pop("Signature")
    assert signature == aliyun.signature_of("POST", form, "secret")
    assert (form["Action"], form["PhoneNumbers"], form["SignName"]) == ("SendSms", PHONE, "联防")
    assert (form["TemplateCode"], form["TemplateParam"]) == ("SMS_1", '{"code": "123456"}')


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("isv.MOBILE_NUMBER_ILLEGAL", Refused),
        ("SignatureDoesNotMatch", Refused),
        ("isv.BUSINESS_LIMIT_CONTROL", Busy),
        ("Throttling.User", Busy),
    ],
)
def test_aliyun_refusals_are_told_from_troubles(respx_mock, provider, code, problem):
    provider("aliyun")
    respx_mock.post(ALIYUN).respond(400, json={"Code": code, "Message": "…"})

    with pytest.raises(problem, match=code):
        client.text(CODE)


@pytest.mark.parametrize(
    ("status", "code", "end"),
    [(1, "", None), (2, "MOBILE_NOT_ON_SERVICE", "MOBILE_NOT_ON_SERVICE"), (3, "DELIVERED", "")],
)
def test_aliyun_tells_how_a_text_ended(respx_mock, provider, status, code, end):
    provider("aliyun")
    details = {"SmsSendDetailDTO": [{"SendStatus": status, "ErrCode": code, "PhoneNum": PHONE}]}
    asked = respx_mock.post(ALIYUN).respond(
        json={"Code": "OK", "TotalCount": 1, "SmsSendDetailDTOs": details}
    )

    assert end_of("9006") == end
    form = parse_qs(asked.calls[0].request.content.decode())
    assert (form["BizId"], form["PhoneNumber"]) == (["9006"], [PHONE])


def test_aliyun_that_knows_nothing_yet_leaves_the_end_open(respx_mock, provider):
    provider("aliyun")
    empty = {"SmsSendDetailDTO": []}
    respx_mock.post(ALIYUN).respond(json={"Code": "OK", "SmsSendDetailDTOs": empty})

    assert end_of("9006") is None


def test_tencent_signature_is_that_of_their_published_sample():
    signer = Signer(
        "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
        "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
        "cvm",
        "cvm.tencentcloudapi.com",
    )
    body = (
        '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'
    )

    assert signer.authorization(body, 1551113065) == (
        "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request"
        ", SignedHeaders=content-type;host, Signature="
        "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"
    )


def test_tencent_is_asked_in_its_own_form(respx_mock, provider):
    provider("tencent")
    status = {"SerialNo": "2019:538884", "PhoneNumber": "+8613800138000", "Code": "Ok", "Fee": 1}
    sent = respx_mock.post(TENCENT).respond(
        json={"Response": {"SendStatusSet": [status], "RequestId": "a0aabda6"}}
    )

    assert client.text(CODE) == "2019:538884"

    request = sent.calls[0].request
    assert json.loads(request.content) == {
        "PhoneNumberSet": ["+8613800138000"],
        "SmsSdkAppId": "1400000001",
        "SignName": "联防",
        "TemplateId": "SMS_1",
        "TemplateParamSet": ["123456"],
    }
    assert request.headers["X-TC-Action"] == "SendSms"
    assert request.headers["Authorization"].startswith("TC3-HMAC-SHA256 Credential=key/")


@pytest.mark.parametrize(
    ("response", "problem"),
    [
        ({"Error": {"Code": "AuthFailure.SignatureFailure", "Message": "…"}}, Refused),
        ({"Error": {"Code": "RequestLimitExceeded", "Message": "…"}}, Busy),
        ({"SendStatusSet": [{"Code": "InvalidParameterValue.IncorrectPhoneNumber"}]}, Refused),
        ({"SendStatusSet": [{"Code": "LimitExceeded.PhoneNumberDailyLimit"}]}, Busy),
        ({}, Refused),
    ],
)
def test_tencent_refusals_are_told_from_troubles(respx_mock, provider, response, problem):
    provider("tencent")
    respx_mock.post(TENCENT).respond(json={"Response": response})

    with pytest.raises(problem):
        client.text(CODE)


@pytest.mark.parametrize(
    ("number", "status", "end"),
    [
        ("1", "SUCCESS", ""),
        ("1", "FAIL", "号码停机"),
        ("2", "SUCCESS", None),
    ],
)
def test_tencent_tells_how_a_text_ended(respx_mock, provider, number, status, end):
    provider("tencent")
    told = {"SerialNo": "1", "ReportStatus": status, "Description": "号码停机"}
    respx_mock.post(TENCENT).respond(json={"Response": {"PullSmsSendStatusSet": [told]}})

    assert end_of(number) == end


def test_words_without_an_approved_text_are_not_sent(respx_mock, provider):
    for name in ("aliyun", "tencent"):
        provider(name)
        with pytest.raises(Refused, match="no template for free"):
            client.text(Text(PHONE, "x", "free"))


@pytest.mark.parametrize("answer", [httpx.Response(500), httpx.Response(200, text="<html>")])
def test_service_that_answers_nonsense_is_unreachable(respx_mock, provider, answer):
    for name, url in (("aliyun", ALIYUN), ("tencent", TENCENT)):
        provider(name)
        respx_mock.post(url).mock(return_value=answer)
        with pytest.raises(Unreachable):
            client.text(CODE)


def test_way_out_that_is_half_set_up_is_none(provider, settings):
    provider("aliyun")
    assert client.can_text()

    settings.SMS_TEMPLATES = {}
    assert not client.can_text()
    settings.SMS_PROVIDER = "unknown"
    assert not client.can_text()


def test_service_is_asked_with_the_real_clock(respx_mock, provider, settings):
    """A demo's clock may be days ahead; the service would refuse such a signature."""
    provider("aliyun")
    settings.CLOCK_ORIGIN, settings.CLOCK_VIRTUAL, settings.CLOCK_SPEED = 1.0, 9e9, 1.0
    sent = respx_mock.post(ALIYUN).respond(json={"Code": "OK", "BizId": "1"})

    client.text(CODE)

    form = parse_qs(sent.calls[0].request.content.decode())
    at = dt.datetime.strptime(form["Timestamp"][0], "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007 -- UTC
    assert at.year < 2100
    assert base64.b64decode(form["Signature"][0])
