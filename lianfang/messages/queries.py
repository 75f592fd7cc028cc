"""What an inbox holds."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import models

from lianfang.core.masking import mask_number
from lianfang.core.paging import Page, decode, page_of
from lianfang.messages.enums import Channel, OutgoingState
from lianfang.messages.models import Message, Outgoing

_SHOWN = 50
_OUTGOING_SIZE = 50


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


@dataclass(frozen=True)
class OutgoingRow:
    """A message that left, or should have; neither its text nor whole address is shown."""

    id: int
    key: uuid.UUID
    channel: str
    wording: str
    address_masked: str
    state: str
    reason: str
    created_at: dt.datetime
    settled_at: dt.datetime | None


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


def outgoing_page(*, state: str, cursor: str, size: int = _OUTGOING_SIZE) -> Page[OutgoingRow]:
    """What left the house or failed to, the newest first; an empty ``state`` means all."""
    rows = Outgoing.objects.filter(state=state) if state else Outgoing.objects.all()
    if cursor:
        rows = rows.filter(pk__lt=int(decode(cursor, 1)[0]))
    columns = tuple(OutgoingRow.__dataclass_fields__)
    stored = ("address" if name == "address_masked" else name for name in columns)
    found = rows.order_by("-id").values_list(*stored)[: size + 1]
    masked = [_row(dict(zip(columns, cells, strict=True))) for cells in found]
    return page_of(masked, size, lambda shown: (shown.id,))


def outgoing_counts() -> dict[str, int]:
    """How many messages stand in each state."""
    counted = Outgoing.objects.values_list("state").annotate(n=models.Count("id"))
    return dict.fromkeys(OutgoingState.values, 0) | dict(counted.order_by("state"))


def _row(cells: dict[str, Any]) -> OutgoingRow:
    address = str(cells["address_masked"])
    is_phone = cells["channel"] == Channel.SMS
    cells["address_masked"] = mask_number(address) if is_phone else f"{address[:4]}…"
    return OutgoingRow(**cells)


def to_ask_about(*, now: dt.datetime, limit: int) -> list[Outgoing]:
    """What was handed over and whose end is asked for now, for jobs."""
    due = Outgoing.objects.filter(ask_at__lte=now, state=OutgoingState.SENT)
    return list(due.order_by("ask_at", "id")[:limit])
