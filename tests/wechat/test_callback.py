"""Letters of the platform: opened, refused, and sealed as the published samples are."""

import base64
import time
from urllib.parse import parse_qsl, urlencode

import pytest

from lianfang.wechat.client import Sealed, echo_of, open_letter, sealed_reply
from lianfang.wechat.client.callback import _Envelope
from lianfang.wechat.errors import BadSignature
from simulator.letters import seal, signature_of, unseal, xml_of
from simulator.platform import Account

# wechatpy tests/test_crypto.py (MIT), recomputed with another library.
KEY, APPID = "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR", "wx49f0ab532d5d035a"
SAMPLE = {
    "token": "123456",
    "timestamp": "1411443780",
    "nonce": "437374425",
    "encrypt": (
        "4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q=="
    ),
    "signature": "dd6b9c95b495b3f7e2901bfbc76c664930ffdb96",
    "plain": "5927782489442352469",
}
NOW = 1_700_000_000
FOLLOWED = {
    "ToUserName": "gh_1",
    "FromUserName": "o1",
    "CreateTime": str(NOW),
    "MsgType": "event",
    "Event": "subscribe",
}


@pytest.fixture
def account(settings):
    settings.WECHAT_TOKEN, settings.WECHAT_AES_KEY = "testtoken", KEY
    settings.WECHAT_APPID = APPID
    return Account(appid=APPID, token="testtoken", aes_key=KEY)


def sealed(account, text, *, timestamp=NOW, nonce="n1", signature=None):
    encrypted = seal(account, text)
    signed = signature_of(account.token, str(timestamp), nonce, encrypted)
    body = xml_of({"ToUserName": "gh_1", "Encrypt": encrypted}).encode()
    return Sealed(signature or signed, str(timestamp), nonce, body)


def test_letter_of_the_published_sample_opens():
    key = base64.b64decode(KEY + "=")

    assert _Envelope(key).decrypt(SAMPLE["encrypt"], APPID) == SAMPLE["plain"]


def test_signature_of_the_published_sample_is_ours(settings):
    words = [SAMPLE[name] for name in ("token", "timestamp", "nonce", "encrypt")]

    assert signature_of(*words) == SAMPLE["signature"]


def test_sample_with_another_nonce_is_refused(account, settings):
    settings.WECHAT_TOKEN = SAMPLE["token"]
    body = xml_of({"Encrypt": SAMPLE["encrypt"]}).encode()

    with pytest.raises(BadSignature):
        open_letter(
            Sealed(SAMPLE["signature"], SAMPLE["timestamp"], "437374424", body),
            now_s=int(SAMPLE["timestamp"]),
        )


def test_echo_is_given_back_to_who_signs(account):
    """Signature computed from the published formula."""
    asked = {
        "signature": "25ababb59720d4f548b7e0c6ed323a58329478f8",
        "timestamp": "1409735669",
        "nonce": "xxxxxx",
        "echostr": "hello",
    }

    assert echo_of(asked, now_s=1409735669) == "hello"
    with pytest.raises(BadSignature):
        echo_of(asked, now_s=1409735669 + 301)
    with pytest.raises(BadSignature):
        echo_of(asked | {"nonce": "y"}, now_s=1409735669)
    with pytest.raises(BadSignature):
        echo_of({}, now_s=1409735669)


def test_letter_says_who_did_what(account):
    letter = open_letter(sealed(account, xml_of(FOLLOWED)), now_s=NOW)

    assert (letter.kind, letter.openid, letter.account) == ("subscribe", "o1", "gh_1")


def test_letter_sent_again_keeps_its_key_under_another_nonce(account):
    first = open_letter(sealed(account, xml_of(FOLLOWED)), now_s=NOW)
    again = open_letter(sealed(account, xml_of(FOLLOWED), nonce="n2"), now_s=NOW)

    assert first.key == again.key
    assert first.nonce != again.nonce


@pytest.mark.parametrize("late", [301, -301])
def test_letter_from_another_time_is_refused(account, late):
    with pytest.raises(BadSignature):
        open_letter(sealed(account, xml_of(FOLLOWED)), now_s=NOW + late)


def test_letter_for_another_account_is_refused(account):
    other = Account(appid="wx-other", token=account.token, aes_key=KEY)

    with pytest.raises(BadSignature):
        open_letter(sealed(other, xml_of(FOLLOWED)), now_s=NOW)


def test_letter_signed_with_another_token_is_refused(account):
    other = Account(appid=APPID, token="other", aes_key=KEY)

    with pytest.raises(BadSignature):
        open_letter(sealed(other, xml_of(FOLLOWED)), now_s=NOW)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<xml>",
        b"<xml><Encrypt></Encrypt></xml>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>',
        b"x" * 100_000,
    ],
)
def test_bytes_of_a_stranger_are_refused(account, body):
    with pytest.raises(BadSignature):
        open_letter(Sealed("s", str(NOW), "n", body), now_s=NOW)


