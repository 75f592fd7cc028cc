"""The pass follows the facts: heard here, computed again."""

import datetime as dt

from lianfang.audit.models import Entry
from lianfang.audit.registry import on
from lianfang.cases.enums import Outcome
from lianfang.cases.queries import by_id as case_by_id
from lianfang.core.actor import Actor
from lianfang.messages.actions import tell_user
from lianfang.messages.enums import Level
from lianfang.org.queries import gate_managers
from lianfang.passes.actions import refresh
from lianfang.passes.enums import AlertKind
from lianfang.passes.queries import alert_news
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


@on("gate.replayed", "gate.let_through")
def tell_the_managers(entry: Entry, now: dt.datetime) -> None:
    """A line in the inbox of whoever manages the gate; told once an alert and manager."""
    for news in alert_news(entry.subject_id):
        kind = AlertKind(news.kind)
        where = f"{news.gate_name}、{news.other_gate}" if news.other_gate else news.gate_name
        for user_id in gate_managers(news.area_code, news.department_id):
            tell_user(
                user_id,
                title=kind.label,
                body=f"{where}：{news.name_masked or '身份不明'}。请核对当时的记录。",
                dedupe=f"gate-alert.{news.id}.{user_id}",
                link="/gate/devices",
                level=Level.URGENT,
                at=now,
            )
