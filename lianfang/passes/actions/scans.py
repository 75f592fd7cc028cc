"""One record of a gate: what was measured and asked, what follows from it, kept once."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from decimal import Decimal

from lianfang.cases.rules import has_symptoms
from lianfang.core.inserts import Inserts
from lianfang.core.masking import mask_name
from lianfang.org.rules import Caller
from lianfang.passes.enums import Colour, Direction, KeyArea, Refusal, ScanKind, Verdict
from lianfang.passes.errors import KeyTaken
from lianfang.passes.models import Gate, GateDevice, Scan
from lianfang.passes.queries import scan_by_key
from lianfang.people.models import Person
from lianfang.quarantine.actions import record_reading
from lianfang.quarantine.enums import ReadingKind

_insert = Inserts(Scan)
_BY_COLOUR = {
    Colour.GREEN: Verdict.ALLOW,
    Colour.YELLOW: Verdict.RESTRICT,
    Colour.GRAY: Verdict.RESTRICT,
    Colour.RED: Verdict.DENY,
    Colour.NONE: Verdict.DENY,
}


@dataclass(frozen=True)
class Asked:
    """What the gate keeper measured and asked."""

    direction: Direction
    device_at: dt.datetime
    temp_c: Decimal | None = None
    key_area: KeyArea = KeyArea.NONE
    symptoms: list[str] = field(default_factory=list)
    vehicle: str = ""  # number plate


@dataclass(frozen=True)
class Means:
    """With what it was checked, and whether without network."""

    device: GateDevice | None = None
    nonce: str = ""
    is_offline: bool = False
    list_age_s: int | None = None
    found: str = ""
    skew_s: int = 0


def sent_before(key: uuid.UUID, by: Caller) -> Scan | None:
    known = scan_by_key(key)
    if known and known.user_id != by.id:
        raise KeyTaken
    return known


def judge(
    colour: Colour, refusal: Refusal, asked: Asked, threshold: Decimal
) -> tuple[Verdict, Refusal]:
    """The gravest reason decides."""
    if refusal in {Refusal.BAD_CODE, Refusal.EXPIRED_CODE, Refusal.OLD_CARD}:
        return Verdict.DENY, refusal
    if _BY_COLOUR[colour] == Verdict.DENY:
        return Verdict.DENY, Refusal.COLOUR
    if asked.temp_c is not None and asked.temp_c >= threshold:
        return Verdict.DENY, Refusal.FEVER
    if has_symptoms(asked.symptoms):
        return Verdict.RESTRICT, Refusal.SYMPTOMS
    if refusal:
        return Verdict.RESTRICT, refusal
    verdict = _BY_COLOUR[colour]
    return verdict, Refusal.NONE if verdict == Verdict.ALLOW else Refusal.COLOUR


def measure(person: Person, key: uuid.UUID, asked: Asked, *, by: Caller, at: dt.datetime) -> None:
    """What was measured belongs to the person's readings too."""
    if asked.temp_c is None and not has_symptoms(asked.symptoms):
        return
    record_reading(
        person,
        key=uuid.uuid5(key, "reading"),
        kind=ReadingKind.GATE,
        temp_c=asked.temp_c,
        symptoms=asked.symptoms,
        measured_at=asked.device_at,
        by=by.actor,
        at=at,
    )


def clock_skew(asked: Asked, at: dt.datetime) -> int:
    """Seconds by which the device's clock is ahead, for what arrives as it happens."""
    return round((asked.device_at - at).total_seconds())


def keep(
    gate: Gate,
    key: uuid.UUID,
    kind: ScanKind,
    person: Person | None,
    decided: tuple[Verdict, Refusal, Colour],
    *,
    asked: Asked,
    means: Means,
    by: Caller,
    at: dt.datetime,
) -> Scan:
    verdict, refusal, colour = decided
    scan = Scan(
        key=key,
        gate=gate,
        area_code=gate.area_code,
        person=person,
        kind=kind,
        direction=asked.direction,
        verdict=verdict,
        refusal=refusal,
        colour=colour,
        name_masked=mask_name(person.name) if person else "",
        temp_c=asked.temp_c,
        symptoms=asked.symptoms,
        key_area=asked.key_area,
        vehicle=asked.vehicle,
        user_id=by.id,
        device=means.device,
        device_at=asked.device_at,
        received_at=at,
        skew_s=means.skew_s,
        is_offline=means.is_offline,
        list_age_s=means.list_age_s,
        found=means.found,
        nonce=means.nonce,
    )
    return _insert(scan)
