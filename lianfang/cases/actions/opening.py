"""Open a case: from a citizen's report, for a person on file, or done with on the spot."""

import datetime as dt
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from lianfang.accounts.rules import Citizen
from lianfang.audit.actions import record
from lianfang.cases.actions.stages import begin, clock_columns
from lianfang.cases.enums import Kind, Source, State, Urgency
from lianfang.cases.errors import BadPhoto, PlaceNeeded
from lianfang.cases.models import Case, CaseNumber
from lianfang.cases.rules import actor_of, entry_state, has_symptoms, letter_of, urgency_of
from lianfang.core.actor import Actor
from lianfang.core.clock import local_date
from lianfang.core.compiled import Compiled, Updates
from lianfang.core.crypto import blind
from lianfang.core.inserts import Inserts
from lianfang.core.phones import read_phone
from lianfang.core.problems import NotFound
from lianfang.files.queries import own_photos
from lianfang.geo.queries import area_by_code, grid_at
from lianfang.geo.rules import Point
from lianfang.org.rules import Caller
from lianfang.people.actions import change_status
from lianfang.people.enums import Axis, ControlStatus, Reason
from lianfang.people.models import Person
from lianfang.policy.queries import fever_threshold_c

_insert = Inserts(Case)
_CHOSEN = 12  # digits of the finest area a citizen chooses by hand


def submit_report(
    *,
    key: uuid.UUID,
    source: Source = Source.CITIZEN,
    subject_kind: str = "",
    subject_name: str,
    subject_phone: str = "",
    point: Point | None = None,
    area_code: str = "",
    address: str = "",
    symptoms: Sequence[str] = (),
    temp_c: Decimal | None = None,
    description: str = "",
    photos: Sequence[uuid.UUID] = (),
    last_contact_at: dt.datetime | None = None,
    by: Citizen | Caller | Actor,
    at: dt.datetime,
) -> Case:
    """File a report; the place decides the grid. The same ``key`` again returns the first case.

    Raises PlaceNeeded, UnknownArea, BadPhone, BadPhoto; NotFound when the key is somebody else's.
    """
    is_hot = temp_c is not None and temp_c >= fever_threshold_c(at=at)
    urgency = urgency_of(source, subject_kind, is_ill=has_symptoms(symptoms) or is_hot)
    columns: dict[str, object] = {
        "kind": Kind.VERIFY,
        "subject_kind": subject_kind,
        "urgency": urgency,
        "subject_name": subject_name.strip(),
        "address": address,
        "symptoms": list(symptoms),
        "temp_c": temp_c,
        "description": description,
        "photos": _own_photos(photos, actor_of(by)),
        "last_contact_at": last_contact_at,
    }
    columns |= place_of(point, area_code) | phone_columns(subject_phone)
    return open_once(key, source, columns, state=entry_state(source), by=actor_of(by), at=at)


def open_case(
    *,
    kind: Kind,
    source: Source,
    person: Person | None = None,
    area_code: str = "",
    urgency: Urgency = Urgency.NORMAL,
    key: uuid.UUID | None = None,
    subject_name: str = "",
    subject_phone: str = "",
    address: str = "",
    description: str = "",
    symptoms: Sequence[str] = (),
    temp_c: Decimal | None = None,
    last_contact_at: dt.datetime | None = None,
    by: Actor,
    at: dt.datetime,
) -> Case:
    """Open a filed case, usually about a person on file, who fills in what is left empty.

    A verification makes a registered person pending. A stable ``key`` makes a repeat harmless.
    """
    phone = subject_phone or (person.phone if person else "")
    columns: dict[str, object] = {
        "kind": kind,
        "urgency": urgency,
        "person": person,
        "subject_name": subject_name or (person.name if person else ""),
        "address": address or (person.address if person else ""),
        "description": description,
        "symptoms": list(symptoms),
        "temp_c": temp_c,
        "last_contact_at": last_contact_at,
    }
    columns |= place_of(None, area_code or (person.area_code if person else ""))
    columns |= phone_columns(phone)
    with transaction.atomic():
        case = open_once(key or uuid.uuid4(), source, columns, state=State.FILED, by=by, at=at)
        if kind == Kind.VERIFY and person:
            _await_verification(person, by=by, at=at)
    return case


