"""What an inbox holds."""

import datetime as dt
import uuid
from dataclasses import dataclass

from lianfang.messages.models import Message, Outgoing

_SHOWN = 50


@dataclass(frozen=True)
class Line:
    """A message as its reader sees it."""

    key: uuid.UUID
    title: str
    body: str
    link: str
    level: str
    created_at: dt.datetime
    read_at: dt.datetime | None


def inbox(kind: str, reader_id: int, *, limit: int = _SHOWN) -> list[Line]:
    """Newest first; ``kind`` is ``user`` or ``account``."""
    own = Message.objects.filter(to_kind=kind, to_id=reader_id).order_by("-id")
    columns = ("key", "title", "body", "link", "level", "created_at", "read_at")
    return [Line(*cells) for cells in own.values_list(*columns)[:limit]]


def unread_count(kind: str, reader_id: int) -> int:
    return Message.objects.filter(to_kind=kind, to_id=reader_id, read_at=None).count()


def message_by_id(message_id: int) -> Message:
    """For handlers."""
    return Message.objects.get(pk=message_id)


def outgoing_by_id(outgoing_id: int) -> Outgoing:
    """For handlers."""
    return Outgoing.objects.get(pk=outgoing_id)
