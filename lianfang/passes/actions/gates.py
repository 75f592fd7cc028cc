"""At the gate: check whoever comes, and put suspected people on file at once."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.cases.actions import open_case
from lianfang.cases.enums import Kind, Source, Urgency
from lianfang.cases.rules import has_symptoms
from lianfang.core.actor import Actor
from lianfang.core.masking import mask_name
from lianfang.core.phones import read_phone
from lianfang.org.enums import Permission
from lianfang.org.models import Department
from lianfang.org.rules import Caller
from lianfang.passes.actions.showing import refresh
from lianfang.passes.enums import Colour, Direction, KeyArea, Refusal, ScanKind, Verdict
from lianfang.passes.errors import BadToken, KeyTaken, NobodyNamed
from lianfang.passes.models import Gate, Scan
from lianfang.passes.queries import pass_by_code, scan_by_key, verifying_keys
from lianfang.passes.rules import SKEW, read
from lianfang.people.actions import add_arrival, add_exposure, register
from lianfang.people.enums import Category, ExposureKind, ReportSource
from lianfang.people.models import Person
from lianfang.people.queries import by_document, by_phone
from lianfang.policy.enums import SourcePolicy
from lianfang.policy.queries import fever_threshold_c, source_policy
from lianfang.quarantine.actions import record_reading, start_episode
from lianfang.quarantine.enums import ReadingKind, SubjectClass

_WORDS = {  # for the guard: never a health detail (handbook §4.5)
    Refusal.NONE: "请放行",
    Refusal.BAD_CODE: "通行码无效，请对方重新打开通行证",
    Refusal.EXPIRED_CODE: "通行码已过期，请对方刷新后再扫",
    Refusal.UNKNOWN: "未查到登记，请登记后放行",
    Refusal.SEVERAL: "该电话登记了多人，请查验证件",
    Refusal.COLOUR: "请联系社区",
    Refusal.FEVER: "体温异常，请登记并引导至临时等候区",
    Refusal.SYMPTOMS: "有症状，请登记",
}
_EXPOSURE = {
    KeyArea.NONE: "0",
    KeyArea.LIVED: "1",
    KeyArea.TRAVELLED: "2",
    KeyArea.PASSED: "3",
    KeyArea.UNKNOWN: "9",
}
_BY_COLOUR = {
    Colour.GREEN: Verdict.ALLOW,
    Colour.YELLOW: Verdict.RESTRICT,
    Colour.GRAY: Verdict.RESTRICT,
    Colour.RED: Verdict.DENY,
    Colour.NONE: Verdict.DENY,
}
_HISTORY = {KeyArea.LIVED, KeyArea.TRAVELLED, KeyArea.PASSED}


@dataclass(frozen=True)
class Asked:
    """What the gate keeper measured and asked."""

    direction: Direction
    device_at: dt.datetime
    temp_c: Decimal | None = None
    key_area: KeyArea = KeyArea.NONE
    symptoms: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Named:
    """Who stands there: a scanned code, or a number."""

    token: str = ""
    phone: str = ""
    id_number: str = ""


@dataclass(frozen=True)
class Newcomer:
    """Somebody suspected, as the form of the plan's 4.1.3 has them."""

    name: str
    phone: str
    id_type: str = "01"
    id_number: str = ""
    from_area_code: str = ""
    arrived_at: dt.datetime | None = None
    address: str = ""
    area_code: str = ""
    description: str = ""


@transaction.atomic
def add_gate(
    *, name: str, area_code: str, department: Department | None = None, by: Actor, at: dt.datetime
) -> Gate:
    """Open a gate."""
    gate = Gate(key=uuid.uuid4(), name=name, area_code=area_code, department=department)
    gate.save(force_insert=True)
    record("gate.added", gate, by=by, at=at)
    return gate


@transaction.atomic
def verify_at_gate(
    gate: Gate, *, key: uuid.UUID, who: Named, asked: Asked, by: Caller, at: dt.datetime
) -> Scan:
    """The verdict: code valid, colour as of now, temperature below the threshold.

    Every check is kept, refusals with their reason; the same ``key`` again returns the first.
    """
    by.must(Permission.GATE_VERIFY)
    known = _sent_before(key, by)
    if known:
        return known
    person, refusal = _identify(who, at)
    colour = Colour.GRAY
    if person:
        colour = Colour(refresh(person, by=by.actor, at=at).colour)
        _measure(person, key, asked, by=by, at=at)
    verdict, refusal = _judge(colour, refusal, asked, fever_threshold_c(at=at))
    scan = _keep(gate, key, ScanKind.SCAN, person, verdict, refusal, colour, asked, by=by, at=at)
    record("gate.scanned", scan, by=by.actor, at=at, detail={"verdict": verdict, "why": refusal})
    return scan


