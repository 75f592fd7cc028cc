"""Tell staff and citizens something, and owe something to the outside."""

import datetime as dt

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.core.crypto import blind
from lianfang.messages.models import Message, Outgoing

_SYSTEM = Actor.system()


def tell_user(
    user_id: int,
    *,
    title: str,
    body: str,
    dedupe: str,
    at: dt.datetime,
    link: str = "",
    level: str = "info",
    by: Actor = _SYSTEM,
) -> None:
    """Put a line in a member of staff's inbox; the same ``dedupe`` is told once.

    Never holds health details (handbook §8.4).
    """
    _ = by  # who caused the news stands in the audit entry that led here
    _tell("user", user_id, title=title, body=body, dedupe=dedupe, at=at, link=link, level=level)


def tell_account(
    account_id: int,
    *,
    title: str,
    body: str,
    dedupe: str,
    at: dt.datetime,
    link: str = "",
    level: str = "info",
    by: Actor = _SYSTEM,
) -> None:
    """Put a line in a citizen's inbox; as ``tell_user``."""
    _ = by
    _tell(
        "account", account_id, title=title, body=body, dedupe=dedupe, at=at, link=link, level=level
    )


@transaction.atomic
def queue_sms(phone: str, body: str, *, by: Actor, at: dt.datetime) -> Outgoing:
    """Owe a text message; ``message.queued`` tells the sender."""
    owed = Outgoing.objects.create(
        channel="sms",
        address=phone,
        address_blind=blind(phone, "message.address"),
        body=body,
        created_at=at,
    )
    record("message.queued", owed, by=by, at=at, detail={"channel": "sms"})
    return owed


def settle(outgoing: Outgoing, *, sent: bool, by: Actor, at: dt.datetime) -> None:
    """What became of it; settled twice, the first word stands."""
    _ = by
    Outgoing.objects.filter(pk=outgoing.pk, state="queued").update(
        state="sent" if sent else "failed", settled_at=at, attempts=outgoing.attempts + 1
    )


def mark_read(kind: str, reader_id: int, *, by: Actor, at: dt.datetime) -> int:
    """Everything so far counts as read; returns how many lines were new."""
    _ = by
    fresh = Message.objects.filter(to_kind=kind, to_id=reader_id, read_at__isnull=True)
    return fresh.update(read_at=at)


def _tell(kind: str, reader_id: int, *, dedupe: str, at: dt.datetime, **text: str) -> None:
    Message.objects.get_or_create(
        dedupe=dedupe, defaults={"to_kind": kind, "to_id": reader_id, "created_at": at, **text}
    )
