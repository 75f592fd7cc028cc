"""The audit trail of the invented past: collected while loading, written once in order of time."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models

from lianfang.audit.models import Entry
from lianfang.core.actor import Actor


@dataclass
class Chronicle:
    """Entries owe no deliveries: what their handlers would have done stands in the tables."""

    entries: list[Entry] = field(default_factory=list)

    def add(
        self,
        action: str,
        subject: models.Model,
        *,
        by: Actor,
        at: dt.datetime,
        detail: Mapping[str, object] | None = None,
    ) -> None:
        self.entries.append(
            Entry(
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
        )

    def write(self) -> None:
        in_order = sorted(self.entries, key=lambda entry: entry.happened_at)
        Entry.objects.bulk_create(in_order, batch_size=500)
        self.entries.clear()
