"""Citizens come in through WeChat."""

import datetime as dt

from lianfang.accounts.actions import open_by_openid
from lianfang.accounts.models import Account
from lianfang.core.actor import Actor
from lianfang.wechat.client import openid_of


def sign_in(code: str, *, by: Actor, at: dt.datetime) -> Account:
    """The account of whoever WeChat gave ``code`` to; asks the platform before writing anything."""
    openid = openid_of(code)
    return open_by_openid(openid, by=by, at=at)
