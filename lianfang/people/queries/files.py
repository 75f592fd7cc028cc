"""Who may be seen by whom, one person's history, and counts of many."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lianfang.core.actor import Actor
from lianfang.core.compiled import Compiled
from lianfang.core.crypto import blind
from lianfang.core.problems import NotFound
from lianfang.geo.queries import within
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people.enums import ExposureKind
from lianfang.people.models import COUNTS, Arrival, Cohabitant, Exposure, Grant, Person, StatusEvent
from lianfang.people.models import Fact as FactRow
from lianfang.people.rules import Fact, PassFacts

_KEYS = 500


def visible_to(caller: Caller, *, at: dt.datetime) -> QuerySet[Person]:
    """Everyone in the areas one cares for, and everyone lent to one or to one's department.

    For one person or a count. A list reads areas and grants apart (see ``list_page``): one OR
    over both costs the index.
    """
    return Person.objects.scoped(_in_areas(caller) | Q(pk__in=_lent(caller, at)))


def get_for(caller: Caller, key: uuid.UUID, *, at: dt.datetime) -> Person:
    """The one door to a person from outside; a stranger gets NotFound.

    The key of a file that was made one with another leads to the other.
    """
    found = Person.objects.unscoped().filter(key=key).select_related("merged_into").first()
    person = found.merged_into or found if found else None
    if person is None or not _may_see(caller, person, at):
        raise NotFound
    return person


def by_id(person_id: int) -> Person:
    """For handlers, which act as the system and see everything."""
    return Person.objects.unscoped().get(pk=person_id)


def area_of(person_id: int) -> str:
    """Where somebody belongs now; for what is told to the people of a place."""
    found = _place.first(pk=person_id)
    return found.area_code if found else ""


@dataclass(frozen=True)
class _Place:
    area_code: str


_place = Compiled(_Place, lambda pk: Person.objects.unscoped().filter(pk=pk), pk=int)


def by_ids(person_ids: list[int]) -> dict[int, Person]:
    """For handlers and counts; one statement."""
    return {p.pk: p for p in Person.objects.unscoped().filter(pk__in=person_ids)}


def ids_by_key(keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Row ids of the keys that are on file, for imports; a few statements for thousands of keys."""
    found: dict[uuid.UUID, int] = {}
    for start in range(0, len(keys), _KEYS):
        some = Person.objects.unscoped().filter(key__in=keys[start : start + _KEYS])
        found.update(some.values_list("key", "id"))
    return found


def keys_on_file(keys: Sequence[uuid.UUID]) -> frozenset[uuid.UUID]:
    return frozenset(ids_by_key(keys))


def by_document(id_type: str, id_number: str) -> Person | None:
    """For binding an account or checking a gate; the caller of this checks who asks."""
    fingerprint = blind(id_number.strip().upper(), "person.id_number")
    found = _by_document.first(id_type=id_type, id_blind=fingerprint)
    return by_id(found.merged_into_id) if found and found.merged_into_id else found


def by_phone(phone: str) -> list[Person]:
    """Everyone reached at this number, for binding and duplicate hints."""
    return _by_phone(phone_blind=blind(phone, "person.phone"))


def _of_document(id_type: str, id_blind: str) -> QuerySet[Person]:
    return Person.objects.unscoped().filter(id_type=id_type, id_blind=id_blind)


def _of_phone(phone_blind: str) -> QuerySet[Person]:
    found = Person.objects.unscoped().filter(COUNTS, phone_blind=phone_blind)
    return found.order_by("id")


_by_document = Compiled(Person, _of_document, id_type=str, id_blind=str)
_by_phone = Compiled(Person, _of_phone, phone_blind=str)


def facts_of(person_id: int, *, at: dt.datetime) -> PassFacts:
    """All that the pass colour depends on, in two statements."""
    row = Person.objects.unscoped().values_list(
        "facts_epoch", "control_status", "case_class", "id_blind", "phone_blind"
    )
    epoch, control, case_class, id_blind, phone_blind = row.get(pk=person_id)
    not_over = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    rows = list(FactRow.objects.filter(not_over, person_id=person_id).order_by("id"))
    return PassFacts(
        person_id,
        epoch,
        control,
        case_class,
        bool(id_blind and phone_blind),
        tuple(
            Fact(
                row.kind,
                row.starts_at,
                row.ends_at,
                f"{row.actor_kind} {row.actor_id or ''}",
                Actor(row.actor_kind, row.actor_id, row.actor_name),
            )
            for row in rows
            if row.starts_at <= at
        ),
        min((row.starts_at for row in rows if row.starts_at > at), default=None),
    )


