"""What left the house, and by whom."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.org.queries import user_by_id
from lianfang.org.rules import Caller


@transaction.atomic
def note_export(
    *,
    fields: Sequence[str],
    count: int,
    is_masked: bool,
    reason: str,
    by: Caller,
    at: dt.datetime,
) -> None:
    """The trail keeps how many, which fields, whether whole, and why."""
    detail = {"count": count, "fields": list(fields), "is_masked": is_masked, "reason": reason}
    record("people.exported", user_by_id(by.id), by=by.actor, at=at, detail=detail)
