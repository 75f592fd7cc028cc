"""What treatment does when something happens below it."""

import datetime as dt

from lianfang.approvals.queries import by_id as approval_by_id
from lianfang.audit.models import Entry
from lianfang.audit.registry import on
from lianfang.cases.actions import close
from lianfang.cases.enums import Outcome, State
from lianfang.cases.queries import by_id as case_by_id
from lianfang.core.actor import Actor
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


@on("referral.accepted")
def close_the_case_that_waited(entry: Entry, now: dt.datetime) -> None:
    """§4.2: a true case with symptoms closes when the hospital accepts."""
    case_id = entry.detail.get("case")
    if case_id:
        case = case_by_id(int(str(case_id)))
        if case.state == State.REVIEWING:
            close(case, by=Actor.system(), at=now)


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
