"""What treatment does when something happens below it."""

import datetime as dt

from lianfang.approvals.queries import by_id as approval_by_id
from lianfang.audit.models import Entry
from lianfang.audit.registry import on
from lianfang.cases.actions import close_for_hospital
from lianfang.cases.enums import Outcome
from lianfang.cases.queries import by_id as case_by_id
from lianfang.core.actor import Actor
from lianfang.geo.queries import path_of
from lianfang.messages.actions import tell_user
from lianfang.org.enums import RoleCode
from lianfang.org.queries import staff_with
from lianfang.people.enums import Severity
from lianfang.people.queries import by_id as person_by_id
from lianfang.treatment.actions import confirm_death, refer
from lianfang.treatment.actions.death import ACT
from lianfang.treatment.enums import ReferralWhy
from lianfang.treatment.errors import NoHospital
from lianfang.treatment.queries import hospital_for


@on("case.verified")
def refer_the_symptomatic(entry: Entry, now: dt.datetime) -> None:
    """True with symptoms: the visit found someone who must be seen by a hospital."""
    if entry.detail.get("outcome") != Outcome.TRUE_SYMPTOMS:
        return
    case = case_by_id(entry.subject_id)
    if case.person_id:
        _refer(case.person_id, ReferralWhy.VERIFIED, now, case_id=case.pk)


@on("reading.abnormal")
def refer_what_a_doctor_confirmed(entry: Entry, now: dt.datetime) -> None:
    """A resident's own abnormal report is first re-measured by the doctor, whose finding counts."""
    if entry.detail.get("kind") == "staff":
        _refer(int(str(entry.detail["person"])), ReferralWhy.ABNORMAL, now)


@on("referral.accepted", "patient.admitted")
def close_the_case_that_waited(entry: Entry, now: dt.datetime) -> None:
    """§4.2: a true case with symptoms closes when the hospital accepts."""
    close_for_hospital(int(str(entry.detail["person"])), by=Actor.system(), at=now)


@on("class.confirmed", "severity.changed")
def tell_command_of_the_critical(entry: Entry, now: dt.datetime) -> None:
    """§4.1: a critical case is command's business at once; no names in messages."""
    if entry.detail.get("severity") != Severity.CRITICAL:
        return
    for card in staff_with(RoleCode.COMMANDER, areas=[entry.area_code[:4]]):
        tell_user(
            card.id,
            title="有患者转为危重型",
            body=f"{path_of(entry.area_code[:9])}一名确诊患者转为危重型，请查看。",
            dedupe=f"critical:{entry.pk}:{card.id}",
            link="/persons",
            level="urgent",
            at=now,
        )


@on("approval.granted")
def carry_out_a_confirmed_death(entry: Entry, now: dt.datetime) -> None:
    approval = approval_by_id(entry.subject_id)
    if approval.act == ACT:
        confirm_death(
            approval.subject_id,
            cause=str(approval.payload["cause"]),
            died_at=dt.datetime.fromisoformat(str(approval.payload["died_at"])),
            by=Actor(entry.actor_kind, entry.actor_id, entry.actor_name),
            at=now,
        )


def _refer(
    person_id: int, why: ReferralWhy, now: dt.datetime, *, case_id: int | None = None
) -> None:
    person = person_by_id(person_id)
    hospital_id = hospital_for(person.area_code)
    if hospital_id is None:
        raise NoHospital
    case = case_by_id(case_id) if case_id else None
    refer(person, hospital_id=hospital_id, why=why, case=case, by=Actor.system(), at=now)
