"""A person's pass, the keys that verify codes, gates and what was seen at them."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet

from lianfang.core.clock import end_of, local_date, start_of
from lianfang.core.compiled import Compiled
from lianfang.core.identity import DOCUMENT_TYPES
from lianfang.core.paging import Page, decode, page_of
from lianfang.core.problems import NotFound
from lianfang.geo.queries import within
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.passes.enums import Colour
from lianfang.passes.models import (
    Gate,
    GateAlert,
    GateDevice,
    Pass,
    Scan,
    SigningKey,
)
from lianfang.passes.queries.cards import dead_cards
from lianfang.passes.rules import KeyPair
from lianfang.people.queries import by_document, by_phone

SIZE, MOST_DEVICES = 20, 200


@dataclass(frozen=True)
class GateRow:
    key: uuid.UUID
    name: str
    area_code: str


@dataclass(frozen=True)
class ScanRow:
    """One line of a gate keeper's own records."""

    id: int
    key: uuid.UUID
    kind: str
    at: dt.datetime
    name_masked: str
    verdict: str
    temp_c: Decimal | None
    direction: str
    symptoms: list[str]
    refusal: str
    gate_name: str
    device_at: dt.datetime
    skew_s: int
    is_offline: bool
    found: str


@dataclass(frozen=True)
class Wanted:
    """Which of one's own records: of today when no day is named."""

    kind: str = ""
    verdict: str = ""
    direction: str = ""
    text: str = ""  # a name, a phone or a document number
    first_day: dt.date | None = None
    last_day: dt.date | None = None


@dataclass(frozen=True)
class DeviceRow:
    """A phone at a gate, for whoever manages it."""

    key: uuid.UUID
    name: str
    gate_name: str
    enrolled_by: str
    since: dt.datetime
    seen_at: dt.datetime
    skew_s: int
    revoked_at: dt.datetime | None
    revoked_by: str | None


@dataclass(frozen=True)
class AlertRow:
    """A line on the keeper's page."""

    kind: str
    found_at: dt.datetime
    gate_name: str
    other_gate: str | None
    at: dt.datetime
    name_masked: str


@dataclass(frozen=True)
class AlertNews:
    id: int
    kind: str
    gate_name: str
    other_gate: str | None
    name_masked: str
    area_code: str
    department_id: int | None


@dataclass(frozen=True)
class Tally:
    """Today's passages at one's own post."""

    entered: int
    left: int
    stopped: int


def verifying_keys() -> dict[str, KeyPair]:
    """Every key codes may be signed with, without the private halves."""
    rows = SigningKey.objects.order_by("-id").values_list("kid", "public")
    return {kid: KeyPair(kid, "", public) for kid, public in rows}


def pass_by_code(pass_id: uuid.UUID) -> Pass | None:
    return Pass.objects.filter(pass_id=pass_id).select_related("person").first()


def colours_of(person_ids: list[int], *, at: dt.datetime) -> dict[int, str]:
    """The colours that hold, for an organisation's list; none that a newer fact overtook."""
    rows = Pass.objects.filter(
        person_id__in=person_ids, valid_until__gt=at, epoch=F("person__facts_epoch")
    )
    return dict(rows.values_list("person_id", "colour"))


def run_out(*, now: dt.datetime, limit: int) -> list[int]:
    """People whose pass was valid until now."""
    over = Pass.objects.filter(valid_until__lte=now).order_by("valid_until", "id")
    return list(over.values_list("person_id", flat=True)[:limit])


def pass_of(person_id: int) -> Pass | None:
    """As it was last computed; ``actions.refresh`` tells whether it still holds."""
    return _pass.first(person_id=person_id)


_pass = Compiled(Pass, lambda person_id: Pass.objects.filter(person_id=person_id), person_id=int)


def gates_of(caller: Caller) -> list[GateRow]:
    """Gates inside the areas one keeps, of one's own property company; one statement."""
    inside = within(caller.areas(Permission.GATE_VERIFY)) & _own(caller, "")
    gates = Gate.objects.scoped(inside).order_by("id")
    return [GateRow(*cells) for cells in gates.values_list("key", "name", "area_code")]


def gate_for(caller: Caller, key: uuid.UUID) -> Gate:
    """The one door to a gate; somebody else's is NotFound."""
    gate = _gate.first(key=key)
    if gate is None or not caller.covers(gate.area_code, Permission.GATE_VERIFY):
        raise NotFound
    if gate.department_id not in {None, caller.department_id}:
        raise NotFound
    return gate


def _own(caller: Caller, path: str) -> Q:
    """A gate that a property company runs is for its own people."""
    own = Q(**{f"{path}department": None})
    return own | Q(**{f"{path}department": caller.department_id}) if caller.department_id else own


def device_by_key(key: uuid.UUID) -> GateDevice | None:
    return _device.first(key=key)


def _of_key(key: uuid.UUID) -> QuerySet[GateDevice]:
    return GateDevice.objects.unscoped().filter(key=key)


_device = Compiled(GateDevice, _of_key, key=uuid.UUID)


def was_taken_from(user_id: int, gate: Gate) -> bool:
    """Whether somebody else took a device of this user at this gate out of use."""
    taken = GateDevice.objects.unscoped().filter(gate=gate, user_id=user_id)
    return taken.exclude(revoked_at=None).exclude(revoked_by_id=user_id).exists()


