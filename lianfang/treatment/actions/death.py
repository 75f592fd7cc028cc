"""A death: reported by the treating doctor, in force once a second person confirmed it."""

import datetime as dt

from django.db import transaction

from lianfang.approvals.actions import ask
from lianfang.approvals.models import Approval
from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people.models import Person
from lianfang.people.queries import by_id
from lianfang.treatment.actions.classes import end_as_died
from lianfang.treatment.enums import DeathCause
from lianfang.treatment.queries import must_treat

ACT = "treatment.death"


@transaction.atomic
def report_death(
    person: Person, *, cause: DeathCause, died_at: dt.datetime, by: Caller, at: dt.datetime
) -> Approval:
    """Ask a second person to confirm; nothing about the patient changes before that."""
    must_treat(person, by, at=at)
    approval = ask(
        act=ACT,
        subject=person,
        area_code=person.area_code,
        title=f"确认死亡报告（{DeathCause(cause).label}）",
        permission=Permission.APPROVAL_DECIDE,
        payload={"cause": cause, "died_at": died_at.isoformat()},
        by=by,
        at=at,
    )
    record("death.reported", person, by=by.actor, at=at, detail={"cause": cause})
    return approval


@transaction.atomic
def confirm_death(
    person_id: int, *, cause: str, died_at: dt.datetime, by: Actor, at: dt.datetime
) -> None:
    """Carry out what the second person granted; run twice it changes nothing."""
    person = by_id(person_id)
    if person.case_class != "died":
        end_as_died(person, died_at=died_at, by=by, at=at)
        record("death.confirmed", person, by=by, at=at, detail={"cause": cause})
