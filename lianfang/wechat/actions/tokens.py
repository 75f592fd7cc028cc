"""The access token and the page ticket, kept once for all processes."""

import datetime as dt
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.wechat import client
from lianfang.wechat.client import Given
from lianfang.wechat.errors import StaleToken, Unreachable
from lianfang.wechat.models import Credential

EARLY = dt.timedelta(minutes=10)  # renewed this long before it ends, while the old one serves
CLAIM = dt.timedelta(seconds=15)  # longer than asking the platform may take
WAIT_S, LOOK_EVERY_S = 10.0, 0.05
Answer = TypeVar("Answer")


def access_token(*, by: Actor, at: dt.datetime, refused: str = "") -> str:
    """The token every process uses; ``refused`` is one the platform no longer takes.

    Only one of those who find it ending asks the platform, outside any transaction; the others
    go on with the old one, or wait where there is none. Raises Unreachable.
    """
    renewal = _Renewal(lambda: client.fetch_token(anew=bool(refused)), refused, by, at)
    return _current("access_token", renewal)


def jsapi_ticket(*, by: Actor, at: dt.datetime) -> str:
    """The ticket pages are signed with, kept the same way. Raises Unreachable."""
    ask = partial(with_token, client.fetch_ticket, by=by, at=at)
    return _current("jsapi_ticket", _Renewal(ask, "", by, at))


def with_token(call: Callable[[str], Answer], *, by: Actor, at: dt.datetime) -> Answer:
    """``call`` with the token; once more with a new one where the platform no longer takes it."""
    token = access_token(by=by, at=at)
    try:
        return call(token)
    except StaleToken:
        return call(access_token(by=by, at=at, refused=token))


def keep_fresh(*, by: Actor, at: dt.datetime) -> None:
    """Renew what is in use and ends soon, so that nobody's request has to wait for it."""
    asked = {"access_token": access_token, "jsapi_ticket": jsapi_ticket}
    for kind, ask in asked.items():
        if Credential.objects.filter(name=_name(kind), ends_at__lt=at + EARLY).exists():
            with suppress(Unreachable):
                ask(by=by, at=at)


def _name(kind: str) -> str:
    return f"{settings.WECHAT_APPID} {kind}"[:64]


@dataclass(frozen=True)
class _Renewal:
    """How to get a new one, which one is no good any more, for whom and when."""

    ask: Callable[[], Given]
    refused: str
    by: Actor
    at: dt.datetime

    def takes(self, row: Credential, until: dt.datetime) -> bool:
        is_known = bool(row.value) and row.value != self.refused
        return is_known and row.ends_at is not None and row.ends_at > until


def _current(kind: str, renewal: _Renewal) -> str:
    row, _ = Credential.objects.get_or_create(name=_name(kind))
    if renewal.takes(row, renewal.at + EARLY):
        return row.value
    if _claim(row, renewal.at):
        return _renew(row, renewal)
    if renewal.takes(row, renewal.at):
        return row.value
    return _wait_for(row, renewal)


def _claim(row: Credential, at: dt.datetime) -> bool:
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    this = Credential.objects.filter(free, pk=row.pk, edition=row.edition)
    return bool(this.update(claimed_until=at + CLAIM, edition=F("edition") + 1))


def _renew(row: Credential, renewal: _Renewal) -> str:
    """A failure gives the claim back at once; the old token serves while it is good."""
    mine = Credential.objects.filter(pk=row.pk, edition=row.edition + 1)
    try:
        given = renewal.ask()
    except Unreachable:
        mine.update(claimed_until=None)
        if renewal.takes(row, renewal.at):
            return row.value
        raise
    ends_at = renewal.at + dt.timedelta(seconds=given.lives_s)
    with transaction.atomic():
        mine.update(
            value=given.value, ends_at=ends_at, claimed_until=None, edition=F("edition") + 1
        )
        record("wechat.credential_renewed", row, by=renewal.by, at=renewal.at)
    return given.value


def _wait_for(row: Credential, renewal: _Renewal) -> str:
    """Somebody else is asking the platform; that takes them a moment."""
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        time.sleep(LOOK_EVERY_S)
        row.refresh_from_db()
        if renewal.takes(row, renewal.at):
            return row.value
        if row.claimed_until is None:
            break
    raise Unreachable
