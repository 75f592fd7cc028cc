"""The WeChat platform, spoken to with wechatpy; tokens are kept by the caller (handbook §8)."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.util import Retry
from wechatpy import WeChatClient
from wechatpy.client.api import WeChatJSAPI
from wechatpy.exceptions import WeChatClientException, WeChatOAuthException
from wechatpy.oauth import WeChatOAuth

from lianfang.core.clock import LOCAL
from lianfang.wechat.errors import (
    BadWechatCode,
    Busy,
    Refused,
    SnapshotUser,
    StaleToken,
    Unreachable,
)

_TIMEOUT_S = 4.0
_STALE = {40001, 40014, 42001}
_BUSY = {-1, 45009, 45011}  # the platform's own trouble, the day's quota, too many a minute
_BAD_CODE = {40029, 40163, 41008}


@dataclass(frozen=True)
class Given:
    """A credential and how many seconds it lives."""

    value: str
    lives_s: int


@dataclass(frozen=True)
class Receipt:
    """Which way a message went, and the number the other side gave it."""

    way: str
    number: str


class _Platform(WeChatClient):  # type: ignore[misc]  # the library has no types
    """On our addresses; asked once, because the library would ask again without end."""

    def __init__(self, token: str) -> None:
        self.given = token
        super().__init__(
            settings.WECHAT_APPID, settings.WECHAT_SECRET, timeout=_TIMEOUT_S, auto_retry=False
        )
        self.API_BASE_URL = f"{settings.WECHAT_API_URL}/cgi-bin/"

    @property
    def access_token(self) -> str:
        return self.given


def can_push() -> bool:
    templates = settings.WECHAT_SUBSCRIPTION or settings.WECHAT_TEMPLATE
    return bool(settings.WECHAT_APPID and templates)


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
    asker = WeChatOAuth(settings.WECHAT_APPID, settings.WECHAT_SECRET, "")
    asker.API_BASE_URL = f"{settings.WECHAT_API_URL}/"
    asker._http.request = partial(asker._http.request, timeout=_TIMEOUT_S)  # else without limit
    try:
        with _understood(), _open(asker._http):
            answer = asker.fetch_access_token(code)
    except Refused as refused:
        if refused.errcode in _BAD_CODE:
            raise BadWechatCode from refused
        raise Unreachable(refused.detail) from refused
    if answer.get("is_snapshotuser"):
        raise SnapshotUser
    if not answer["openid"]:
        raise BadWechatCode
    return str(answer["openid"])


def fetch_token(*, anew: bool) -> Given:
    """The stable token; ``anew`` ends the one handed out before. Raises Unreachable."""
    wanted = {
        "grant_type": "client_credential",
        "appid": settings.WECHAT_APPID,
        "secret": settings.WECHAT_SECRET,
        "force_refresh": anew,
    }
    try:
        # The library only knows the older address, where every caller ends the others' token.
        with _understood(), _client("") as client:
            answer = _answer(client, "stable_token", wanted)
            return Given(str(answer["access_token"]), int(answer["expires_in"]))
    except Refused as refused:
        raise Unreachable(refused.detail) from refused


def fetch_ticket(token: str) -> Given:
    """The ticket that pages' signatures are made with. Raises StaleToken, Unreachable."""
    try:
        with _understood(), _client(token) as client:
            answer = client.jsapi.get_ticket()
            return Given(str(answer["ticket"]), int(answer["expires_in"]))
    except Refused as refused:
        raise Unreachable(refused.detail) from refused


def sign_page(url: str, *, ticket: str, nonce: str, timestamp: int) -> str:
    """The JS-SDK signature of a page; what follows ``#`` is not part of it (handbook §8.2)."""
    page = url.partition("#")[0]
    signature = WeChatJSAPI().get_jsapi_signature(nonce, ticket, str(timestamp), page)
    return str(signature)


def push(token: str, openid: str, text: str, *, page: str, at: dt.datetime) -> Receipt:
    """A subscription notice; to who gave no leave for one, a template message.

    Raises Refused when the follower takes neither, StaleToken, Busy, Unreachable.
    """
    said = {"text": text, "time": at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")}
    refused = Refused("no template")
    for way, template, fields in (
        ("subscribe", settings.WECHAT_SUBSCRIPTION, settings.WECHAT_SUBSCRIPTION_FIELDS),
        ("template", settings.WECHAT_TEMPLATE, settings.WECHAT_TEMPLATE_FIELDS),
    ):
        if not template:
            continue
        data = {name: {"value": said[what]} for name, what in fields.items()}
        try:
            with _understood(), _client(token) as client:
                answer = _WAYS[way](client, openid, template, data, page)
            return Receipt(way, str(answer.get("msgid", "")))
        except Refused as error:
            refused = error
    raise refused


def _subscription(
    client: _Platform, openid: str, template: str, data: Mapping[str, object], page: str
) -> Mapping[str, Any]:
    """An address that the library has no name for."""
    body = {"touser": openid, "template_id": template, "data": dict(data)}
    if page:
        body["page"] = page
    return _answer(client, "message/subscribe/bizsend", body)


def _template(
    client: _Platform, openid: str, template: str, data: Mapping[str, object], page: str
) -> Mapping[str, Any]:
    answer: dict[str, Any] = client.message.send_template(openid, template, data, url=page or None)
    return answer


_WAYS = {"subscribe": _subscription, "template": _template}


def set_menu(token: str, buttons: list[dict[str, Any]]) -> None:
    """Raises Refused with the platform's number, StaleToken, Unreachable."""
    with _understood(), _client(token) as client:
        client.menu.create({"button": buttons})


def shown_menu(token: str) -> list[dict[str, Any]]:
    """The menu followers see; empty when there is none. Raises StaleToken, Unreachable."""
    with _understood(), _client(token) as client:
        answer = client.menu.get()
        return list(answer["menu"]["button"]) if answer else []


def _answer(client: _Platform, path: str, body: Mapping[str, object]) -> Mapping[str, Any]:
    answer = client.post(path, data=dict(body))
    if not isinstance(answer, dict):
        raise Unreachable
    return answer


@contextmanager
def _client(token: str) -> Iterator[_Platform]:
    client = _Platform(token)
    with _open(client._http):
        yield client


@contextmanager
def _open(session: requests.Session) -> Iterator[None]:
    """Only a connection that never stood is tried again: nothing is sent twice."""
    session.trust_env = False
    again = HTTPAdapter(max_retries=Retry(total=None, connect=1, read=0, backoff_factor=0.05))
    session.mount("http://", again)
    session.mount("https://", again)
    with session:
        yield


@contextmanager
def _understood() -> Iterator[None]:
    """The library's and the network's troubles as our own."""
    try:
        yield
    except WeChatClientException as error:
        raise _meaning_of(error) from error
    except (requests.RequestException, ValueError, KeyError, TypeError) as error:
        raise Unreachable from error  # nobody answers, or not as the platform would


def _meaning_of(error: WeChatClientException | WeChatOAuthException) -> Refused | Unreachable:
    if error.errcode is None:
        return Unreachable("server error")
    code = int(error.errcode)
    if code in _STALE:
        return StaleToken(f"errcode {code}")
    if code in _BUSY:
        return Busy(f"errcode {code}")
    return Refused(f"errcode {code}", errcode=code)
