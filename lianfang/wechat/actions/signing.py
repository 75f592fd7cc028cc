"""Citizens come in through WeChat, and pages get leave to use its SDK."""

import datetime as dt
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from lianfang.accounts.actions import open_by_openid
from lianfang.accounts.models import Account
from lianfang.core.actor import Actor
from lianfang.wechat import client
from lianfang.wechat.actions.tokens import jsapi_ticket
from lianfang.wechat.errors import NotOurPage


@dataclass(frozen=True)
class PageSignature:
    """What ``wx.config`` takes."""

    appid: str
    timestamp: int
    nonce: str
    signature: str


def sign_in(code: str, *, by: Actor, at: dt.datetime) -> Account:
    """The account of whoever WeChat gave ``code`` to; asks the platform before writing anything."""
    openid = client.openid_of(code)
    return open_by_openid(openid, by=by, at=at)


def sign_page(url: str, *, host: str, by: Actor, at: dt.datetime) -> PageSignature:
    """The signature of one page of ours under ``host``. Raises NotOurPage, Unreachable."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or parts.netloc != host:
        raise NotOurPage
    ticket = jsapi_ticket(by=by, at=at)
    nonce, timestamp = secrets.token_hex(8), int(at.timestamp())
    signature = client.sign_page(url, ticket=ticket, nonce=nonce, timestamp=timestamp)
    return PageSignature(settings.WECHAT_APPID, timestamp, nonce, signature)