def open_once(
    key: uuid.UUID,
    source: Source,
    columns: dict[str, object],
    *,
    state: State,
    by: Actor,
    at: dt.datetime,
) -> Case:
    """Insert the case, its first stage and its entry, or find what this key made before."""
    urgency = int(str(columns["urgency"]))
    started = clock_columns(state, urgency, by=by, at=at)  # read before the write lock is taken
    try:
        with transaction.atomic():
            return _open(key, source, columns | started, state=state, by=by, at=at)
    except IntegrityError:
        before = Case.objects.unscoped().filter(key=key).first()
        if before is None:
            raise
        if (before.reporter_kind, before.reporter_id) != (by.kind, by.id):
            raise NotFound from None
        return before


def place_of(point: Point | None, area_code: str) -> dict[str, object]:
    """The grid that holds the point; a community chosen by hand wins over a point outside it."""
    if point is None:
        if not area_code:
            raise PlaceNeeded
        return {"area_code": area_by_code(area_code).code}
    home = point.to_wgs84()
    hit = grid_at(home)
    if area_code and not hit.code.startswith(area_code[:_CHOSEN]):
        return {"area_code": area_by_code(area_code).code, "lon": home.lon, "lat": home.lat}
    return {
        "area_code": hit.code,
        "is_guessed": hit.is_guessed,
        "lon": home.lon,
        "lat": home.lat,
    }


def phone_columns(phone: str) -> dict[str, object]:
    if not phone:
        return {}
    number = read_phone(phone, field="subject_phone")
    return {"subject_phone": number, "phone_blind": blind(number, "case.phone")}


def _own_photos(keys: Sequence[uuid.UUID], owner: Actor) -> list[str]:
    """Only photos the reporter stored: a key is no way to somebody else's. Raises BadPhoto."""
    if keys and len(own_photos(list(keys), owner=owner)) < len(set(keys)):
        raise BadPhoto(fields={"photos": BadPhoto.title})
    return [str(key) for key in keys]


def _open(
    key: uuid.UUID,
    source: Source,
    columns: dict[str, object],
    *,
    state: State,
    by: Actor,
    at: dt.datetime,
) -> Case:
    area_code = str(columns["area_code"])
    letter = letter_of(source, str(columns.get("subject_kind", "")))
    case = Case(
        key=key,
        number=_next_number(letter, area_code, local_date(at)),
        source=source,
        state=state,
        opened_at=at,
        reporter_kind=by.kind,
        reporter_id=by.id,
        area_at=area_code,
        **columns,
    )
    _insert(case)
    begin(case, by=by, at=at)
    detail = {"source": source, "kind": case.kind, "urgency": case.urgency}
    record("case.submitted", case, by=by, at=at, detail=detail)
    return case


def _next_number(letter: str, area_code: str, day: dt.date) -> str:
    """``{K}{county}{yyyymmdd}{seq5}``: counted per letter, county and day (handbook §1.5)."""
    county = area_code[:6].ljust(6, "0")
    counter: dict[str, Any] = {"letter": letter, "county": county, "day": day}
    if not _count_on(**counter):
        CaseNumber.objects.get_or_create(**counter)
        _count_on(**counter)
    [number] = _counted(**counter)
    return f"{letter}{county}{day:%Y%m%d}{number.last:05}"


def _counter(letter: str, county: str, day: dt.date) -> QuerySet[CaseNumber]:
    return CaseNumber.objects.filter(letter=letter, county=county, day=day)


_counted = Compiled(CaseNumber, _counter, letter=str, county=str, day=dt.date)
_count_on = Updates(
    lambda **counter: (_counter(**counter), {"last": F("last") + 1}),
    letter=str,
    county=str,
    day=dt.date,
)


def _await_verification(person: Person, *, by: Actor, at: dt.datetime) -> None:
    if person.control_status == ControlStatus.REGISTERED:
        change_status(
            person,
            Axis.CONTROL,
            after=ControlStatus.PENDING,
            reason=Reason.OTHER,
            effective_at=at,
            by=by,
            at=at,
        )