@dataclass(frozen=True)
class Move:
    """The last move on any axis."""

    by: Actor
    recorded_at: dt.datetime


def last_mover(person_id: int) -> Move:
    moves = StatusEvent.objects.filter(person_id=person_id).order_by("-id")
    columns = ("actor_kind", "actor_id", "actor_name", "recorded_at")
    kind, number, name, at = moves.values_list(*columns)[0]
    return Move(Actor(kind, number, name), at)


def epoch_of(person_id: int) -> int:
    epochs = Person.objects.unscoped().filter(pk=person_id)
    return epochs.values_list("facts_epoch", flat=True).get()


def history_of(person: Person) -> list[StatusEvent]:
    return list(StatusEvent.objects.filter(person=person).order_by("effective_at", "id"))


def arrivals_of(person: Person) -> list[Arrival]:
    return list(Arrival.objects.filter(person=person).order_by("-arrived_at", "-id"))


def people_arrived(since: dt.datetime | None, until: dt.datetime | None) -> QuerySet[Arrival, int]:
    """Who came to the city in a span, its end not included, as a subquery of row ids."""
    span = {"arrived_at__gte": since, "arrived_at__lt": until}
    trips = Arrival.objects.filter(**{name: moment for name, moment in span.items() if moment})
    return trips.order_by().values_list("person_id", flat=True)


def exposures_of(person: Person) -> list[Exposure]:
    return list(Exposure.objects.filter(person=person).order_by("id"))


def cohabitants_of(person: Person) -> list[Cohabitant]:
    return list(Cohabitant.objects.filter(person=person).order_by("id"))


def household_members(person: Person) -> list[Person]:
    """Others on file behind the same door."""
    if not person.household:
        return []
    same = Person.objects.unscoped().filter(household=person.household).exclude(pk=person.pk)
    return list(same.order_by("id"))


def lent_to_department(department_id: int, *, at: dt.datetime) -> QuerySet[Grant]:
    lent = Grant.objects.filter(grantee_kind="department", grantee_id=department_id)
    return lent.filter(until__gt=at)


def _in_areas(caller: Caller) -> Q:
    return within(caller.areas(Permission.PERSON_VIEW))


def _lent(caller: Caller, at: dt.datetime) -> QuerySet[Grant, int]:
    mine = Q(grantee_kind="user", grantee_id=caller.id)
    if caller.department_id:
        mine |= Q(grantee_kind="department", grantee_id=caller.department_id)
    return Grant.objects.filter(mine, until__gt=at).values_list("person_id", flat=True)


def _may_see(caller: Caller, person: Person, at: dt.datetime) -> bool:
    if caller.covers(person.area_code, Permission.PERSON_VIEW):
        return True
    return _lent(caller, at).filter(person=person).exists()


def counts_by_area(condition: Q, *, area_code: str = "") -> dict[str, int]:
    """How many people fit, by where they live; for counters, one statement."""
    everyone = Person.objects.scoped(condition & COUNTS)
    return _by_area(everyone, area_code)


def moves_by_area(
    axis: str, after: str, *, starts_at: dt.datetime, ends_at: dt.datetime, area_code: str = ""
) -> dict[str, int]:
    """How many moves to a status were recorded in a span, by where the person stood then.

    A move that was taken back does not count, nor does the one that took it back.
    """
    moves = StatusEvent.objects.filter(
        axis=axis,
        after=after,
        recorded_at__gte=starts_at,
        recorded_at__lt=ends_at,
        compensates=None,
        statusevent=None,
    ).exclude(before="")
    if area_code:
        moves = moves.filter(area_at=area_code)
    counted = moves.order_by().values("area_at").annotate(n=Count("person_id", distinct=True))
    return dict(counted.values_list("area_at", "n"))


def exposed_to_key_area() -> Q:
    """Lived, travelled or passed through."""
    history = Exposure.objects.filter(kind=ExposureKind.KEY_AREA, value__in=["1", "2", "3"])
    return Q(pk__in=history.values("person_id"))


def _by_area(rows: QuerySet[Person], area_code: str) -> dict[str, int]:
    if area_code:
        rows = rows.filter(area_code=area_code)
    counted = rows.order_by().values("area_code").annotate(n=Count("id"))
    return dict(counted.values_list("area_code", "n"))
