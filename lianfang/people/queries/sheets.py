"""Many files at once, as the sheet of fields reads them: one statement each, no models."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Max

from lianfang.people.models import COUNTS, PLAIN, Arrival, Cohabitant, Exposure, Person

PERSON_COLUMNS = (
    *("id", "key", "version", "name", "id_type", "id_number", "sex"),
    *("birth_date", "birth_precision", "category", "address", "phone", "emergency_contact"),
    *("source", "area_code", "control_status", "case_class"),
    *("severity", "latest_temp_c", "registered_at", "updated_at"),
    *PLAIN,
)
MAY_BE_NULL = frozenset(field.attname for field in Person._meta.concrete_fields if field.null)
_CHUNK = 500
TRIP_COLUMNS = ("arrived_at", "transport", "transport_no", "from_area_code")


def person_columns(ids: Sequence[int]) -> list[dict[str, object]]:
    """The scalars of these people, in the order asked; one statement."""
    found = Person.objects.unscoped().filter(pk__in=ids).values(*PERSON_COLUMNS)
    by_id = {row["id"]: row for row in found}
    return [by_id[pk] for pk in ids if pk in by_id]


def areas_of(ids: Sequence[int]) -> dict[int, str]:
    """Where these people are on file; aliases left out. One statement."""
    found = Person.objects.unscoped().filter(pk__in=ids, merged_into__isnull=True)
    return dict(found.values_list("id", "area_code"))


def newest_trips(ids: Sequence[int]) -> dict[int, dict[str, object]]:
    """The current trip of each; one statement."""
    newest = Arrival.objects.filter(person_id__in=ids).order_by("arrived_at", "id")
    return {row.pop("person_id"): row for row in newest.values("person_id", *TRIP_COLUMNS)}


def exposure_values(ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """The newest answer of each kind; one statement."""
    last = Exposure.objects.filter(person_id__in=ids).order_by()
    last_ids = last.values("person_id", "kind").annotate(last=Max("id")).values("last")
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = Exposure.objects.filter(pk__in=last_ids).values_list("person_id", "kind", "value")
    for person_id, kind, value in rows:
        found[person_id][kind] = value
    return found


def cohabitant_rows(ids: Sequence[int]) -> dict[int, list[tuple[str, str, str]]]:
    """Name, relation and phone of those behind the same door; one statement."""
    found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    rows = Cohabitant.objects.filter(person_id__in=ids).order_by("id")
    for person_id, *who in rows.values_list("person_id", "name", "relation", "phone"):
        found[person_id].append((who[0], who[1], who[2]))
    return found


def ids_by_document(numbers: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Type and blind index of documents → person; a few statements for thousands."""
    wanted, found = sorted(set(numbers)), {}
    for start in range(0, len(wanted), _CHUNK):
        blinds = [blind_index for _, blind_index in wanted[start : start + _CHUNK]]
        rows = Person.objects.unscoped().filter(COUNTS, id_blind__in=blinds)
        for pk, id_type, blind_index in rows.values_list("id", "id_type", "id_blind"):
            found[id_type, str(blind_index)] = pk
    return found


def ids_by_phone(blinds: Iterable[str]) -> dict[tuple[str, str], tuple[int, bool]]:
    """Blind index of a phone and name → person, and whether their document is known."""
    wanted, found = sorted(set(blinds)), {}
    for start in range(0, len(wanted), _CHUNK):
        some = wanted[start : start + _CHUNK]
        rows = Person.objects.unscoped().filter(COUNTS, phone_blind__in=some)
        columns = rows.order_by("-id").values_list("id", "phone_blind", "name", "id_blind")
        for pk, phone_blind, name, id_blind in columns:
            found[phone_blind, name] = (pk, id_blind is not None)
    return found
