"""Keep a question to ask again, and let it go."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.problems import NotFound
from lianfang.org.rules import Caller
from lianfang.roster.models import SavedSearch


@transaction.atomic
def save_search(
    *,
    key: uuid.UUID,
    name: str,
    query: Mapping[str, str],
    is_shared: bool,
    by: Caller,
    at: dt.datetime,
) -> SavedSearch:
    """The same key again changes nothing."""
    kept, created = SavedSearch.objects.get_or_create(
        key=key,
        defaults={
            "user_id": by.id,
            "department_id": by.department_id if is_shared else None,
            "name": name.strip(),
            "query": dict(query),
            "saved_at": at,
        },
    )
    if created:
        record("search.saved", kept, by=by.actor, at=at, detail={"is_shared": is_shared})
    return kept


@transaction.atomic
def drop_search(key: uuid.UUID, *, by: Caller, at: dt.datetime) -> None:
    """Only whoever saved it. Raises NotFound."""
    kept = SavedSearch.objects.filter(key=key, user_id=by.id).first()
    if kept is None:
        raise NotFound
    record("search.dropped", kept, by=by.actor, at=at)
    kept.delete()
