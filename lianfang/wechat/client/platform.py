"""The ways out: the WeChat platform and the SMS gateway; a demo puts a simulator in their place."""

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx
import stamina
from django.conf import settings

from lianfang.wechat.errors import BadWechatCode, Refused, SnapshotUser, Unreachable

_TIMEOUT_S, _ATTEMPTS = 5.0, 3
_EARLY_S = 300  # a token is renewed this long before it ends
_STALE_TOKEN = {40001, 40014, 42001}
_NO_TOKEN = ("", 0.0)
_kept: dict[str, tuple[str, float]] = {}  # access token and when it ends, by app id


def can_push() -> bool:
    return bool(settings.WECHAT_APPID and settings.WECHAT_TEMPLATE)


def can_text() -> bool:
    return bool(settings.SMS_GATEWAY_URL)


def authorize_url(back: str, *, state: str) -> str:
    """Where the browser asks the follower's leave (silent ``snsapi_base``, handbook §8.1)."""
    query = urlencode(
        {
            "appid": settings.WECHAT_APPID,
            "redirect_uri": back,
            "response_type": "code",
            "scope": "snsapi_base",
            "state": state,
        }
    )
    return f"{settings.WECHAT_AUTHORIZE_URL}?{query}#wechat_redirect"


def openid_of(code: str) -> str:
    """Exchange a single-use code for the follower's openid.

    Raises BadWechatCode, SnapshotUser (a virtual openid, never to be bound), Unreachable.
    """
    answer = _ask(
        "GET",
        "/sns/oauth2/access_token",
        params={
            "appid": settings.WECHAT_APPID,
            "secret": settings.WECHAT_SECRET,
            "code": code,
            "grant_type": "authorization_code",
        },
    )
    if answer.get("is_snapshotuser"):
        raise SnapshotUser
    openid = answer.get("openid")
    if not isinstance(openid, str) or not openid:
        raise BadWechatCode
    return openid


def push(openid: str, text: str) -> None:
    """A subscription notice. Raises Refused when the follower does not take any, Unreachable."""
    body = {
        "touser": openid,
        "template_id": settings.WECHAT_TEMPLATE,
        "data": {"thing1": {"value": text}},
    }
    for token in (_token(), ""):
        params = {"access_token": token or _token(anew=True)}
        path = "/cgi-bin/message/subscribe/bizsend"
        answer = _ask("POST", path, params=params, json=body)
        code = answer.get("errcode", 0)
        if code not in _STALE_TOKEN:
            break
    if code:
        raise Refused(f"errcode {code}")


def text(phone: str, body: str) -> None:
    """An SMS through an HTTP gateway that takes phone and text as JSON. Raises Refused."""
    token = settings.SMS_GATEWAY_TOKEN
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    message = {"phone": phone, "text": body}
    answer = _send("POST", settings.SMS_GATEWAY_URL, json=message, headers=headers)
    if answer.is_client_error:
        raise Refused(f"status {answer.status_code}")


def _token(*, anew: bool = False) -> str:
    """The platform hands every process the same stable token, so each may keep its own copy."""
    token, ends_at = _NO_TOKEN if anew else _kept.get(settings.WECHAT_APPID, _NO_TOKEN)
    if time.monotonic() < ends_at:
        return token
    body = {
        "grant_type": "client_credential",
        "appid": settings.WECHAT_APPID,
        "secret": settings.WECHAT_SECRET,
        "force_refresh": anew,
    }
    answer = _ask("POST", "/cgi-bin/stable_token", json=body)
    token, lives = str(answer.get("access_token", "")), float(answer.get("expires_in", 0))
    if not token:
        raise Unreachable(f"errcode {answer.get('errcode')}")
    _kept[settings.WECHAT_APPID] = token, time.monotonic() + lives - _EARLY_S
    return token


def _ask(method: str, path: str, **given: Any) -> Mapping[str, Any]:  # noqa: ANN401 -- httpx's own
    answer = _send(method, settings.WECHAT_API_URL + path, **given)
    try:
        said = answer.json()
    except ValueError as error:
        raise Unreachable from error
    if not isinstance(said, dict):
        raise Unreachable
    return said


def _send(method: str, url: str, **given: Any) -> httpx.Response:  # noqa: ANN401 -- httpx's own
    """Raises Unreachable when nobody answers, or with a server error."""
    try:
        answer = _request(method, url, **given)
    except httpx.HTTPError as error:
        raise Unreachable from error
    if answer.is_server_error:
        raise Unreachable(f"status {answer.status_code}")
    return answer


@stamina.retry(on=httpx.ConnectError, attempts=_ATTEMPTS, wait_initial=0.05, wait_max=0.5)
def _request(method: str, url: str, **given: Any) -> httpx.Response:  # noqa: ANN401 -- httpx's own
    return httpx.request(method, url, timeout=_TIMEOUT_S, trust_env=False, **given)
