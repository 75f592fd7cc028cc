"""How a file came to say what it says, and who looked at it."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lianfang.audit.models import Entry
from lianfang.audit.queries import accesses_of, timeline
from lianfang.core.crypto import unseal
from lianfang.core.masking import mask_number
from lianfang.org.rules import Caller
from lianfang.people.models import Person
from lianfang.roster.fields import DECLARED, FIELDS, Dictionary, shown
from lianfang.roster.queries.dictionary import fields_for

_PERSON = "people.person"
_MOST = 100
_CITIZEN = "account"
_FIELDS = {one.column: one for one in FIELDS if one.column}  # a correction names columns


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


def changes_of(person: Person, *, reader: Caller) -> list[Change]:
    """Corrections, the newest first; one statement, two where added fields changed.

    Of added fields only those the reader knows, and no change that was of others alone.
    """
    saved = timeline(_PERSON, person.pk).filter(action="person.updated").order_by("-id")
    corrections = [e for e in saved[:_MOST] if e.detail.get("what") in {"correction", "added"}]
    has_added = any(e.detail.get("what") == "added" for e in corrections)
    known = fields_for(reader) if has_added else DECLARED
    changes = [_change(entry, known) for entry in corrections]
    return [change for change in changes if change.differences]


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


def _change(entry: Entry, known: Dictionary) -> Change:
    values = json.loads(unseal(str(entry.detail["values"]), "audit.values"))
    told = _added(values, known) + [
        Difference(
            _FIELDS[column].label,
            shown(_FIELDS[column], before, is_masked=True),
            shown(_FIELDS[column], after, is_masked=True),
        )
        for column, (before, after) in values.items()
        if column in _FIELDS
    ]
    return Change(entry.happened_at, entry.actor_name, str(entry.detail.get("reason", "")), told)


def _added(values: Mapping[str, Sequence[str]], known: Dictionary) -> list[Difference]:
    """Added fields are kept in the trail as people read them."""
    own = [(known.by_id[name], pair) for name, pair in values.items() if name in known.by_id]
    return [
        Difference(one.label, *(mask_number(t) if one.masked and t else t for t in pair))
        for one, pair in own
        if one.own_id
    ]
