"""Who may be seen by whom; ``get_for`` and ``get_for_citizen`` are the doors to one person."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from lianfang.core.crypto import blind
from lianfang.core.masking import mask_number
from lianfang.core.paging import Page, decode, page_of
from lianfang.core.problems import NotFound
from lianfang.geo.queries import within
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people.enums import ExposureKind
from lianfang.people.models import Arrival, Cohabitant, Exposure, Grant, Person, StatusEvent
from lianfang.people.models import Fact as FactRow
from lianfang.people.rules import Fact, PassFacts

SIZE = 20
_KEYS = 500
_LAST = 4
_COLUMNS = (
    "id",
    "key",
    "name",
    "sex",
    "birth_date",
    "id_number",
    "phone",
    "area_code",
    "category",
    "source",
    "control_status",
    "case_class",
    "severity",
    "latest_temp_c",
    "updated_at",
)


@dataclass(frozen=True)
class Filters:
    """What a list may be narrowed by; empty means no condition.

    ``text`` is a name, its pinyin or initials, or a document or phone number, whole or its last
    four digits.
    """

    text: str = ""
    area_code: str = ""
    control_status: str = ""
    case_class: str = ""
    category: str = ""


@dataclass(frozen=True)
class PersonRow:
    """One line of a list, already masked."""

    id: int
    key: uuid.UUID
    name: str
    sex: str
    birth_date: dt.date | None
    id_number: str
    phone: str
    area_code: str
    category: str
    source: str
    control_status: str
    case_class: str
    severity: str
    latest_temp_c: Decimal | None
    updated_at: dt.datetime


def visible_to(caller: Caller, *, at: dt.datetime) -> QuerySet[Person]:
    """Everyone in the areas one cares for, and everyone lent to one or to one's department.

    For one person or a count. A list reads areas and grants apart (see ``list_page``): one OR
    over both costs the index.
    """
    return Person.objects.scoped(_in_areas(caller) | Q(pk__in=_lent(caller, at)))


def get_for(caller: Caller, key: uuid.UUID, *, at: dt.datetime) -> Person:
    """The one door to a person from outside; a stranger gets NotFound."""
    person = Person.objects.unscoped().filter(key=key).first()
    if person is None or not _may_see(caller, person, at):
        raise NotFound
    return person


def by_id(person_id: int) -> Person:
    """For handlers, which act as the system and see everything."""
    return Person.objects.unscoped().get(pk=person_id)


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
    found = Person.objects.unscoped().filter(id_type=id_type, id_blind=fingerprint)
    return found.first()


def by_phone(phone: str) -> list[Person]:
    """Everyone reached at this number, for binding and duplicate hints."""
    found = Person.objects.unscoped().filter(phone_blind=blind(phone, "person.phone"))
    return list(found.filter(merged_into__isnull=True).order_by("id"))


def list_page(
    caller: Caller, *, filters: Filters, cursor: str, at: dt.datetime, size: int = SIZE
) -> Page[PersonRow]:
    """Newest on file first; own areas and lent people are read apart and merged."""
    narrowed = _narrowed(filters)
    if cursor:
        narrowed &= Q(pk__lt=int(decode(cursor, 1)[0]))
    found: dict[int, PersonRow] = {}
    for scope in (_in_areas(caller), Q(pk__in=_lent(caller, at))):
        rows = Person.objects.scoped(scope).filter(narrowed, merged_into__isnull=True)
        for cells in rows.order_by("-id").values_list(*_COLUMNS)[: size + 1]:
            found[cells[0]] = _row(*cells)
    newest = sorted(found.values(), key=lambda row: -row.id)
    return page_of(newest, size, lambda row: (row.id,))


def count(caller: Caller, *, filters: Filters, most: int = 10_000) -> int:
    """How many there are in one's areas, counted up to ``most`` and no further."""
    rows = Person.objects.scoped(_in_areas(caller)).filter(
        _narrowed(filters), merged_into__isnull=True
    )
    return rows.values("pk")[:most].count()


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
            Fact(row.kind, row.starts_at, row.ends_at, f"{row.actor_kind} {row.actor_id or ''}")
            for row in rows
            if row.starts_at <= at
        ),
        min((row.starts_at for row in rows if row.starts_at > at), default=None),
    )


def last_mover(person_id: int) -> str:
    """Kind and number of whoever made the last move on any axis."""
    moves = StatusEvent.objects.filter(person_id=person_id).order_by("-id")
    kind, number = moves.values_list("actor_kind", "actor_id")[0]
    return f"{kind} {number or ''}"


def epoch_of(person_id: int) -> int:
    epochs = Person.objects.unscoped().filter(pk=person_id)
    return epochs.values_list("facts_epoch", flat=True).get()


def history_of(person: Person) -> list[StatusEvent]:
    return list(StatusEvent.objects.filter(person=person).order_by("effective_at", "id"))


def arrivals_of(person: Person) -> list[Arrival]:
    return list(Arrival.objects.filter(person=person).order_by("-arrived_at", "-id"))


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


def _narrowed(filters: Filters) -> Q:
    condition = Q()
    if filters.area_code:
        condition &= within([filters.area_code])
    for name in ("control_status", "case_class", "category"):
        value = getattr(filters, name)
        if value:
            condition &= Q(**{name: value})
    return condition & _text(filters.text.strip()) if filters.text.strip() else condition


def _text(text: str) -> Q:
    """Numbers by their fingerprints, Latin letters by pinyin or initials, else the name."""
    upper = text.upper()
    if upper.rstrip("X").isdigit():
        column, purpose = ("last4_blind", ".last4") if len(upper) == _LAST else ("blind", "")
        documents = Q(**{f"id_{column}": blind(upper, f"person.id_number{purpose}")})
        return documents | Q(**{f"phone_{column}": blind(upper, f"person.phone{purpose}")})
    if text.isascii():
        letters = text.lower().replace(" ", "")
        return Q(name_pinyin__startswith=letters) | Q(name_initials=letters)
    return Q(name__startswith=text)


def _row(*cells: object) -> PersonRow:
    row = PersonRow(*cells)  # type: ignore[arg-type]  # columns in the order of the fields
    hidden = {
        "id_number": mask_number(row.id_number),
        "phone": mask_number(row.phone),
    }
    return PersonRow(**{**vars(row), **hidden})


def counts_by_area(condition: Q, *, area_code: str = "") -> dict[str, int]:
    """How many people fit, by where they live; for counters, one statement."""
    everyone = Person.objects.scoped(condition & Q(merged_into__isnull=True))
    return _by_area(everyone, area_code)


def moves_by_area(
    axis: str, after: str, *, starts_at: dt.datetime, ends_at: dt.datetime, area_code: str = ""
) -> dict[str, int]:
    """How many moves to a status were recorded in a span, by where the person stood then."""
    moves = StatusEvent.objects.filter(
        axis=axis, after=after, recorded_at__gte=starts_at, recorded_at__lt=ends_at
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
