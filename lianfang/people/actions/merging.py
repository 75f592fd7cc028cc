"""Make two files of one person one, and take it back exactly."""

import datetime as dt
import json
import uuid
from collections.abc import Sequence

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.people.actions.writing import moved
from lianfang.people.errors import CannotMerge, ChangedMeanwhile
from lianfang.people.models import PLAIN, Merge, Person

_SEARCHED = {
    "name": ("name", "name_pinyin", "name_initials"),
    "id_number": ("id_type", "id_number", "id_blind", "id_last4_blind"),
    "phone": ("phone", "phone_blind", "phone_last4_blind"),
    "address": ("address", "household", "area_code"),
}
TAKEN = {
    *_SEARCHED,
    *("sex", "birth_date", "category", "emergency_contact"),
    *PLAIN,
}
_DATES = {"birth_date"}


@transaction.atomic
def merge(
    winner: Person, loser: Person, *, take: Sequence[str], reason: str, by: Actor, at: dt.datetime
) -> Merge:
    """``loser`` becomes an alias of ``winner``, who takes the named values over.

    Raises CannotMerge: the same file, or one that is an alias or has aliases; and ChangedMeanwhile.
    """
    ids = {winner.pk, loser.pk}
    rows = Person.objects.unscoped().select_for_update().filter(pk__in=ids)
    fresh = {person.pk: person for person in rows}
    if len(fresh) != 2 or any(p.merged_into_id or p.voided_at for p in fresh.values()):  # noqa: PLR2004 -- two
        raise CannotMerge("其中一份档案已经合并过或已作废")
    if Merge.objects.filter(winner=loser, undone_at=None).exists():
        raise CannotMerge("另一份档案合并过别的档案，请先撤销那次合并")
    winner, loser = fresh[winner.pk], fresh[loser.pk]
    columns = [c for name in take if name in TAKEN for c in _SEARCHED.get(name, (name,))]
    before = {"winner": _held(winner, columns), "loser": _held(loser, ["id_blind"])}
    taken = {column: getattr(loser, column) for column in columns}
    everyone = Person.objects.unscoped()
    # The document is unique: the alias lets go of its fingerprint before the winner takes it.
    freed = {"id_blind": None} if "id_blind" in columns else {}
    everyone.filter(pk=loser.pk).update(merged_into=winner, **freed, **moved(at, facts=True))
    everyone.filter(pk=winner.pk).update(**taken, **moved(at, facts=True))
    done = Merge.objects.create(
        key=uuid.uuid4(),
        winner=winner,
        loser=loser,
        before=json.dumps(before | {"taken": _held(loser, columns)}, ensure_ascii=False),
        reason=reason,
        actor_name=by.name,
        at=at,
    )
    detail = {"loser": loser.pk, "took": sorted(set(take) & TAKEN), "reason": reason}
    record("person.merged", winner, by=by, at=at, detail=detail)
    return done


@transaction.atomic
def unmerge(done: Merge, *, by: Actor, at: dt.datetime) -> None:
    """Both files as they were. Raises ChangedMeanwhile when what was taken has changed since."""
    if not Merge.objects.filter(pk=done.pk, undone_at=None).update(undone_at=at):
        raise ChangedMeanwhile
    held = json.loads(done.before)
    winner = Person.objects.unscoped().select_for_update().get(pk=done.winner_id)
    if _held(winner, list(held["taken"])) != held["taken"]:
        raise ChangedMeanwhile("合并后这份档案又改过，请先把改动的几项改回去")
    everyone = Person.objects.unscoped()
    everyone.filter(pk=done.winner_id).update(**_values(held["winner"]), **moved(at, facts=True))
    loser = _values(held["loser"]) | {"merged_into": None}
    everyone.filter(pk=done.loser_id).update(**loser, **moved(at, facts=True))
    record("person.unmerged", winner, by=by, at=at, detail={"loser": done.loser_id})


def _held(person: Person, columns: Sequence[str]) -> dict[str, object]:
    values = {column: getattr(person, column) for column in columns}
    return {c: str(v) if c in _DATES and v is not None else v for c, v in values.items()}


def _values(held: dict[str, object]) -> dict[str, object]:
    return {
        c: dt.date.fromisoformat(str(v)) if c in _DATES and v is not None else v
        for c, v in held.items()
    }
