"""Places with a code, where a citizen was, and who was at a place."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Q

from lianfang.core.masking import mask_name, mask_number
from lianfang.core.paging import Page, decode, page_of
from lianfang.core.problems import NotFound
from lianfang.geo.queries import within
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.passes.errors import BadPlace, BadToken, PlaceClosed
from lianfang.passes.models import CheckIn, Place
from lianfang.passes.queries.gates import verifying_keys
from lianfang.passes.rules import from_link, read

_SHOWN, _PAGE = 100, 50


@dataclass(frozen=True)
class PlaceRow:
    key: uuid.UUID
    name: str
    kind: str
    address: str
    area_code: str
    since: dt.datetime
    closed_at: dt.datetime | None


@dataclass(frozen=True)
class Visit:
    """One check-in as the visitor reads it."""

    key: uuid.UUID
    place: str
    kind: str
    at: dt.datetime
    companions: int
    verdict: str


@dataclass(frozen=True)
class Present:
    """Somebody who was at a place, masked."""

    id: int
    person_key: uuid.UUID
    name: str
    phone: str
    at: dt.datetime
    companions: int
    verdict: str


def places_of(caller: Caller, permission: Permission, *, text: str = "") -> list[PlaceRow]:
    """Places in one's areas, the newest first; one statement."""
    places = Place.objects.scoped(within(caller.areas(permission)))
    if text:
        places = places.filter(Q(name__icontains=text) | Q(address__icontains=text))
    columns = ("key", "name", "kind", "address", "area_code", "since", "closed_at")
    return [PlaceRow(*cells) for cells in places.order_by("-id").values_list(*columns)[:_SHOWN]]


def place_for(caller: Caller, permission: Permission, key: uuid.UUID) -> Place:
    """A place in one's areas; another is NotFound."""
    place = Place.objects.unscoped().filter(key=key).first()
    if place is None or not caller.covers(place.area_code, permission):
        raise NotFound
    return place


def place_of_code(text: str) -> Place:
    """Whose code this is. Raises BadPlace, PlaceClosed."""
    try:
        code = read(from_link(text), verifying_keys())
    except BadToken:
        raise BadPlace from None
    found = Place.objects.unscoped().filter(serial=code.pass_id)
    place = found.first() if code.is_place else None
    if place is None:
        raise BadPlace
    if place.closed_at:
        raise PlaceClosed
    return place


def visits_of(person_id: int) -> list[Visit]:
    """Where one was lately, the newest first; one statement."""
    rows = CheckIn.objects.unscoped().filter(person_id=person_id).order_by("-id")
    columns = ("key", "place__name", "place__kind", "at", "companions", "verdict")
    return [Visit(*cells) for cells in rows.values_list(*columns)[:_SHOWN]]


def present_at(
    place: Place, *, starts_at: dt.datetime, ends_at: dt.datetime, cursor: str = ""
) -> Page[Present]:
    """Who checked in within the span, in order; whoever asks was checked. One statement."""
    rows = CheckIn.objects.unscoped().filter(place=place, at__gte=starts_at, at__lt=ends_at)
    if cursor:
        rows = rows.filter(pk__gt=int(decode(cursor, 1)[0]))
    cells = rows.order_by("id").values_list(
        *("id", "person__key", "person__name", "person__phone", "at", "companions", "verdict")
    )
    found = [
        Present(number, key, mask_name(name), mask_number(phone), *rest)
        for number, key, name, phone, *rest in cells[: _PAGE + 1]
    ]
    return page_of(found, _PAGE, lambda row: (row.id,))