def test_entities_inside_the_sealed_part_are_refused(account):
    text = '<!DOCTYPE x [<!ENTITY a "b">]><xml><MsgType>&a;</MsgType></xml>'

    with pytest.raises(BadSignature):
        open_letter(sealed(account, text), now_s=NOW)


def test_padding_out_of_range_is_refused(account):
    """The library itself would return an empty text here."""
    from simulator.letters import _cipher  # noqa: PLC0415 -- only here

    encryptor = _cipher(account).encryptor()
    raw = encryptor.update(b"\0" * 64) + encryptor.finalize()

    with pytest.raises(BadSignature):
        _Envelope(base64.b64decode(KEY + "=")).decrypt(base64.b64encode(raw).decode(), APPID)


def test_reply_opens_with_the_platforms_own_key(account):
    letter = open_letter(sealed(account, xml_of(FOLLOWED)), now_s=NOW)

    reply = sealed_reply(letter, "您好", now_s=NOW)

    encrypted = reply.split("<Encrypt><![CDATA[")[1].split("]]>")[0]
    inner = unseal(account, encrypted)
    assert "<Content><![CDATA[您好]]></Content>" in inner
    assert "<ToUserName><![CDATA[o1]]></ToUserName>" in inner


def ended(number, code="0", status="success"):
    end = {"MsgID": number, "ErrorCode": code, "ErrorStatus": status}
    event = {"Event": "subscribe_msg_sent_event", "SubscribeMsgSentEvent": {"List": end}}
    return xml_of(FOLLOWED | event)


def test_letter_says_how_a_notice_ended(account):
    good = open_letter(sealed(account, ended("7")), now_s=NOW)
    bad = open_letter(sealed(account, ended("8", "43101", "user refuse")), now_s=NOW)
    template = FOLLOWED | {"Event": "TEMPLATESENDJOBFINISH", "MsgID": "9", "Status": "success"}
    third = open_letter(sealed(account, xml_of(template)), now_s=NOW)

    assert [letter.sendings for letter in (good, bad, third)] == [
        (("7", ""),),
        (("8", "user refuse"),),
        (("9", ""),),
    ]


def test_two_notices_that_end_in_one_second_are_two_letters(account):
    first, second = (open_letter(sealed(account, ended(n)), now_s=NOW).key for n in ("7", "8"))

    assert first != second


@pytest.mark.django_db
def test_callback_without_settings_is_not_there(client, settings):
    settings.WECHAT_TOKEN = settings.WECHAT_AES_KEY = ""

    assert client.get("/wechat/callback").status_code == 404


@pytest.mark.django_db
def test_callback_proves_the_address_and_refuses_strangers(client, simulator):
    token, timestamp = simulator.platform.account.token, str(int(time.time()))
    asked = {"timestamp": timestamp, "nonce": "n", "echostr": "echo"}
    signature = signature_of(token, timestamp, "n")

    proved = client.get("/wechat/callback", asked | {"signature": signature})
    stranger = client.get("/wechat/callback", asked | {"signature": "0" * 40})

    assert (proved.status_code, proved.content) == (200, b"echo")
    assert (stranger.status_code, b"echo" in stranger.content) == (403, False)


@pytest.mark.django_db
def test_callback_answers_a_new_follower_once(client, simulator):
    letter = simulator.postman.letter("o1", "event", Event="subscribe", EventKey="")
    body, query = simulator.postman.sealed("o1", letter)
    other_body, other_query = simulator.postman.sealed("o1", letter)

    answers = [
        client.post(f"/wechat/callback?{q}", b, content_type="text/xml")
        for b, q in ((body, query), (body, query), (other_body, other_query))
    ]

    assert [a.status_code for a in answers] == [200, 200, 200]
    assert "欢迎关注" in simulator.postman._answer(answers[0].content.decode())
    assert [a.content for a in answers[1:]] == [b"success", b"success"]


@pytest.mark.django_db
def test_callback_refuses_a_nonce_seen_on_another_letter(client, simulator):
    postman = simulator.postman
    body, query = postman.sealed("o1", postman.letter("o1", "text", Content="a", MsgId="1"))
    client.post(f"/wechat/callback?{query}", body, content_type="text/xml")
    asked = dict(parse_qsl(query))
    account = simulator.platform.account
    letter = postman.letter("o1", "text", Content="b", MsgId="2")
    encrypted = seal(account, xml_of(letter))
    asked["msg_signature"] = signature_of(
        account.token, asked["timestamp"], asked["nonce"], encrypted
    )
    replayed = xml_of({"ToUserName": "gh_1", "Encrypt": encrypted}).encode()

    answer = client.post(f"/wechat/callback?{urlencode(asked)}", replayed, content_type="text/xml")

    assert answer.status_code == 403
