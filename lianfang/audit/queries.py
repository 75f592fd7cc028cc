"""The story of one thing, in order, and what the outbox owes."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models

from lianfang.audit.models import Access, Delivery, Entry
from lianfang.core.paging import Page, decode, page_of

SIZE = 50


@dataclass(frozen=True)
class EntryRow:
    """A line of the trail; what changed is for the subject's own page."""

    id: int
    action: str
    subject_type: str
    subject_id: int
    actor_kind: str
    actor_id: int | None
    actor_name: str
    happened_at: dt.datetime
    area_code: str
    seal: str


@dataclass(frozen=True)
class AccessRow:
    """A line of the access log."""

    id: int
    subject_type: str
    subject_id: int
    actor_kind: str
    actor_id: int | None
    actor_name: str
    fields: str
    reason: str
    at: dt.datetime


Row = TypeVar("Row", EntryRow, AccessRow)


def timeline(subject_type: str, subject_id: int) -> models.QuerySet[Entry]:
    """Entries about one row, oldest first; ``subject_type`` is ``app.model`` in lower case."""
    return Entry.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("id")


def timelines(subjects: Mapping[str, Iterable[int]]) -> models.QuerySet[Entry]:
    """Entries about several rows together, oldest first, in one statement."""
    about = models.Q(pk__in=[])
    for subject_type, ids in subjects.items():
        about |= models.Q(subject_type=subject_type, subject_id__in=list(ids))
    return Entry.objects.filter(about).order_by("id")


def entries_after(entry_id: int, *, limit: int) -> models.QuerySet[Entry]:
    """What the live stream has not yet told."""
    return Entry.objects.filter(pk__gt=entry_id).order_by("id")[:limit]


def last_entry_id() -> int:
    return Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0


@dataclass(frozen=True)
class Moved:
    """That something moved, and when."""

    subject_type: str
    subject_id: int
    happened_at: dt.datetime


def moved_since(entry_id: int, *, about: Sequence[str], most: int) -> list[Moved]:
    """Entries about such subjects, the newest first; what only follows from others is left out."""
    rows = Entry.objects.filter(pk__gt=entry_id, subject_type__in=about)
    told = rows.exclude(action="pass.changed").order_by("-id")
    columns = ("subject_type", "subject_id", "happened_at")
    return [Moved(*cells) for cells in told.values_list(*columns)[:most]]


def accesses_of(subject_type: str, subject_id: int) -> models.QuerySet[Access]:
    return Access.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("-id")


def owed(*, now: dt.datetime) -> int:
    return Delivery.objects.filter(next_at__lte=now).count()


def seal_of(entry: Entry, before: str) -> str:
    """The hash that binds every column of an entry to everything before it."""
    words = [
        before,
        entry.pk,
        entry.action,
        entry.subject_type,
        entry.subject_id,
        entry.actor_kind,
        entry.actor_id,
        entry.actor_name,
        entry.happened_at.astimezone(dt.UTC).isoformat(),
        entry.area_code,
        entry.detail,
        str(entry.batch or ""),
    ]
    text = json.dumps(words, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken() -> Entry | None:
    """The first sealed entry that is not what it was, or whose predecessor is gone."""
    seal = ""
    for entry in Entry.objects.filter(seal_no__isnull=False).order_by("seal_no").iterator():
        if entry.seal != seal_of(entry, seal):
            return entry
        seal = entry.seal
    return None


def shelved() -> models.QuerySet[Delivery]:
    """Poison deliveries, for an operator to look at and put back."""
    return Delivery.objects.filter(shelved_at__isnull=False).order_by("id")


def log_page(*, action: str, cursor: str, size: int = SIZE) -> Page[EntryRow]:
    """The trail as an auditor reads it, the newest first; ``action`` may be a beginning."""
    rows = Entry.objects.filter(action__startswith=action) if action else Entry.objects.all()
    return _page(rows, EntryRow, cursor, size)


def access_page(*, cursor: str, size: int = SIZE) -> Page[AccessRow]:
    """Who looked at whose data, the newest first."""
    return _page(Access.objects.all(), AccessRow, cursor, size)


def _page(rows: models.QuerySet[Any], row: type[Row], cursor: str, size: int) -> Page[Row]:
    if cursor:
        rows = rows.filter(pk__lt=int(decode(cursor, 1)[0]))
    columns = tuple(row.__dataclass_fields__)
    found = [row(*cells) for cells in rows.order_by("-id").values_list(*columns)[: size + 1]]
    return page_of(found, size, lambda shown: (shown.id,))
