"""Tell people things in their inbox, and queue what has to leave the house."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction

from lianfang.audit.actions import record, record_many
from lianfang.core.actor import Actor
from lianfang.core.clock import local_date, start_of
from lianfang.core.crypto import blind
from lianfang.core.loads import Load
from lianfang.core.phones import read_phone
from lianfang.core.problems import NotFound
from lianfang.messages.enums import Channel, Level, OutgoingState, Wording
from lianfang.messages.errors import NotFailed, TooManyMessages
from lianfang.messages.models import Message, Outgoing
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller, must

SMS_A_DAY = 40  # to one phone, all purposes together (handbook §8.5)
_SYSTEM = Actor.system()
_load_messages = Load(Message)
_NUMBER = 64  # as long as the column
ASK_AFTER = dt.timedelta(minutes=1)
ASK_FOR = dt.timedelta(days=3)  # as long as the services know


def tell_user(
    user_id: int,
    *,
    title: str,
    body: str,
    dedupe: str,
    link: str = "",
    level: str = Level.INFO,
    by: Actor = _SYSTEM,
    at: dt.datetime,
) -> Message:
    """A line in a member of staff's inbox; the same ``dedupe`` is told once."""
    return _tell(
        "user", user_id, title=title, body=body, dedupe=dedupe, link=link, level=level, by=by, at=at
    )


def tell_account(
    account_id: int,
    *,
    title: str,
    body: str,
    dedupe: str,
    link: str = "",
    level: str = Level.INFO,
    by: Actor = _SYSTEM,
    at: dt.datetime,
) -> Message:
    """A line in a citizen's inbox, also announced over WeChat; the same ``dedupe`` is told once."""
    return _tell(
        "account",
        account_id,
        title=title,
        body=body,
        dedupe=dedupe,
        link=link,
        level=level,
        by=by,
        at=at,
    )


@transaction.atomic
def _tell(
    kind: str, to_id: int, *, dedupe: str, by: Actor, at: dt.datetime, **said: str
) -> Message:
    news = said | {"to_kind": kind, "to_id": to_id, "created_at": at, "key": uuid.uuid4()}
    message, is_new = Message.objects.get_or_create(dedupe=dedupe, defaults=news)
    if is_new:
        record("message.told", message, by=by, at=at, detail={"level": message.level})
    return message


@transaction.atomic
def mark_read(keys: Sequence[uuid.UUID], *, by: Actor, at: dt.datetime) -> int:
    """Mark own messages as read; returns how many were not yet. Somebody else's stay untouched."""
    own = Message.objects.filter(to_kind=by.kind, to_id=by.id or 0, key__in=keys, read_at=None)
    return own.update(read_at=at)


@transaction.atomic
def queue_sms(
    phone: str,
    body: str,
    *,
    wording: Wording = Wording.FREE,
    facts: Mapping[str, str] | None = None,
    key: uuid.UUID | None = None,
    by: Actor,
    at: dt.datetime,
) -> Outgoing:
    """Owe an SMS to a phone; the same ``key`` is owed once.

    ``wording`` and ``facts`` say the same as ``body``, for operators who fill in approved texts.
    Raises BadPhone, and TooManyMessages above 40 a day.
    """
    number = read_phone(phone)
    today = start_of(local_date(at))
    sent = Outgoing.objects.filter(address_blind=_address(number), created_at__gte=today).count()
    if sent >= SMS_A_DAY:
        raise TooManyMessages
    said = {"body": body, "wording": wording, "facts": json.dumps(facts) if facts else ""}
    return _queue(Channel.SMS, number, said, key=key, by=by, at=at)


@transaction.atomic
def queue_wechat(
    openid: str, body: str, *, key: uuid.UUID | None = None, by: Actor, at: dt.datetime
) -> Outgoing:
    """Owe a WeChat message to a follower; the same ``key`` is owed once."""
    return _queue(Channel.WECHAT, openid, {"body": body}, key=key, by=by, at=at)


