"""The pass follows the facts: heard here, computed again."""

import datetime as dt

from lianfang.audit.models import Entry
from lianfang.audit.registry import on
from lianfang.core.actor import Actor
from lianfang.passes.actions import refresh
from lianfang.people.queries import by_id


@on("person.status_changed", "person.fact_stated", "person.fact_closed")
def compute_again(entry: Entry, now: dt.datetime) -> None:
    """Whoever made the fact stands in the entry that caused this one."""
    refresh(by_id(entry.subject_id), by=Actor.system(), at=now)