@transaction.atomic
def register_at_gate(
    gate: Gate, *, key: uuid.UUID, newcomer: Newcomer, asked: Asked, by: Caller, at: dt.datetime
) -> Scan:
    """Put somebody suspected on file: under observation at once, as the source policy says (E7).

    Opens a case for what is still missing, an urgent one to hospital when there are symptoms.
    """
    by.must(Permission.GATE_VERIFY)
    known = _sent_before(key, by)
    if known:
        return known
    is_hot = asked.temp_c is not None and asked.temp_c >= fever_threshold_c(at=at)
    is_ill = is_hot or has_symptoms(asked.symptoms)
    person = _on_file(gate, newcomer, asked, is_ill=is_ill, by=by, at=at)
    _enter(person, newcomer, asked, is_ill=is_ill, by=by, at=at)
    _measure(person, key, asked, by=by, at=at)
    open_case(
        kind=Kind.HOSPITAL if is_ill else Kind.CONFIRM_DETAILS,
        source=Source.GATE,
        person=person,
        urgency=Urgency.URGENT if is_ill else Urgency.NORMAL,
        key=uuid.uuid5(key, "case"),
        description=newcomer.description,
        symptoms=asked.symptoms,
        temp_c=asked.temp_c,
        by=by.actor,
        at=at,
    )
    colour = Colour(refresh(person, by=by.actor, at=at).colour)
    refusal = Refusal.FEVER if is_hot else Refusal.SYMPTOMS if is_ill else Refusal.COLOUR
    scan = _keep(
        gate, key, ScanKind.REGISTRATION, person, Verdict.DENY, refusal, colour, asked, by=by, at=at
    )
    record("gate.registered", scan, by=by.actor, at=at, detail={"person": person.pk})
    return scan


def hint_of(refusal: str) -> str:
    """What the guard should do."""
    return _WORDS[Refusal(refusal)]


def _sent_before(key: uuid.UUID, by: Caller) -> Scan | None:
    known = scan_by_key(key)
    if known and known.user_id != by.id:
        raise KeyTaken
    return known


def _identify(who: Named, at: dt.datetime) -> tuple[Person | None, Refusal]:
    if who.token:
        return _by_token(who.token, at)
    if who.id_number:
        found = by_document("01", who.id_number) or by_document("03", who.id_number)
        return (found, Refusal.NONE) if found else (None, Refusal.UNKNOWN)
    if not who.phone:
        raise NobodyNamed
    people = by_phone(read_phone(who.phone))
    if len(people) == 1:
        return people[0], Refusal.NONE
    return None, Refusal.SEVERAL if people else Refusal.UNKNOWN


def _by_token(text: str, at: dt.datetime) -> tuple[Person | None, Refusal]:
    """The signature first, then the time, then who it is: a stale code names its holder still."""
    try:
        code = read(text, verifying_keys())
    except BadToken:
        return None, Refusal.BAD_CODE
    shown = pass_by_code(code.pass_id)
    if shown is None:
        return None, Refusal.BAD_CODE
    timely = code.starts_at - SKEW <= at < code.ends_at + SKEW
    return shown.person, Refusal.NONE if timely else Refusal.EXPIRED_CODE


def _judge(
    colour: Colour, refusal: Refusal, asked: Asked, threshold: Decimal
) -> tuple[Verdict, Refusal]:
    """The gravest reason decides."""
    if refusal in {Refusal.BAD_CODE, Refusal.EXPIRED_CODE}:
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


def _measure(person: Person, key: uuid.UUID, asked: Asked, *, by: Caller, at: dt.datetime) -> None:
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


def _on_file(
    gate: Gate, newcomer: Newcomer, asked: Asked, *, is_ill: bool, by: Caller, at: dt.datetime
) -> Person:
    person = register(
        name=newcomer.name,
        phone=newcomer.phone,
        id_type=newcomer.id_type,
        id_number=newcomer.id_number,
        area_code=newcomer.area_code or gate.area_code,
        address=newcomer.address,
        source=ReportSource.GATE,
        category=Category.SYMPTOMATIC if is_ill else Category.NEWCOMER,
        by=by.actor,
        at=at,
    )
    if newcomer.arrived_at or newcomer.from_area_code:
        add_arrival(
            person,
            arrived_at=newcomer.arrived_at or at,
            from_area_code=newcomer.from_area_code,
            by=by.actor,
            at=at,
        )
    add_exposure(
        person,
        kind=ExposureKind.KEY_AREA,
        value=_EXPOSURE[asked.key_area],
        area_code=newcomer.from_area_code,
        by=by.actor,
        at=at,
    )
    return person


def _enter(
    person: Person, newcomer: Newcomer, asked: Asked, *, is_ill: bool, by: Caller, at: dt.datetime
) -> None:
    """Under observation at once where the policy of gates says so and there is a reason."""
    has_history = asked.key_area in _HISTORY
    if not (has_history or is_ill) or source_policy(Source.GATE, at=at) != SourcePolicy.AUTO:
        return
    start_episode(
        person,
        subject_class=SubjectClass.KEY_AREA_ARRIVAL if has_history else SubjectClass.SYMPTOMATIC,
        anchor_at=newcomer.arrived_at or at,
        evidence="3",
        place=newcomer.address,
        by=by.actor,
        at=at,
    )


def _keep(  # noqa: PLR0917 -- the columns of one row
    gate: Gate,
    key: uuid.UUID,
    kind: ScanKind,
    person: Person | None,
    verdict: Verdict,
    refusal: Refusal,
    colour: Colour,
    asked: Asked,
    *,
    by: Caller,
    at: dt.datetime,
) -> Scan:
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
        user_id=by.id,
        device_at=asked.device_at,
        received_at=at,
    )
    scan.save(force_insert=True)
    return scan
