"""Many files opened at once from checked values: the set-based twin of ``open_file``."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from lianfang.core.actor import Actor
from lianfang.people.actions import Incoming, Past, StatusMove, Trip, register_many
from lianfang.people.enums import Axis, ControlStatus, Reason, ReportSource
from lianfang.people.queries import PLAIN
from lianfang.quarantine.actions import Line, Signs, note_signs, remark_many
from lianfang.quarantine.flow import is_abnormal
from lianfang.roster.actions.filling import write_many
from lianfang.roster.actions.saving import EXPOSURES, LOGS, STAY
from lianfang.roster.fields import FIELDS
from lianfang.roster.rules.cohabitants import read_line

Values = Mapping[str, Any]
_PLAIN = [one for one in FIELDS if one.column in PLAIN]


def may_open_together(values: Values, *, threshold: Decimal) -> bool:
    """Nothing in it that must call a doctor (``threshold`` is a fever) or arrange a stay."""
    if any(values.get(name) for name in STAY):
        return False
    symptoms = values.get("symptoms") or ()
    return not is_abnormal(values.get("temp"), symptoms, threshold=threshold)


def open_files(
    rows: Sequence[tuple[uuid.UUID, Values]],
    *,
    batch: uuid.UUID,
    origin: str,
    by: Actor,
    at: dt.datetime,
) -> Mapping[uuid.UUID, int]:
    """Put people on file who are not yet, in one transaction; the new files by their keys.

    The values are those of ``open_file``, which opens the same file alone.
    """
    if not rows:
        return {}
    incoming = [_incoming(key, values, at) for key, values in rows]
    people = register_many(incoming, batch=batch, origin=origin, by=by, at=at).people
    signs, lines = [], []
    for key, values in rows:
        person_id = people[key]
        if values.get("temp") is not None or values.get("symptoms"):
            symptoms = values.get("symptoms") or ("00",)
            signs.append(Signs(person_id, values["area"], values.get("temp"), symptoms))
        lines += [
            Line(person_id, kind, text)
            for name, kind in LOGS.items()
            for text in values.get(name) or ()
        ]
    note_signs(signs, by=by, at=at)
    remark_many(lines, by=by, at=at)
    write_many([(people[key], values) for key, values in rows])
    return people


def _incoming(key: uuid.UUID, values: Values, at: dt.datetime) -> Incoming:
    opened = StatusMove(Axis.CONTROL, "", ControlStatus.REGISTERED, at, Reason.OTHER)
    return Incoming(
        key=key,
        area_code=values["area"],
        source=ReportSource(values["source"]),
        name=values["name"],
        phone=values.get("phone") or "",
        id_type=values.get("id_type") or "01",
        id_number=values.get("id_number") or "",
        category=values["category"],
        sex=values.get("sex") or "0",
        birth_date=values.get("birth_date"),
        address=values.get("address") or "",
        emergency_contact=values.get("emergency_phone") or "",
        plain={one.column: values[one.id] for one in _PLAIN if values.get(one.id) is not None},
        temp_c=values.get("temp"),
        moves=(opened,),
        trips=_trips(values),
        exposures=[
            Past(kind, values[name]) for name, kind in EXPOSURES.items() if values.get(name)
        ],
        cohabitants=[read_line(line) for line in values.get("cohabitants") or ()],
    )


def _trips(values: Values) -> Sequence[Trip]:
    if not values.get("arrived_at"):
        return ()
    means, number = values.get("transport") or "", values.get("transport_no") or ""
    return (Trip(values["arrived_at"], transport=means, transport_no=number),)
