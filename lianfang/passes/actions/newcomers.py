"""Put somebody suspected on file at the gate (handbook §4.2, policy of the gate: at once)."""

import datetime as dt
import uuid
from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.cases.actions import open_case
from lianfang.cases.enums import Kind, Source, Urgency
from lianfang.cases.rules import has_symptoms
from lianfang.core.actor import Actor
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.passes.actions.devices import Stated, in_use, prove
from lianfang.passes.actions.scans import (
    Asked,
    Means,
    clock_skew,
    judge,
    keep,
    measure,
    sent_before,
)
from lianfang.passes.actions.showing import refresh
from lianfang.passes.enums import Colour, KeyArea, Refusal, ScanKind
from lianfang.passes.models import Gate, Scan
from lianfang.people.actions import add_arrival, add_exposure, register, state_fact
from lianfang.people.enums import Category, ControlStatus, ExposureKind, FactKind, ReportSource
from lianfang.people.models import Person
from lianfang.policy.enums import SourcePolicy
from lianfang.policy.errors import NoRule
from lianfang.policy.queries import arrival_window, fever_threshold_c, source_policy
from lianfang.quarantine.actions import start_episode
from lianfang.quarantine.enums import SubjectClass
from lianfang.quarantine.errors import PeriodOver

_EXPOSURE = {
    KeyArea.NONE: "0",
    KeyArea.LIVED: "1",
    KeyArea.TRAVELLED: "2",
    KeyArea.PASSED: "3",
    KeyArea.UNKNOWN: "9",
}
_HISTORY = {KeyArea.LIVED, KeyArea.TRAVELLED, KeyArea.PASSED}
_MAY_ENTER = {  # whoever is in other hands already stays in them
    ControlStatus.REGISTERED,
    ControlStatus.PENDING,
    ControlStatus.MONITORED,
    ControlStatus.RELEASED,
    ControlStatus.NOT_APPLICABLE,
    ControlStatus.TRANSFERRED,
}


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
def register_at_gate(
    gate: Gate,
    *,
    key: uuid.UUID,
    newcomer: Newcomer,
    asked: Asked,
    stated: Stated | None = None,
    by: Caller,
    at: dt.datetime,
) -> Scan:
    """Put somebody suspected on file: under observation at once, as the source policy says (E7).

    Opens an urgent case to hospital when there are symptoms, else one for what is still missing
    or, where the policy wants it, to verify. The same ``key`` again returns the first record.
    """
    by.must(Permission.GATE_VERIFY)
    known = sent_before(key, by)
    if known:
        return known
    said = (str(key), newcomer.phone)
    device = in_use(prove(gate, stated, "register", *said, device_at=asked.device_at))
    is_hot = asked.temp_c is not None and asked.temp_c >= fever_threshold_c(at=at)
    is_ill = is_hot or has_symptoms(asked.symptoms)
    person = _on_file(gate, newcomer, asked, is_ill=is_ill, by=by, at=at)
    is_auto = source_policy(Source.GATE, at=at) == SourcePolicy.AUTO
    if is_auto:
        _enter(person, newcomer, asked, is_ill=is_ill, by=by, at=at)
    elif asked.key_area in _HISTORY:
        _await_registration(person, newcomer, by=by, at=at)
    measure(person, key, asked, by=by, at=at)
    kind = _follow_up(person, newcomer, asked, is_ill=is_ill, is_auto=is_auto)
    if kind:
        _open_case(kind, person, key, newcomer, asked, by=by, at=at)
    colour = Colour(refresh(person, by=Actor.system(), at=at).colour)
    verdict, refusal = judge(colour, Refusal.NONE, asked, fever_threshold_c(at=at))
    if is_ill:  # says more than the colour it brought about
        refusal = Refusal.FEVER if is_hot else Refusal.SYMPTOMS
    decided = (verdict, refusal, colour)
    means = Means(device=device, skew_s=clock_skew(asked, at))
    scan = keep(
        *(gate, key, ScanKind.REGISTRATION, person, decided),
        asked=asked,
        means=means,
        by=by,
        at=at,
    )
    record("gate.registered", scan, by=by.actor, at=at, detail={"person": person.pk})
    return scan


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
    """Under observation at once, for a reason: a history or signs of illness.

    Nobody is where the period is over already or the edition in force asks nothing.
    """
    has_history = asked.key_area in _HISTORY
    if not (has_history or is_ill) or person.control_status not in _MAY_ENTER:
        return
    with suppress(PeriodOver, NoRule):
        start_episode(
            person,
            subject_class=SubjectClass.KEY_AREA_ARRIVAL
            if has_history
            else SubjectClass.SYMPTOMATIC,
            anchor_at=newcomer.arrived_at or at,
            evidence="3",
            place=newcomer.address,
            by=by.actor,
            at=at,
        )


def _await_registration(person: Person, newcomer: Newcomer, *, by: Caller, at: dt.datetime) -> None:
    """Yellow until the community has seen to it (handbook §4.5 rule 7)."""
    arrived_at = min(newcomer.arrived_at or at, at)
    until = arrived_at + arrival_window(at=at)
    kind = FactKind.KEY_AREA_ARRIVAL
    state_fact(person, kind, starts_at=arrived_at, ends_at=until, by=by.actor, at=at)


def _follow_up(
    person: Person, newcomer: Newcomer, asked: Asked, *, is_ill: bool, is_auto: bool
) -> Kind | None:
    """Who must still look at it: the hospital, the grid worker, or nobody."""
    if is_ill:
        return Kind.HOSPITAL
    if asked.key_area in _HISTORY and not is_auto:
        return Kind.VERIFY
    is_complete = bool(person.id_number and person.address)
    if is_complete and not newcomer.description and person.control_status != ControlStatus.OBSERVED:
        return None
    return Kind.CONFIRM_DETAILS


def _open_case(
    kind: Kind,
    person: Person,
    key: uuid.UUID,
    newcomer: Newcomer,
    asked: Asked,
    *,
    by: Caller,
    at: dt.datetime,
) -> None:
    open_case(
        kind=kind,
        source=Source.GATE,
        person=person,
        urgency=Urgency.URGENT if kind == Kind.HOSPITAL else Urgency.NORMAL,
        key=uuid.uuid5(key, "case"),
        description=newcomer.description,
        symptoms=asked.symptoms,
        temp_c=asked.temp_c,
        by=by.actor,
        at=at,
    )