def devices_of(caller: Caller) -> list[DeviceRow]:
    """Devices at the gates one manages, those in use first, newest first; one statement."""
    inside = within(caller.areas(Permission.GATE_MANAGE)) & _own(caller, "gate__")
    rows = (
        GateDevice.objects.scoped(inside)
        .order_by(F("revoked_at").desc(nulls_first=True), "-id")
        .values_list(
            *("key", "name", "gate__name", "user__name", "since", "seen_at"),
            *("skew_s", "revoked_at", "revoked_by__name"),
        )
    )
    return [DeviceRow(*cells) for cells in rows[:MOST_DEVICES]]


def device_for(caller: Caller, key: uuid.UUID) -> GateDevice:
    """One's own, or one at a gate one manages; somebody else's is NotFound."""
    device = device_by_key(key)
    if device is None:
        raise NotFound
    if device.user_id != caller.id:
        if not caller.covers(device.area_code, Permission.GATE_MANAGE):
            raise NotFound
        if device.gate.department_id not in {None, caller.department_id}:
            raise NotFound
    return device


def denied_serials(*, at: dt.datetime) -> list[bytes]:
    """What no gate may let through, whatever a code still says; two statements."""
    red = Pass.objects.filter(colour__in=[Colour.RED, Colour.NONE])
    passes = [pass_id.bytes for pass_id in red.values_list("pass_id", flat=True)]
    return passes + dead_cards(at=at)


def scans_elsewhere(nonce: str, gate_id: int) -> list[Scan]:
    """Checks of the same code at other gates."""
    return _elsewhere(nonce=nonce, gate_id=gate_id) if nonce else []


def _same_code(nonce: str, gate_id: int) -> QuerySet[Scan]:
    seen = Scan.objects.unscoped().filter(nonce=nonce).exclude(gate_id=gate_id)
    return seen.order_by("id")[:10]


_elsewhere = Compiled(Scan, _same_code, nonce=str, gate_id=int)


def alerts_of(caller: Caller, *, at: dt.datetime) -> list[AlertRow]:
    """Today's alerts at the gates one keeps, newest first; one statement."""
    inside = within(caller.areas(Permission.GATE_VERIFY)) & _own(caller, "gate__")
    rows = (
        GateAlert.objects.scoped(inside & Q(found_at__gte=start_of(local_date(at))))
        .order_by("-id")
        .values_list(
            *("kind", "found_at", "gate__name", "other__gate__name"),
            *("scan__device_at", "scan__name_masked"),
        )
    )
    return [AlertRow(*cells) for cells in rows[:SIZE]]


def alert_news(scan_id: int) -> list[AlertNews]:
    """What was found of a check, for telling the managers of both gates."""
    rows = GateAlert.objects.unscoped().filter(Q(scan=scan_id) | Q(other=scan_id)).order_by("id")
    columns = ("id", "kind", "gate__name", "other__gate__name", "scan__name_masked")
    places = ("area_code", "gate__department_id")
    return [AlertNews(*cells) for cells in rows.values_list(*columns, *places)]


def scan_by_key(key: uuid.UUID) -> Scan | None:
    return _scan.first(key=key)


_gate = Compiled(Gate, lambda key: Gate.objects.unscoped().filter(key=key), key=uuid.UUID)
_scan = Compiled(Scan, lambda key: Scan.objects.unscoped().filter(key=key), key=uuid.UUID)


def records_of(
    caller: Caller, *, wanted: Wanted, cursor: str = "", at: dt.datetime
) -> Page[ScanRow]:
    """One's own records, newest first; one statement, and those that find a number's holder."""
    own = _of_days(caller, wanted, at) & _of_whom(wanted.text)
    for column in ("kind", "verdict", "direction"):
        if value := getattr(wanted, column):
            own &= Q(**{column: value})
    if cursor:
        own &= Q(pk__lt=int(decode(cursor, 1)[0]))
    cells = (
        Scan.objects.scoped(own)
        .order_by("-id")
        .values_list(
            *("id", "key", "kind", "received_at", "name_masked"),
            *("verdict", "temp_c", "direction", "symptoms", "refusal", "gate__name"),
            *("device_at", "skew_s", "is_offline", "found"),
        )
    )
    rows = [ScanRow(*row) for row in cells[: SIZE + 1]]
    return page_of(rows, SIZE, lambda row: (row.id,))


def tally_of(caller: Caller, *, at: dt.datetime) -> Tally:
    """How many went in and out at one's post today, and how many were stopped."""
    counted = Scan.objects.scoped(_today(caller, at)).aggregate(
        entered=Count("id", filter=Q(direction="in")),
        left=Count("id", filter=Q(direction="out")),
        stopped=Count("id", filter=Q(verdict="deny")),
    )
    return Tally(**counted)


def _of_days(caller: Caller, wanted: Wanted, at: dt.datetime) -> Q:
    today = local_date(at)
    first, last = wanted.first_day or wanted.last_day or today, wanted.last_day or today
    own = Q(user_id=caller.id, received_at__gte=start_of(first))
    return own & Q(received_at__lt=end_of(last))


def _of_whom(text: str) -> Q:
    if not text:
        return Q()
    if text.isascii():
        held = [by_document(kind, text) for kind in DOCUMENT_TYPES]
        people = [*filter(None, held), *by_phone(text)]
        return Q(person_id__in=[person.pk for person in people])
    return Q(person__name__startswith=text)


def _today(caller: Caller, at: dt.datetime) -> Q:
    return Q(user_id=caller.id, received_at__gte=start_of(local_date(at)))
