"""One case told: to the citizen in three words, to the seat in full, and how it went (流程).

Who reported is in none of them (handbook §7.3).
"""

import datetime as dt
import uuid
from dataclasses import dataclass, replace

from lianfang.audit.models import Entry
from lianfang.audit.queries import timeline
from lianfang.cases import flow
from lianfang.cases.enums import Kind, Light, Outcome, PublicState, Source, State
from lianfang.cases.flow import AT_THE_DOOR, CASE, Flow
from lianfang.cases.models import Case, Stage
from lianfang.cases.rules import clock_of, clock_of_stage
from lianfang.policy.queries import light_bands

STAGE_TITLES = {
    State.SUBMITTED: "受理",
    State.ACCEPTED: "立案",
    State.FILED: "派遣",
    State.DISPATCHED: "接单到达",
    State.VERIFYING: "入户核实",
    State.REVIEWING: "反馈审核",
    State.CLOSING: "结案",
    State.CLOSED: "已结案",
    State.REJECTED: "不予立案",
    State.VOIDED: "已作废",
}
HANDOVER = "送医交接"
EVENT_TITLES = {
    "case.submitted": "上报",
    "case.accepted": "受理",
    "case.filed": "立案",
    "case.rejected": "不予立案",
    "case.dispatched": "派遣",
    "case.visit_started": "到达现场",
    "case.doctor_invited": "邀请医生联合入户",
    "case.verified": "核实",
    "case.unreachable": "联系不上",
    "case.call_due": "提醒再次联系",
    "case.escalated": "多次联系不上，转坐席",
    "case.returned": "退回",
    "case.reported_back": "反馈",
    "case.reviewed": "反馈审核",
    "case.suspended": "挂账",
    "case.resumed": "恢复",
    "case.closed": "结案",
    "case.urged": "升为特急",
    "case.voided": "作废",
}
_NEXT = "next"


@dataclass(frozen=True)
class PublicStep:
    """``state`` is done, now or next."""

    title: str
    happened_at: dt.datetime | None
    state: str


@dataclass(frozen=True)
class FlowStep:
    """A stage of the flow view: 处理环节, 时间, 处理人, 用时, 灯."""

    state: str
    title: str
    entered_at: dt.datetime
    left_at: dt.datetime | None
    handler: str
    used_s: int
    limit_s: int | None
    light: Light


@dataclass(frozen=True)
class FlowEvent:
    """Something that was done to the case, from its audit entry."""

    action: str
    title: str
    happened_at: dt.datetime
    who: str
    note: str


@dataclass(frozen=True)
class CaseDetail:
    """What the page of a case says beyond its row in a list; the phone is whole."""

    subject_kind: str
    subject_phone: str
    address: str
    lon: float | None
    lat: float | None
    is_guessed: bool
    symptoms: list[str]
    temp_c: float | None
    description: str
    finding: str
    outcome: str
    attempts: int
    last_contact_at: dt.datetime | None
    closed_at: dt.datetime | None
    assignee_id: int | None
    assignee_name: str
    doctor_name: str
    person_key: uuid.UUID | None
    photos: list[str]


@dataclass(frozen=True)
class FlowView:
    steps: list[FlowStep]
    events: list[FlowEvent]


def detail(case: Case) -> CaseDetail:
    """Reads nothing when the case came from ``get_for`` or ``get_task``."""
    return CaseDetail(
        subject_kind=case.subject_kind,
        subject_phone=case.subject_phone,
        address=case.address,
        lon=case.lon,
        lat=case.lat,
        is_guessed=case.is_guessed,
        symptoms=case.symptoms,
        temp_c=None if case.temp_c is None else float(case.temp_c),
        description=case.description,
        finding=case.finding,
        outcome=case.outcome,
        attempts=case.attempts,
        last_contact_at=case.last_contact_at,
        closed_at=case.closed_at,
        assignee_id=case.assignee_id,
        assignee_name=case.assignee.name if case.assignee else "",
        doctor_name=case.doctor.name if case.doctor else "",
        person_key=case.person.key if case.person else None,
        photos=case.photos,
    )


