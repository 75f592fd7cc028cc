"""What cases do when something happens: flat dispatch, news to whoever waits."""

import datetime as dt
import uuid

from lianfang.audit.models import Entry
from lianfang.audit.registry import on
from lianfang.cases.actions import dispatch, escalate, open_case, urge
from lianfang.cases.enums import Kind, Source, State, Urgency
from lianfang.cases.models import Case
from lianfang.cases.queries import by_id, open_cases_of
from lianfang.cases.rules import UNTOUCHED
from lianfang.core.actor import Actor
from lianfang.messages.actions import tell_account, tell_user
from lianfang.org.queries import grid_worker_for
from lianfang.people.queries import by_id as person_by_id

_REPORT_DONE = ("您的上报已办结", "您上报的情况已办结，感谢您参与群防群控。")
_DONE = {
    Kind.HELP: ("您的求助已办结", "您的求助已办结，处理情况请在“记录”里查看。"),
    Kind.APPEAL: ("您的更正申请已办结", "您的通行证更正申请已办结，请查看通行证。"),
}


@on("case.submitted")
def dispatch_by_place(entry: Entry, now: dt.datetime) -> None:
    """扁平化派遣: straight to the grid worker on duty there; with none the seat's list keeps it.

    Only a case nobody has touched yet: a late delivery must not undo what people decided.
    """
    case = by_id(entry.subject_id)
    if case.version == UNTOUCHED:
        _dispatch_flat(case, now)


@on("case.returned")
def dispatch_to_the_other_grid(entry: Entry, now: dt.datetime) -> None:
    """Whoever moved is handed to the grid they moved to, where that is known."""
    case = by_id(entry.subject_id)
    if case.state == State.FILED and case.area_code == entry.detail["to_area"]:
        _dispatch_flat(case, now)


@on("case.unreachable")
def escalate_after_the_last_call(entry: Entry, now: dt.datetime) -> None:
    escalate(by_id(entry.subject_id), by=Actor.system(), at=now)


@on("case.dispatched")
def tell_the_grid_worker(entry: Entry, now: dt.datetime) -> None:
    case = by_id(entry.subject_id)
    if case.assignee_id is None or case.assignee_id != entry.detail["to"]:
        return
    tell_user(
        case.assignee_id,
        title="新的核实任务",
        body=f"{case.get_urgency_display()}｜{case.get_kind_display()}，案卷号 {case.number}",
        dedupe=f"case.dispatched {entry.pk}",
        link=f"/tasks/{case.key}",
        at=now,
    )


@on("case.call_due")
def tell_to_call_again(entry: Entry, now: dt.datetime) -> None:
    case = by_id(entry.subject_id)
    if case.assignee_id:
        tell_user(
            case.assignee_id,
            title="请再次联系",
            body=f"案卷号 {case.number}，第 {entry.detail['attempt']} 次联系时间到",
            dedupe=f"case.call_due {entry.pk}",
            link=f"/tasks/{case.key}",
            at=now,
        )


@on("case.doctor_invited")
def tell_the_doctor(entry: Entry, now: dt.datetime) -> None:
    case = by_id(entry.subject_id)
    tell_user(
        entry.detail["to"],
        title="邀请您联合入户",
        body=f"网格员邀请您一同上门，案卷号 {case.number}",
        dedupe=f"case.doctor_invited {entry.pk}",
        link=f"/tasks/{case.key}",
        at=now,
    )


@on("case.closed", "case.rejected", "case.voided")
def tell_the_reporter(entry: Entry, now: dt.datetime) -> None:
    """Only that it is done: never who was reported nor what came of it (handbook §4.2)."""
    case = by_id(entry.subject_id)
    if case.reporter_kind != "account" or case.reporter_id is None:
        return
    title, body = _DONE.get(Kind(case.kind), _REPORT_DONE)
    tell_account(
        case.reporter_id,
        title=title,
        body=body,
        dedupe=f"case.closed {case.pk}",
        link=f"/reports/{case.key}",
        at=now,
    )


@on("slot.escalated")
def open_a_case_of_missed_checks(entry: Entry, now: dt.datetime) -> None:
    """Two checks missed in a row become an urgent case, a third makes it 特急 (handbook §4.3)."""
    step = entry.detail["step"]
    if step not in {"case", "command"}:
        return
    person = person_by_id(int(entry.detail["person"]))
    before = open_cases_of(person.pk, kind=Kind.MISSED_CHECKS)
    if step == "command" and before:
        urge(before[0], by=Actor.system(), at=now)
    if before:
        return
    open_case(
        kind=Kind.MISSED_CHECKS,
        source=Source.SYSTEM,
        person=person,
        urgency=Urgency.URGENT if step == "case" else Urgency.CRITICAL,
        key=uuid.uuid5(uuid.NAMESPACE_URL, f"slot.escalated {entry.pk}"),
        description="连续漏报自查，请上门或电话了解情况",
        by=Actor.system(),
        at=now,
    )


def _dispatch_flat(case: Case, now: dt.datetime) -> None:
    worker = grid_worker_for(case.area_code)
    if worker:
        dispatch(case, to_user_id=worker.pk, by=Actor.system(), at=now)
