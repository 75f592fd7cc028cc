"""The menu under the account."""

import datetime as dt
from typing import Any

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.wechat import client
from lianfang.wechat.actions.tokens import with_token
from lianfang.wechat.models import Credential
from lianfang.wechat.rules import menu


def set_up_menu(site: str, *, by: Actor, at: dt.datetime) -> list[dict[str, Any]]:
    """Put our menu up and return what the platform then shows. Raises Refused, Unreachable."""
    buttons = menu(site.rstrip("/"))
    with_token(lambda token: client.set_menu(token, buttons), by=by, at=at)
    with transaction.atomic():
        record("wechat.menu_set", Credential(pk=0), by=by, at=at, detail={"site": site})
    return with_token(client.shown_menu, by=by, at=at)
