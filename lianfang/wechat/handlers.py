"""Announce news outside the house, and send what is queued."""

import datetime as dt
import uuid

from lianfang.accounts.queries import address_of, phone_of_follower
from lianfang.audit.models import Entry
from lianfang.audit.registry import on
from lianfang.core.actor import Actor
from lianfang.messages.actions import queue_sms, queue_wechat, settle
from lianfang.messages.enums import Channel, Level, OutgoingState
from lianfang.messages.models import Outgoing
from lianfang.messages.queries import message_by_id, outgoing_by_id
from lianfang.org.queries import staff_card
from lianfang.wechat import client
from lianfang.wechat.errors import Refused

_SYSTEM = Actor.system()
_HINT = "您有一条新的通知，请打开联防查看。"  # never what it is about (handbook §8.4)


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
        queue_sms(phone, f"【联防】{_HINT}", key=message.key, by=_SYSTEM, at=now)


@on("message.queued")
def send(entry: Entry, now: dt.datetime) -> None:
    """What the other side refuses is settled as failed; silence is tried again by the outbox."""
    owed = outgoing_by_id(entry.subject_id)
    if owed.state != OutgoingState.QUEUED:
        return
    try:
        _hand_over(owed)
    except Refused:
        settle(owed, state=OutgoingState.FAILED, by=_SYSTEM, at=now)
        _fall_through(owed, now)
    else:
        settle(owed, state=OutgoingState.SENT, by=_SYSTEM, at=now)


def _hand_over(owed: Outgoing) -> None:
    """Raises Refused also where no way out is set up."""
    if owed.channel == Channel.WECHAT and client.can_push():
        client.push(owed.address, owed.body)
    elif owed.channel == Channel.SMS and client.can_text():
        client.text(owed.address, owed.body)
    else:
        raise Refused


def _fall_through(owed: Outgoing, now: dt.datetime) -> None:
    """Who takes no WeChat message gets an SMS."""
    phone = phone_of_follower(owed.address) if owed.channel == Channel.WECHAT else ""
    if phone and client.can_text():
        key = uuid.uuid5(owed.key, "sms")
        queue_sms(phone, f"【联防】{owed.body}", key=key, by=_SYSTEM, at=now)
