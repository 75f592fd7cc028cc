"""The story of one thing, in order, and what the outbox owes."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import models

from lianfang.audit.models import Access, Delivery, Entry


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


def accesses_of(subject_type: str, subject_id: int) -> models.QuerySet[Access]:
    return Access.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("-id")


def owed(*, now: dt.datetime) -> int:
    return Delivery.objects.filter(next_at__lte=now).count()


def shelved() -> models.QuerySet[Delivery]:
    """Poison deliveries, for an operator to look at and put back."""
    return Delivery.objects.filter(shelved_at__isnull=False).order_by("id")
