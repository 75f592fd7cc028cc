"""Save a file by its fields: each value goes where it belongs, in one transaction."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from lianfang.core.actor import Actor
from lianfang.people import actions as people
from lianfang.people.enums import ExposureKind, ReportSource
from lianfang.people.models import Person
from lianfang.people.queries import MAY_BE_NULL, PLAIN
from lianfang.quarantine.actions import arrange_stay, record_reading, remark
from lianfang.quarantine.enums import ReadingKind, RemarkKind
from lianfang.quarantine.queries import open_episode_of
from lianfang.roster.actions.filling import fill_gaps, write_added
from lianfang.roster.errors import NoStay
from lianfang.roster.fields import FIELDS
from lianfang.roster.rules.cohabitants import read_line

_MOVED = {"area", "address", "source"}  # by another act, or never
_COLUMNS = {one.id: one.column for one in FIELDS if one.column and one.id not in _MOVED}
EXPOSURES = {
    "key_area": ExposureKind.KEY_AREA,
    "contact": ExposureKind.CONTACT,
    "wild_animal": ExposureKind.WILD_ANIMAL,
    "wet_market": ExposureKind.WET_MARKET,
}
STAY = ("mode", "place", "room_no", "managed_by", "visit_contact")
LOGS = {
    "handover": RemarkKind.HANDOVER,
    "supervision": RemarkKind.SUPERVISION,
    "follow_up": RemarkKind.FOLLOW_UP,
}
_TOLD_LATER = (*PLAIN, "emergency_contact")  # what ``register`` does not take


@transaction.atomic
def open_file(
    values: Mapping[str, Any], *, key: uuid.UUID, by: Actor, at: dt.datetime
) -> tuple[Person, bool]:
    """Put somebody on file with all that is known; one already on file is found and filled in.

    True when the file is new. Raises what ``people.actions.register`` raises, and NoStay.
    """
    person = people.register(
        key=key,
        name=values["name"],
        phone=values.get("phone") or "",
        area_code=values["area"],
        source=ReportSource(values["source"]),
        category=values["category"],
        id_type=values.get("id_type") or "01",
        id_number=values.get("id_number") or "",
        sex=values.get("sex") or "0",
        birth_date=values.get("birth_date"),
        address=values.get("address") or "",
        by=by,
        at=at,
    )
    is_new = person.key == key
    rest = {name: value for name, value in values.items() if value not in {None, "", ()}}
    columns = {
        column: rest[name]
        for name, column in _COLUMNS.items()
        if name in rest and column in _TOLD_LATER and (is_new or not getattr(person, column))
    }
    if columns:
        people.correct(person, columns, by=by, at=at)
    fill_gaps(person, rest, by=by, at=at)
    _around(person, rest, by=by, at=at)
    return person, is_new


@transaction.atomic
def change_file(
    person: Person, changes: Mapping[str, Any], *, reason: str = "", by: Actor, at: dt.datetime
) -> Person:
    """Write what changed and nothing else; None or empty clears a value that may be empty.

    Raises ChangedMeanwhile when somebody saved in the same moment, NoStay, and what is wrong with
    a value.
    """
    columns = {
        _COLUMNS[name]: value if value or _COLUMNS[name] in MAY_BE_NULL else ""
        for name, value in changes.items()
        if name in _COLUMNS
    }
    if columns:
        people.correct(person, columns, reason=reason, by=by, at=at)
    write_added(person, changes, reason=reason, by=by, at=at)
    if "area" in changes or "address" in changes:
        area = changes.get("area") or person.area_code
        address = changes.get("address", person.address) or ""
        people.move_home(person, area_code=area, address=address, by=by, at=at)
    _around(person, changes, by=by, at=at)
    return person


def _around(person: Person, values: Mapping[str, Any], *, by: Actor, at: dt.datetime) -> None:
    """Trips, histories, signs, the stay and the logs."""
    if values.get("arrived_at"):
        people.set_trip(
            person,
            arrived_at=values["arrived_at"],
            transport=values.get("transport") or "",
            transport_no=values.get("transport_no") or "",
            by=by,
            at=at,
        )
    for name, kind in EXPOSURES.items():
        if values.get(name):
            people.set_exposure(person, kind=kind, value=values[name], by=by, at=at)
    for line in values.get("cohabitants") or ():
        name, relation, phone = read_line(line)
        people.add_cohabitant(person, name=name, relation=relation, phone=phone, by=by, at=at)
    if values.get("temp") is not None or values.get("symptoms"):
        record_reading(
            person,
            key=uuid.uuid4(),
            kind=ReadingKind.STAFF,
            temp_c=values.get("temp"),
            symptoms=values.get("symptoms") or ("00",),
            measured_at=at,
            by=by,
            at=at,
        )
    _stay(person, {n: values[n] or "" for n in STAY if n in values}, by=by, at=at)
    for name, log in LOGS.items():
        for line in values.get(name) or ():
            remark(person, kind=log, text=line, by=by, at=at)


def _stay(person: Person, changes: Mapping[str, str], *, by: Actor, at: dt.datetime) -> None:
    if not any(changes.values()):
        return
    episode = open_episode_of(person.pk)
    if episode is None:
        raise NoStay(fields=dict.fromkeys(changes, NoStay.title))
    arrange_stay(episode, changes, by=by, at=at)