@transaction.atomic
def settle(
    outgoing: Outgoing,
    *,
    state: OutgoingState,
    receipt: str = "",
    reason: str = "",
    by: Actor,
    at: dt.datetime,
) -> None:
    """Say how a sending ended; the first word counts, later ones change nothing."""
    queued = Outgoing.objects.filter(pk=outgoing.pk, state=OutgoingState.QUEUED)
    said = {"receipt": receipt[:_NUMBER], "reason": reason[:_NUMBER]}
    can_be_asked = receipt and outgoing.channel == Channel.SMS  # WeChat tells by itself
    ask_at = at + ASK_AFTER if can_be_asked else None
    if queued.update(state=state, settled_at=at, ask_at=ask_at, **said):
        record(f"message.{state}", outgoing, by=by, at=at, detail={"reason": reason[:_NUMBER]})


@transaction.atomic
def confirm(receipt: str, *, reason: str = "", by: Actor, at: dt.datetime) -> bool:
    """The other side says how what it took ended: it arrived, or not for ``reason``.

    Unknown numbers and what was confirmed before change nothing; True when something did.
    """
    if not receipt:
        return False
    sent = Outgoing.objects.filter(receipt=receipt, state=OutgoingState.SENT)
    outgoing = sent.order_by("id").first()
    if outgoing is None:
        return False
    state = OutgoingState.FAILED if reason else OutgoingState.DELIVERED
    this = sent.filter(pk=outgoing.pk)
    if not this.update(state=state, settled_at=at, ask_at=None, reason=reason[:_NUMBER]):
        return False
    record(f"message.{state}", outgoing, by=by, at=at, detail={"reason": reason[:_NUMBER]})
    return True


def ask_later(outgoing: Outgoing, *, by: Actor, at: dt.datetime) -> None:  # noqa: ARG001 -- no news
    """Put the next question off: one minute, then as long again as it is out, for three days."""
    waited = at - (outgoing.settled_at or at)
    ask_at = at + max(waited, ASK_AFTER) if waited < ASK_FOR else None
    Outgoing.objects.filter(pk=outgoing.pk, ask_at=outgoing.ask_at).update(ask_at=ask_at)


@transaction.atomic
def send_again(key: uuid.UUID, *, by: Caller, at: dt.datetime) -> None:
    """Owe a failed message once more. Raises NotAllowed, NotFound, NotFailed."""
    must(by, Permission.ORG_EDIT)
    outgoing = Outgoing.objects.filter(key=key).first()
    if outgoing is None:
        raise NotFound
    failed = Outgoing.objects.filter(pk=outgoing.pk, state=OutgoingState.FAILED)
    if not failed.update(state=OutgoingState.QUEUED, settled_at=None, receipt="", reason=""):
        raise NotFailed
    detail = {"channel": outgoing.channel, "again": True}
    record("message.queued", outgoing, by=by.actor, at=at, detail=detail)


def _queue(
    channel: Channel,
    address: str,
    said: Mapping[str, str],
    *,
    key: uuid.UUID | None,
    by: Actor,
    at: dt.datetime,
) -> Outgoing:
    values = {
        "channel": channel,
        "address": address,
        "address_blind": _address(address),
        "created_at": at,
        **said,
    }
    outgoing, is_new = Outgoing.objects.get_or_create(key=key or uuid.uuid4(), defaults=values)
    if is_new:
        record("message.queued", outgoing, by=by, at=at, detail={"channel": channel})
    return outgoing


def _address(address: str) -> str:
    return blind(address, "message.address")


@transaction.atomic
def tell_accounts(
    account_ids: Sequence[int],
    *,
    title: str,
    body: str,
    batch: uuid.UUID,
    by: Actor,
    at: dt.datetime,
) -> None:
    """The same line in the inboxes of many citizens, each announced as ``tell_account`` does.

    An account that was told in this batch before is left out.
    """
    said = {"to_kind": "account", "title": title, "body": body, "created_at": at}
    wanted = {f"bulk:{batch}:{pk}": pk for pk in dict.fromkeys(account_ids)}
    known = Message.objects.filter(dedupe__in=list(wanted)).values_list("dedupe", flat=True)
    fresh = {dedupe: pk for dedupe, pk in wanted.items() if dedupe not in set(known)}
    rows = [
        said | {"key": uuid.uuid4(), "to_id": pk, "dedupe": dedupe} for dedupe, pk in fresh.items()
    ]
    told = [(pk, "", {"level": Level.INFO}) for pk in _load_messages.keyed(rows)]
    record_many("message.told", Message, told, batch=batch, by=by, at=at)
