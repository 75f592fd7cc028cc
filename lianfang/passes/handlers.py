"""The pass follows the facts: heard here, computed again."""

import datetime as dt

from lianfang.audit.models import Entry
from lianfang.audit.registry import on
from lianfang.cases.enums import Outcome
from lianfang.cases.queries import by_id as case_by_id
from lianfang.core.actor import Actor
from lianfang.passes.actions import refresh
from lianfang.people.actions import close_fact
from lianfang.people.enums import FactKind
from lianfang.people.queries import by_id


@on("person.status_changed", "person.fact_stated", "person.fact_closed", "person.updated",
    "person.voided", "person.restored")  # fmt: skip
def compute_again(entry: Entry, now: dt.datetime) -> None:
    """Nothing is written where another entry of the same moment brought it about already."""
    refresh(by_id(entry.subject_id), by=Actor.system(), at=now)


@on("case.verified")
def forget_the_arrival(entry: Entry, now: dt.datetime) -> None:
    """Who turned out not to come from a key area is no longer yellow for waiting (rule 7)."""
    case = case_by_id(entry.subject_id)
    if case.person and entry.detail["outcome"] == Outcome.UNTRUE:
        close_fact(case.person, FactKind.KEY_AREA_ARRIVAL, by=Actor.system(), at=now)
