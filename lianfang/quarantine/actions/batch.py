"""Signs and log lines of many people who were put on file together."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lianfang.core.actor import Actor
from lianfang.core.inserts import Inserts
from lianfang.people.models import Person
from lianfang.policy.queries import temp_range
from lianfang.quarantine import rules
from lianfang.quarantine.enums import ReadingKind, RemarkKind
from lianfang.quarantine.models import Reading, Remark

_readings, _remarks = Inserts(Reading), Inserts(Remark)


@dataclass(frozen=True)
class Signs:
    """What a table says of somebody's condition; ``is_calm`` of it, and no observation open."""

    person: Person
    temp_c: Decimal | None
    symptoms: Sequence[str]


@dataclass(frozen=True)
class Line:
    person: Person
    kind: RemarkKind
    text: str


def note_signs(signs: Sequence[Signs], *, by: Actor, at: dt.datetime) -> None:
    """Part of an action: the entry of the batch stands for them all."""
    limits = temp_range(at=at)
    _readings.many(
        [
            Reading(
                key=uuid.uuid4(),
                person=one.person,
                area_code=one.person.area_code,
                kind=ReadingKind.STAFF,
                temp_c=rules.clean_temp(one.temp_c, limits),
                symptoms=rules.clean_symptoms(one.symptoms),
                measured_at=at,
                received_at=at,
                actor_kind=by.kind,
                actor_id=by.id,
                measured_by=by.name,
            )
            for one in signs
        ]
    )


def remark_many(lines: Sequence[Line], *, by: Actor, at: dt.datetime) -> None:
    """Part of an action: the entry of the batch stands for them all."""
    _remarks.many(
        [
            Remark(
                key=uuid.uuid4(),
                person=one.person,
                kind=one.kind,
                text=one.text.strip(),
                actor_kind=by.kind,
                actor_id=by.id,
                actor_name=by.name,
                at=at,
            )
            for one in lines
        ]
    )
