"""Signs and log lines of many people who were put on file together."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lianfang.core.actor import Actor
from lianfang.core.loads import Load
from lianfang.policy.queries import temp_range
from lianfang.quarantine import rules
from lianfang.quarantine.enums import ReadingKind, RemarkKind
from lianfang.quarantine.models import Reading, Remark

_readings, _remarks = Load(Reading), Load(Remark)


@dataclass(frozen=True)
class Signs:
    """What a table says of somebody's condition; ``is_calm`` of it, and no observation open."""

    person_id: int
    area_code: str
    temp_c: Decimal | None
    symptoms: Sequence[str]


@dataclass(frozen=True)
class Line:
    person_id: int
    kind: RemarkKind
    text: str


def note_signs(signs: Sequence[Signs], *, by: Actor, at: dt.datetime) -> None:
    """Part of an action: the entry of the batch stands for them all."""
    limits = temp_range(at=at)
    _readings.many(
        [
            {
                "key": uuid.uuid4(),
                "person_id": one.person_id,
                "area_code": one.area_code,
                "kind": ReadingKind.STAFF,
                "temp_c": rules.clean_temp(one.temp_c, limits),
                "symptoms": rules.clean_symptoms(one.symptoms),
                "measured_at": at,
                "received_at": at,
                "actor_kind": by.kind,
                "actor_id": by.id,
                "measured_by": by.name,
            }
            for one in signs
        ]
    )


def remark_many(lines: Sequence[Line], *, by: Actor, at: dt.datetime) -> None:
    """Part of an action: the entry of the batch stands for them all."""
    who = {"actor_kind": by.kind, "actor_id": by.id, "actor_name": by.name, "at": at}
    _remarks.many(
        [
            {
                "key": uuid.uuid4(),
                "person_id": one.person_id,
                "kind": one.kind,
                "text": one.text.strip(),
                **who,
            }
            for one in lines
        ]
    )
