"""A citizen holds the colour of a pass to be wrong: a case with a clock, one at a time."""

import datetime as dt
import uuid

from django.db import transaction

from lianfang.accounts.rules import Citizen
from lianfang.cases.actions.opening import open_case
from lianfang.cases.enums import Kind, Source
from lianfang.cases.models import Case
from lianfang.cases.queries import open_cases_of
from lianfang.people.models import Person


@transaction.atomic
def appeal(
    person: Person, *, key: uuid.UUID, shown: str, why: str, by: Citizen, at: dt.datetime
) -> Case:
    """Ask for the facts to be checked; while one appeal runs, it is found again.

    Nobody sets a colour: whoever handles the case corrects the facts, and the colour follows.
    """
    running = open_cases_of(person.pk, kind=Kind.APPEAL)
    if running:
        return running[0]
    return open_case(
        kind=Kind.APPEAL,
        source=Source.CITIZEN,
        person=person,
        key=key,
        description=f"对通行证显示“{shown}”有异议：{why.strip()}",
        by=by.actor,
        at=at,
    )
