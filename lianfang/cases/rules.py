"""What decides over a case: its clock, urgency, letter and place, and what a visit may tell."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lianfang.accounts.rules import Citizen
from lianfang.cases.enums import Source, State, SubjectKind, Urgency
from lianfang.cases.flow import Clock
from lianfang.cases.models import Case, Stage
from lianfang.core.actor import Actor
from lianfang.org.rules import Caller
from lianfang.people.enums import Category, ReportSource
from lianfang.quarantine.enums import SubjectClass
from lianfang.quarantine.flow import NONE

NO_EVIDENCE = "核实时未取得末次暴露证据，以核实时间起算"
CATEGORY = {
    SubjectClass.CLOSE_CONTACT: Category.CLOSE_CONTACT,
    SubjectClass.SECONDARY_CONTACT: Category.SECONDARY_CONTACT,
    SubjectClass.KEY_AREA_ARRIVAL: Category.NEWCOMER,
    SubjectClass.ENTRANT: Category.ENTRANT,
    SubjectClass.SYMPTOMATIC: Category.SYMPTOMATIC,
    SubjectClass.SUSPECTED: Category.SYMPTOMATIC,
}
REPORTED_BY = {
    Source.CITIZEN: ReportSource.CITIZEN,
    Source.TIP: ReportSource.CITIZEN,
    Source.GATE: ReportSource.GATE,
    Source.GRID_WORKER: ReportSource.GRID,
    Source.CLOSE_CONTACT: ReportSource.CDC,
    Source.ENTERPRISE: ReportSource.ORGANISATION,
    Source.SYSTEM: ReportSource.OTHER,
}
ANONYMOUS = Actor("anonymous", None, "匿名群众")
UNTOUCHED = 1  # the version of a case that has not moved since it was opened


@dataclass(frozen=True)
class Sender:
    """Where a report comes from, only to count how much one sender sends; kept nowhere else."""

    device: str
    address: str = ""


@dataclass(frozen=True)
class VerifiedDetails:
    """What the grid worker wrote down at the door; empty means as the case has it.

    ``anchor_at`` is the last exposure or the arrival: day 0 of the observation.
    """

    name: str = ""
    id_type: str = "01"
    id_number: str = ""
    phone: str = ""
    address: str = ""
    category: str = ""
    subject_class: str = ""
    anchor_at: dt.datetime | None = None
    evidence: str = ""
    waiver: str = ""
    from_area_code: str = ""
    symptoms: Sequence[str] = ()
    temp_c: Decimal | None = None


def actor_of(by: Caller | Citizen | Actor) -> Actor:
    return by if isinstance(by, Actor) else by.actor


def clock_of(case: Case) -> Clock:
    """The running clock of the stage a case stands in."""
    return Clock(
        case.state_since,
        _span(case.limit_s),
        dt.timedelta(seconds=case.paused_s),
        dt.timedelta(seconds=case.carried_s),
        case.paused_since,
    )


def clock_of_stage(stage: Stage) -> Clock:
    """The clock of a stage as it was, or runs; a suspension still going on is the case's."""
    return Clock(
        stage.entered_at,
        _span(stage.limit_s),
        dt.timedelta(seconds=stage.paused_s),
        dt.timedelta(seconds=stage.carried_s),
    )


def urgency_of(source: str, subject_kind: str, *, is_ill: bool) -> Urgency:
    """Urgent: symptoms, a close contact, an arrival from a key area (handbook §1.6)."""
    is_exposed = source == Source.CLOSE_CONTACT or subject_kind == SubjectKind.RETURNEE
    return Urgency.URGENT if is_ill or is_exposed else Urgency.NORMAL


def has_symptoms(symptoms: Sequence[str]) -> bool:
    """Any sign of illness (CL2); 无状况 is none."""
    return any(code != NONE for code in symptoms)


def letter_of(source: str, subject_kind: str) -> str:
    """Handbook §1.5: Z for what people declare of themselves, Y for what has to be verified."""
    declared = source == Source.ENTERPRISE or subject_kind == SubjectKind.SELF
    return "Z" if declared else "Y"


def entry_state(source: str) -> State:
    """What citizens send is accepted and filed by the seat; all others are filed on arrival."""
    is_unasked = source in {Source.CITIZEN, Source.TIP}
    return State.SUBMITTED if is_unasked else State.FILED


def class_of(case: Case, told: str) -> SubjectClass:
    """Which rule of the policy the observed person falls under."""
    if told:
        return SubjectClass(told)
    if case.source == Source.CLOSE_CONTACT:
        return SubjectClass.CLOSE_CONTACT
    return SubjectClass.KEY_AREA_ARRIVAL


def until_next_call(attempt: int, hours: Sequence[int]) -> dt.timedelta:
    """``hours`` after the first call, as 0, 2, 6; after the last call there is nothing to wait."""
    if attempt >= len(hours):
        return dt.timedelta()
    return dt.timedelta(hours=hours[attempt] - hours[attempt - 1])


def _span(seconds: int | None) -> dt.timedelta | None:
    return None if seconds is None else dt.timedelta(seconds=seconds)
