"""查重: who may be the same person, side by side, and what a merge would meet."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from lianfang.accounts.queries import account_of
from lianfang.cases.queries import open_cases_of
from lianfang.core.phones import read_phone
from lianfang.core.problems import Problem
from lianfang.org.rules import Caller
from lianfang.people import queries as people
from lianfang.people.models import Person
from lianfang.policy.queries import duplicate_scores
from lianfang.quarantine.queries import open_episode_of
from lianfang.roster.fields import BY_ID, FIELDS
from lianfang.roster.queries.sheet import sheet_of, texts_of
from lianfang.roster.rules.likeness import likeness

_KEPT = {"id_type", "area", "source"}  # with another field, or the file's own
# Fields a merge may take over, by the column that holds them.
MERGED = {one.id: one.column for one in FIELDS if one.column and one.id not in _KEPT}


@dataclass(frozen=True)
class Suggestion:
    """Somebody who may be the same person; of a stranger only that there is somebody."""

    key: uuid.UUID | None
    name: str
    id_number: str
    phone: str
    area: str
    score: int
    reasons: Sequence[str]


@dataclass(frozen=True)
class Compared:
    field: str
    label: str
    mine: str
    theirs: str
    differs: bool


@dataclass(frozen=True)
class Comparison:
    """Two files side by side; ``obstacles`` must be settled before they become one."""

    mine: str
    theirs: str
    fields: Sequence[Compared]
    obstacles: Sequence[str]


def suggestions_for(caller: Caller, person: Person, *, at: dt.datetime) -> list[Suggestion]:
    """Most alike first, each with its reasons in words."""
    own = people.alike_row(person)
    scores = duplicate_scores(at=at)
    scored = [(likeness(own, other, scores), other) for other in people.alike_to(person)]
    likely = sorted(
        (pair for pair in scored if pair[0].score >= scores.shown_from),
        key=lambda pair: -pair[0].score,
    )
    ids = [other.id for _, other in likely]
    seen = set(people.visible_to(caller, at=at).filter(pk__in=ids).values_list("pk", flat=True))
    texts = {v["person_id"]: texts_of(v, is_masked=True) for v in sheet_of(ids, at=at)}
    return [
        Suggestion(
            other.key,
            other.name,
            texts[other.id]["id_number"],
            texts[other.id]["phone"],
            texts[other.id]["area"],
            how.score,
            how.reasons,
        )
        if other.id in seen
        else Suggestion(None, "", "", "", "其他辖区", how.score, how.reasons)
        for how, other in likely
    ]


@dataclass(frozen=True)
class Known:
    """Whether somebody like this is on file; who, only for whoever may see them."""

    is_known: bool
    why: str = ""
    key: uuid.UUID | None = None
    name: str = ""


def known_like(
    caller: Caller,
    *,
    id_type: str,
    id_number: str,
    phone: str,
    name: str,
    birth_date: dt.date | None,
    at: dt.datetime,
) -> Known:
    """While a file is being filled in: by document, then phone, then name and birth date."""
    found, why = people.by_document(id_type, id_number) if id_number else None, "证件号码相同"
    if found is None and phone:
        found, why = _by_phone(phone), "电话相同"
    if found is None and name and birth_date:
        alike = people.named_like(name.strip(), birth_date)
        nearest = min(alike, key=lambda row: row.name != name.strip(), default=None)
        if nearest:
            same = nearest.name == name.strip()
            found, why = people.by_id(nearest.id), f"姓名{'' if same else '字形相近'}、出生日期相同"
    if found is None:
        return Known(is_known=False)
    if not people.visible_to(caller, at=at).filter(pk=found.pk).exists():
        return Known(is_known=True, why=why)
    return Known(is_known=True, why=why, key=found.key, name=found.name)


def _by_phone(phone: str) -> Person | None:
    try:
        return next(iter(people.by_phone(read_phone(phone))), None)
    except Problem:
        return None


def compare(one: Person, other: Person, *, at: dt.datetime) -> Comparison:
    """Field by field, masked."""
    mine, theirs = (texts_of(v, is_masked=True) for v in sheet_of([one.pk, other.pk], at=at))
    plain_mine, plain_theirs = (
        texts_of(v, is_masked=False) for v in sheet_of([one.pk, other.pk], at=at)
    )
    fields = [
        Compared(
            name,
            BY_ID[name].label,
            mine[name],
            theirs[name],
            differs=plain_mine[name] != plain_theirs[name],
        )
        for name in MERGED
    ]
    return Comparison(one.name, other.name, fields, obstacles_to(other))


def obstacles_to(loser: Person) -> list[str]:
    """What still goes on for the file that would become an alias."""
    found = []
    if open_episode_of(loser.pk):
        found.append("对方档案正在隔离观察，请以对方为主档案，或先解除")
    if open_cases_of(loser.pk):
        found.append("对方档案有未结案卷，请先结案")
    if account_of(loser.pk):
        found.append("对方档案已绑定本人微信，请以对方为主档案")
    return found
