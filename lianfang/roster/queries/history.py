"""How a file came to say what it says, and who looked at it."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass

from lianfang.audit.models import Entry
from lianfang.audit.queries import accesses_of, timeline
from lianfang.core.crypto import unseal
from lianfang.people.models import Person
from lianfang.roster.fields import BY_ID, shown

_PERSON = "people.person"
_MOST = 100
_CITIZEN = "account"
_FIELDS = {  # the columns that a correction names, by the field that shows them
    "name": "name",
    "id_type": "id_type",
    "id_number": "id_number",
    "native_place_code": "native_place",
    "sex": "sex",
    "birth_date": "birth_date",
    "category": "category",
    "phone": "phone",
    "emergency_contact": "emergency_phone",
    "house_type": "house_type",
    "cohabitant_count": "cohabitant_count",
}


@dataclass(frozen=True)
class Difference:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One save of a file: what it said before and after, masked."""

    at: dt.datetime
    who: str
    reason: str
    differences: Sequence[Difference]


@dataclass(frozen=True)
class Look:
    at: dt.datetime
    who: str
    fields: str
    reason: str


def changes_of(person: Person) -> list[Change]:
    """Corrections, the newest first; one statement."""
    saved = timeline(_PERSON, person.pk).filter(action="person.updated").order_by("-id")
    corrections = [e for e in saved[:_MOST] if e.detail.get("what") == "correction"]
    return [_change(entry) for entry in corrections]


def looks_at(person: Person, *, most: int = _MOST) -> list[Look]:
    """Who looked, the newest first; a citizen's account stays unnamed."""
    return [
        Look(
            row.at,
            "本人或家属" if row.actor_kind == _CITIZEN else row.actor_name,
            row.fields,
            row.reason,
        )
        for row in accesses_of(_PERSON, person.pk)[:most]
    ]


def _change(entry: Entry) -> Change:
    values = json.loads(unseal(str(entry.detail["values"]), "audit.values"))
    told = [
        Difference(
            BY_ID[_FIELDS[column]].label,
            shown(BY_ID[_FIELDS[column]], before, is_masked=True),
            shown(BY_ID[_FIELDS[column]], after, is_masked=True),
        )
        for column, (before, after) in values.items()
        if column in _FIELDS
    ]
    return Change(entry.happened_at, entry.actor_name, str(entry.detail.get("reason", "")), told)
