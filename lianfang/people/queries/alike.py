"""Files that may be of the same person, and those that were made one."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from lianfang.core.chunks import chunks
from lianfang.core.compiled import Compiled
from lianfang.core.lookalikes import mistaken_for
from lianfang.core.problems import NotFound
from lianfang.people.models import COUNTS, Merge, Person

_MOST = 30
_PAIRS = 25  # asked for in one statement


@dataclass(frozen=True)
class Alike:
    """What two files are compared by; numbers as fingerprints."""

    id: int
    key: uuid.UUID
    name: str
    name_pinyin: str
    sex: str
    birth_date: dt.date | None
    id_type: str
    id_blind: str | None
    id_last4_blind: str
    phone_blind: str
    household: str
    area_code: str


_COLUMNS = tuple(Alike.__dataclass_fields__)


def alike_row(person: Person) -> Alike:
    return Alike(**{name: getattr(person, name) for name in _COLUMNS})


def alike_to(person: Person) -> list[Alike]:
    """Candidates by each indexed likeness, six statements; a name alone is none."""
    likenesses = [
        Q(phone_blind=person.phone_blind) if person.phone_blind else None,
        Q(household=person.household) if person.household else None,
        Q(name=person.name, birth_date=person.birth_date) if person.birth_date else None,
        Q(id_last4_blind=person.id_last4_blind, name=person.name) if person.id_number else None,
        Q(name_pinyin=person.name_pinyin, birth_date=person.birth_date, community=person.community)
        if person.birth_date
        else None,
        Q(name__in=mistaken_for(person.name), birth_date=person.birth_date)
        if person.birth_date
        else None,
    ]
    found: dict[int, Alike] = {}
    for likeness in filter(None, likenesses):
        rows = Person.objects.unscoped().filter(COUNTS, likeness)
        for cells in rows.exclude(pk=person.pk).order_by("-id").values_list(*_COLUMNS)[:_MOST]:
            found[cells[0]] = Alike(*cells)
    return list(found.values())


def named_like(name: str, birth_date: dt.date) -> list[Alike]:
    """Files of this name, or of one it is mistaken for, born that day; one statement."""
    names = [name, *mistaken_for(name)]
    rows = Person.objects.unscoped().filter(COUNTS, name__in=names, birth_date=birth_date)
    return [Alike(*cells) for cells in rows.order_by("-id").values_list(*_COLUMNS)[:_MOST]]


def namesakes_of(born: Iterable[tuple[str, dt.date]]) -> dict[tuple[str, dt.date], int]:
    """How many files bear a name and a birth date; a few statements for thousands."""
    found: Counter[tuple[str, dt.date]] = Counter()
    for some in chunks(sorted(set(born)), _PAIRS):
        full = [*some, *[some[-1]] * (_PAIRS - len(some))]
        values: dict[str, str | dt.date] = {f"name_{n}": name for n, (name, _) in enumerate(full)}
        values |= {f"born_{n}": day for n, (_, day) in enumerate(full)}
        found.update((row.name, row.birth_date) for row in _namesakes(**values))
    return found


@dataclass(frozen=True)
class _Born:
    name: str
    birth_date: dt.date


def _any_of_the_pairs(**values: str | dt.date) -> QuerySet[Person]:
    pairs = [Q(name=values[f"name_{n}"], birth_date=values[f"born_{n}"]) for n in range(_PAIRS)]
    return Person.objects.unscoped().filter(COUNTS, reduce(or_, pairs))


_namesakes = Compiled(
    _Born,
    _any_of_the_pairs,
    **{f"name_{n}": str for n in range(_PAIRS)},
    **{f"born_{n}": dt.date for n in range(_PAIRS)},
)


def aliases_of(person: Person) -> list[Person]:
    """The files that were made one with this one."""
    return list(Person.objects.unscoped().filter(merged_into=person).order_by("id"))


def merges_of(person: Person) -> list[Merge]:
    """Newest first, those undone left out."""
    own = Merge.objects.filter(winner=person, undone_at=None)
    return list(own.select_related("loser").order_by("-id"))


def merge_by_key(key: uuid.UUID) -> Merge:
    """Raises NotFound."""
    found = Merge.objects.filter(key=key, undone_at=None).select_related("winner").first()
    if found is None:
        raise NotFound
    return found