def public_steps(case: Case) -> list[PublicStep]:
    """已受理, 核实中 (a request: 处理中), 已办结, with when; never who nor what came of it."""
    now = flow.public_state(case.state, case.held_state)
    order = list(PublicState)
    reached = {
        PublicState.ACCEPTED: case.opened_at,
        PublicState.VERIFYING: _first_at_the_door(case),
        PublicState.CLOSED: case.closed_at,
    }
    steps = []
    for state in order:
        place = order.index(state) - order.index(now)
        word = "done" if place < 0 or now == state == PublicState.CLOSED else "now"
        steps.append(
            PublicStep(told_word(case.kind, state), reached[state], _NEXT if place > 0 else word)
        )
    return steps


def told_word(kind: str, state: PublicState) -> str:
    """Who asks for something is not verified."""
    is_request = kind in {Kind.HELP, Kind.APPEAL}
    return "处理中" if is_request and state == PublicState.VERIFYING else state.label


def answer_of(case: Case) -> str:
    """What was done about a request for help, for who asked; of reports nothing is told."""
    is_done = case.kind == Kind.HELP and case.state == State.CLOSED
    return case.finding if is_done else ""


def flow_of(case: Case, *, now: dt.datetime) -> FlowView:
    """The stages on their clocks and the entries in order; three statements."""
    stages = Stage.objects.filter(case=case).order_by("id")
    bands = light_bands(at=now)
    lit = replace(CASE, yellow_at=bands.yellow_at, red_above=bands.red_above)
    entries = timeline("cases.case", case.pk)
    return FlowView(
        [_step(case, stage, lit, now) for stage in stages],
        [_event(case, entry) for entry in entries],
    )


def _first_at_the_door(case: Case) -> dt.datetime | None:
    stages = Stage.objects.filter(case=case, state__in=AT_THE_DOOR).order_by("id")
    return stages.values_list("entered_at", flat=True).first()


def _step(case: Case, stage: Stage, lit: Flow, now: dt.datetime) -> FlowStep:
    is_running = stage.left_at is None
    clock = clock_of(case) if is_running else clock_of_stage(stage)
    used = clock.used(stage.left_at or now)
    return FlowStep(
        state=stage.state,
        title=_title(case, stage),
        entered_at=stage.entered_at,
        left_at=stage.left_at,
        handler=stage.handler_name or (_holder(case) if is_running else ""),
        used_s=max(int((used - clock.carried).total_seconds()), 0),
        limit_s=stage.limit_s,
        light=lit.light(used, clock.limit),
    )


def _title(case: Case, stage: Stage) -> str:
    is_handover = case.outcome == Outcome.TRUE_SYMPTOMS and stage.state == State.REVIEWING
    return HANDOVER if is_handover else STAGE_TITLES[State(stage.state)]


def _holder(case: Case) -> str:
    at_the_door = case.state in AT_THE_DOOR or case.held_state in AT_THE_DOOR
    return case.assignee.name if case.assignee and at_the_door else ""


def _event(case: Case, entry: Entry) -> FlowEvent:
    is_report = entry.action == "case.submitted"
    return FlowEvent(
        action=entry.action,
        title=EVENT_TITLES.get(entry.action, entry.action),
        happened_at=entry.happened_at,
        who=Source(case.source).label if is_report else entry.actor_name,
        note=_note(entry),
    )


def _note(entry: Entry) -> str:
    detail = entry.detail
    if detail.get("outcome"):
        return str(Outcome(detail["outcome"]).label)
    if "to_name" in detail:
        return f"派遣给{detail['to_name']}"
    if "attempt" in detail:
        return f"第{detail['attempt']}次"
    why = str(detail.get("why", ""))
    return str(Outcome(why).label) if why in Outcome.values else why
