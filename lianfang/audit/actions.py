"""Write to the audit trail; always called inside the transaction of the change itself."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.db import IntegrityError, models, transaction

from lianfang.audit.errors import KeyTaken
from lianfang.audit.models import Access, Delivery, Entry, Receipt
from lianfang.audit.registry import handlers_for
from lianfang.core.actor import Actor
from lianfang.core.inserts import Inserts
from lianfang.core.loads import Load

_insert_entry = Inserts(Entry)
_insert_receipt = Inserts(Receipt)
_insert_deliveries = Inserts(Delivery)
_load_entries, _load_deliveries = Load(Entry), Load(Delivery)


def record(
    action: str,
    subject: models.Model,
    *,
    by: Actor,
    at: dt.datetime,
    detail: Mapping[str, object] | None = None,
    batch: uuid.UUID | None = None,
) -> Entry:
    """Append one entry and owe it to every handler that asked for this action.

    The entry stands in the subject's area. ``detail`` never holds a secret or a plain ID number.
    """
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
        batch=batch,
    )
    _insert_entry(entry)
    owed = [Delivery(entry=entry, handler=name, next_at=at) for name in handlers_for(action)]
    if owed:
        _insert_deliveries.many(owed)
    return entry


def record_many(
    action: str,
    subject: type[models.Model],
    told: Sequence[tuple[int, str, Mapping[str, object]]],
    *,
    batch: uuid.UUID,
    by: Actor,
    at: dt.datetime,
) -> None:
    """An entry for each row of a batch: its id, its area and what changed; one load.

    Handlers that asked for the action are owed each of them.
    """
    common = {
        "action": action,
        "subject_type": subject._meta.label_lower,
        "actor_kind": by.kind,
        "actor_id": by.id,
        "actor_name": by.name,
        "happened_at": at,
        "batch": batch,
    }
    rows = [
        common | {"subject_id": pk, "area_code": area, "detail": dict(detail)}
        for pk, area, detail in told
    ]
    handlers = handlers_for(action)
    if not handlers:
        _load_entries.many(rows)
        return
    keys = _load_entries.keyed(rows)
    owed = [{"entry_id": key, "handler": name, "next_at": at} for key in keys for name in handlers]
    _load_deliveries.many(owed)


def record_access(
    subject: models.Model, *, fields: str = "", reason: str = "", by: Actor, at: dt.datetime
) -> None:
    """Note that someone looked at a person's data."""
    Access.objects.create(
        actor_kind=by.kind,
        actor_id=by.id,
        actor_name=by.name,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        fields=fields,
        reason=reason,
        at=at,
    )


def take(key: uuid.UUID, *, path: str, by: Actor, at: dt.datetime) -> bool:
    """Note that an operation is being carried out; False when it was before.

    Call it in the operation's own transaction. Raises KeyTaken when the key belongs to another
    caller or to another operation.
    """
    receipt = Receipt(key=key, actor_kind=by.kind, actor_id=by.id, path=path, at=at)
    try:
        with transaction.atomic():
            _insert_receipt(receipt)
    except IntegrityError:
        before = Receipt.objects.get(key=key)
        if (before.actor_kind, before.actor_id, before.path) != (by.kind, by.id, path):
            raise KeyTaken from None
        return False
    return True


def put_back(delivery: Delivery, *, by: Actor, at: dt.datetime) -> None:
    """Let the outbox try a shelved delivery again."""
    Delivery.objects.filter(pk=delivery.pk, shelved_at__isnull=False).update(
        shelved_at=None, attempts=0, next_at=at
    )
    record("audit.delivery_put_back", delivery, by=by, at=at)
