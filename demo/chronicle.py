"""The audit trail of the invented past: collected while loading, written once in order of time."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models

from lianfang.audit.models import Delivery, Entry
from lianfang.core.actor import Actor

PACE = dt.timedelta(seconds=6)  # so that the worker's first minutes are free for the living


@dataclass
class Chronicle:
    """Entries owe no deliveries: what their handlers would have done stands in the tables.

    ``owe`` names the one exception: a handler whose work is left to the server's own worker.
    """

    entries: list[Entry] = field(default_factory=list)
    owed: list[tuple[Entry, str]] = field(default_factory=list)

    def add(
        self,
        action: str,
        subject: models.Model,
        *,
        by: Actor,
        at: dt.datetime,
        detail: Mapping[str, object] | None = None,
        owe: str = "",
    ) -> None:
        entry = Entry(
            action=action,
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
            actor_kind=by.kind,
            actor_id=by.id,
            actor_name=by.name,
            happened_at=at,
            area_code=getattr(subject, "area_code", ""),
            detail=dict(detail or {}),
        )
        self.entries.append(entry)
        if owe:
            self.owed.append((entry, owe))

    def write(self, *, at: dt.datetime) -> None:
        in_order = sorted(self.entries, key=lambda entry: entry.happened_at)
        Entry.objects.bulk_create(in_order, batch_size=500)
        Delivery.objects.bulk_create(
            [
                Delivery(entry=entry, handler=name, next_at=at + n * PACE)
                for n, (entry, name) in enumerate(self.owed)
            ],
            batch_size=500,
        )
        self.entries.clear()
        self.owed.clear()
