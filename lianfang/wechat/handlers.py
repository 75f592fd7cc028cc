"""Announce news outside the house, and send what is queued."""

import contextlib
import datetime as dt
import json
import time
import uuid

from django.conf import settings

from lianfang.accounts.queries import address_of, phone_of_follower
from lianfang.audit.models import Entry
from lianfang.audit.registry import on
from lianfang.core.actor import Actor
from lianfang.messages.actions import queue_sms, queue_wechat, settle
from lianfang.messages.enums import Channel, Level, OutgoingState, Wording
from lianfang.messages.errors import TooManyMessages
from lianfang.messages.models import Outgoing
from lianfang.messages.queries import message_by_id, outgoing_by_id
from lianfang.org.queries import staff_card
from lianfang.wechat import client
from lianfang.wechat.actions import with_token
from lianfang.wechat.errors import Busy, Refused, Unreachable

_SYSTEM = Actor.system()
_HINT = "您有一条新的通知，请打开联防查看。"  # never what it is about (handbook §8.4)
PATIENCE = dt.timedelta(minutes=25)  # before the outbox's last attempt
REST_S = 30.0  # who did not answer is left alone: one silence must not hold up all other news
_resting: dict[str, float] = {}  # until when, by way out


@on("message.told")
def announce(entry: Entry, now: dt.datetime) -> None:
    """Citizens hear of everything over WeChat; urgent news go by SMS where WeChat cannot."""
    message = message_by_id(entry.subject_id)
    if message.to_kind == "account":
        address = address_of(message.to_id)
        if address.openid and client.can_push():
            queue_wechat(address.openid, _HINT, key=message.key, by=_SYSTEM, at=now)
            return
        phone = address.phone
    else:
        card = staff_card(message.to_id)
        phone = card.phone if card else ""
    if message.level == Level.URGENT and phone and client.can_text():
        _notice(phone, message.key, now)


@on("message.queued")
def send(entry: Entry, now: dt.datetime) -> None:
    """What the other side refuses is settled as failed; silence is tried again by the outbox.

    Its last attempt settles too: a message nobody took is a failed one, for everybody to see.
    """
    owed = outgoing_by_id(entry.subject_id)
    if owed.state != OutgoingState.QUEUED:
        return
    try:
        receipt = _hand_over_unless_silent(owed, now)
    except Refused as refused:
        _give_up(owed, refused.detail, now)
    except Unreachable as silence:
        if now - entry.happened_at < PATIENCE:
            raise
        _give_up(owed, silence.detail or silence.code, now)
    else:
        settle(owed, state=OutgoingState.SENT, receipt=receipt, by=_SYSTEM, at=now)


@on("message.failed")
def fall_through(entry: Entry, now: dt.datetime) -> None:
    """Who takes no WeChat message gets an SMS; what is in the inbox stays there in any case."""
    owed = outgoing_by_id(entry.subject_id)
    phone = phone_of_follower(owed.address) if owed.channel == Channel.WECHAT else ""
    if phone and client.can_text():
        _notice(phone, uuid.uuid5(owed.key, "sms"), now)


def _notice(phone: str, key: uuid.UUID, now: dt.datetime) -> None:
    """Above the day's limit the inbox has to do."""
    with contextlib.suppress(TooManyMessages):
        text = f"【联防】{_HINT}"
        queue_sms(phone, text, wording=Wording.NOTICE, key=key, by=_SYSTEM, at=now)


def _give_up(owed: Outgoing, reason: str, now: dt.datetime) -> None:
    settle(owed, state=OutgoingState.FAILED, reason=reason, by=_SYSTEM, at=now)


def _hand_over_unless_silent(owed: Outgoing, now: dt.datetime) -> str:
    """Raises Unreachable without asking where nobody answered a moment ago."""
    way = f"{owed.channel} {settings.WECHAT_API_URL} {settings.SMS_GATEWAY_URL}"
    if time.monotonic() < _resting.get(way, 0.0):
        raise Unreachable
    try:
        return _hand_over(owed, now)
    except Busy:
        raise
    except Unreachable:
        _resting[way] = time.monotonic() + REST_S
        raise


def _hand_over(owed: Outgoing, now: dt.datetime) -> str:
    """The other side's number for it. Raises Refused also where no way out is set up."""
    if owed.channel == Channel.WECHAT and client.can_push():
        page = f"{settings.PUBLIC_URL}/h5/#/me/inbox" if settings.PUBLIC_URL else ""
        return with_token(
            lambda token: client.push(token, owed.address, owed.body, page=page, at=now),
            by=_SYSTEM,
            at=now,
        ).number
    if owed.channel == Channel.SMS and client.can_text():
        facts = json.loads(owed.facts) if owed.facts else {}
        return client.text(client.Text(owed.address, owed.body, owed.wording, facts))
    raise Refused("no way out")
