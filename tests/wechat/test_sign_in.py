"""A citizen signs in through the simulator as in a demo, page by page."""

import hashlib
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from lianfang.accounts.models import Account
from tests.api.calls import call

pytestmark = pytest.mark.django_db


def go_to_wechat(client, back="/h5/"):
    return call(client, "get", "/session/wechat", {"back": back}).json()["url"].split("#")[0]


def choose(client, url, who):
    """Open the page, follow the link of one follower, return what WeChat hands back."""
    page = client.get(url).content.decode()
    links = [unescape(link) for link in re.findall(r'<a href="([^"]+)"', page)]
    link = next(link for link in links if f"openid={who}" in link)
    answer = client.get(f"/simulator/connect/oauth2/{link}")
    back = urlsplit(answer["Location"])
    return back, {name: values[0] for name, values in parse_qs(back.query).items()}


def test_follower_signs_in_and_comes_back_to_the_page_they_left(client, simulator):
    url = go_to_wechat(client)

    back, handed = choose(client, url, "demo-citizen")
    told = call(client, "post", "/session/wechat", handed).json()

    assert (back.netloc, back.path) == ("testserver", "/h5/")
    assert (told["kind"], told["person_bound"]) == ("citizen", False)
    assert told["signs_in_by"] == ["wechat_simulator", "sms_simulator"]
    assert Account.objects.get().openid == "demo-citizen"


def test_follower_signing_in_again_finds_their_account(client, simulator):
    for _ in range(2):
        _, handed = choose(client, go_to_wechat(client), "demo-citizen")
        call(client, "post", "/session/wechat", handed)

    assert Account.objects.count() == 1


def test_code_and_state_are_good_once(client, simulator):
    _, handed = choose(client, go_to_wechat(client), "demo-citizen")
    call(client, "post", "/session/wechat", handed)

    again = call(client, "post", "/session/wechat", handed)
    call(client, "get", "/session/wechat")
    state = client.session["wechat_state"]
    old_code = call(client, "post", "/session/wechat", handed | {"state": state})

    assert (again.status_code, again.json()["code"]) == (400, "wechat.bad_state")
    assert (old_code.status_code, old_code.json()["code"]) == (401, "wechat.bad_code")


def test_code_of_somebody_else_cannot_be_slipped_into_a_browser(client, simulator):
    """Without the state of this very browser a foreign code signs nobody in."""
    attacker = Client()
    _, handed = choose(attacker, go_to_wechat(attacker), "demo-resident")
    go_to_wechat(client)

    answer = call(client, "post", "/session/wechat", handed)

    assert answer.json()["code"] == "wechat.bad_state"
    assert call(client, "get", "/session").json()["kind"] == "none"


def test_way_back_leads_to_our_own_pages_only(client, simulator):
    assert "testserver%2F&" in go_to_wechat(client, "//evil.example/")
    evil = client.get(
        "/simulator/connect/oauth2/confirm",
        {"redirect_uri": "http://evil.example/", "openid": "a", "state": "s"},
    )

    assert evil.status_code == 400


def test_phone_page_shows_the_code_and_the_answer_does_too(client, simulator):
    from lianfang.audit.jobs import deliver_due  # noqa: PLC0415 -- only here
    from lianfang.core import clock  # noqa: PLC0415 -- only here

    body = {"phone": "13800138000", "purpose": "sign_in"}
    sent = call(client, "post", "/session/code", body).json()
    while deliver_due(now=clock.now()):
        pass

    page = client.get("/simulator/phone/messages", {"to": "13800138000"})

    assert sent["demo_code"] in page.content.decode()
    assert "style-src 'sha256-" in page["Content-Security-Policy"]
    signed = call(client, "post", "/session/phone", {**body, "code": sent["demo_code"]})
    assert signed.json()["phone_masked"] == "138****8000"


def test_what_the_platform_tells_servers_is_not_shown_to_browsers(client, simulator):
    assert client.get("/simulator/sns/oauth2/access_token", {"code": "x"}).status_code == 404
    assert client.post("/simulator/sms", {}).status_code == 404
    assert client.get("/simulator/phone/act").status_code == 404


def test_visitor_of_a_snapshot_page_is_sent_to_the_whole_page(client, simulator):
    _, handed = choose(client, go_to_wechat(client), "snapshot")

    answer = call(client, "post", "/session/wechat", handed)

    assert (answer.status_code, answer.json()["code"]) == (403, "wechat.snapshot_user")
    assert not Account.objects.exists()


def test_page_of_ours_is_signed_for_the_sdk(client, simulator):
    page = "http://testserver/h5/?a=1"
    signed = call(client, "get", "/session/wechat/page", {"url": f"{page}#/gate"}).json()

    ticket, _ = simulator.platform.ticket()
    words = (
        f"jsapi_ticket={ticket}&noncestr={signed['nonce']}"
        f"&timestamp={signed['timestamp']}&url={page}"
    )
    assert signed["signature"] == hashlib.sha1(words.encode()).hexdigest()  # noqa: S324 -- the platform's own
    assert signed["appid"] == "wx-simulator"


@pytest.mark.parametrize(
    "url",
    ["https://evil.example/h5/", "http://testserver@evil.example/", "javascript:alert(1)", "/h5/"],
)
def test_page_of_somebody_else_is_not_signed(client, simulator, url):
    answer = call(client, "get", "/session/wechat/page", {"url": url})

    assert (answer.status_code, answer.json()["code"]) == (422, "wechat.not_our_page")


def test_phone_under_our_address_follows_writes_and_leaves(client, simulator):
    seen = client.get("/simulator/phone", {"to": "demo-citizen"}).content.decode()
    acted = client.post(
        "/simulator/phone/act",
        "to=demo-citizen&do=text&words=hello",
        content_type="application/x-www-form-urlencoded",
    )

    lines = client.get("/simulator/phone/messages", {"to": "demo-citizen"}).content.decode()
    assert "取消关注" in seen
    assert (acted.status_code, acted["Location"]) == (303, "../phone?to=demo-citizen")
    assert '<li class="own">hello' in lines


def test_simulator_that_is_not_started_is_said_so(client, settings):
    settings.SIMULATOR_URL = "http://127.0.0.1:9"
    assert client.get("/simulator/phone").status_code == 503

    settings.SIMULATOR_URL = ""
    assert client.get("/simulator/phone").status_code == 404


def test_without_the_simulator_no_code_is_ever_shown(client):
    sent = call(client, "post", "/session/code", {"phone": "13800138000"}).json()

    assert sent == {"sent": True, "resend_after_s": 60, "demo_code": ""}
