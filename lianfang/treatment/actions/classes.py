"""Move the case class and the severity: each by who may, with what it triggers (§4.1)."""

import datetime as dt
import uuid

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.org.rules import Caller
from lianfang.people.actions import change_status
from lianfang.people.enums import Axis, CaseClass, ControlStatus, Reason, Severity
from lianfang.people.models import Person
from lianfang.quarantine.actions import end_episode, resume
from lianfang.quarantine.enums import EndReason
from lianfang.quarantine.queries import open_episode_of
from lianfang.treatment.actions.ward import into_treatment
from lianfang.treatment.enums import ObligationKind
from lianfang.treatment.errors import EvidenceMissing, NotRecovered
from lianfang.treatment.models import Admission, Obligation
from lianfang.treatment.queries import has_two_negatives, must_classify, must_treat
from lianfang.treatment.rules import DISCHARGE_CRITERIA, DUE_IN


@transaction.atomic
def suspect(
    person: Person, *, basis: str, since: dt.datetime | None = None, by: Caller, at: dt.datetime
) -> None:
    """Hospital or CDC hold the person to be a suspected case: 2-hour report, tracing begins.

    Here and below ``since`` is when it took effect, now unless told.
    """
    must_classify(person, by, at=at)
    _classify(person, CaseClass.SUSPECTED, Reason.SYMPTOMS, basis, since=since, by=by, at=at)
    into_treatment(person, reason=Reason.SYMPTOMS, by=by.actor, at=at)
    _owe(person, ObligationKind.REPORT, at=at)
    _owe(person, ObligationKind.TRACING, at=at)
    record("class.suspected", person, by=by.actor, at=at)


@transaction.atomic
def exclude(
    person: Person,
    *,
    basis: str = "",
    since: dt.datetime | None = None,
    by: Caller,
    at: dt.datetime,
) -> None:
    """The suspicion is gone: back under observation until the original end, else released.

    Needs two negative tests at least 24 hours apart, or a stated basis by CDC.
    """
    must_classify(person, by, at=at)
    if not has_two_negatives(person) and not basis.strip():
        raise EvidenceMissing(fields={"basis": "需要两次间隔 24 小时以上的阴性结果，或写明依据"})
    _classify(
        person, CaseClass.EXCLUDED, Reason.HOSPITAL_EXCLUDED, basis, since=since, by=by, at=at
    )
    _leave_ward(person, at=at)
    episode = open_episode_of(person.pk)
    if episode:
        resume(episode, by=by.actor, at=at)
    after = ControlStatus.OBSERVED if episode else ControlStatus.RELEASED
    _control(person, after, Reason.HOSPITAL_EXCLUDED, since=since, by=by.actor, at=at)
    record("class.excluded", person, by=by.actor, at=at)


@transaction.atomic
def confirm(
    person: Person,
    *,
    basis: str,
    severity: Severity,
    since: dt.datetime | None = None,
    by: Caller,
    at: dt.datetime,
) -> None:
    """A confirmed case: observation ends in treatment, CDC investigates within 24 hours."""
    must_classify(person, by, at=at)
    if not basis.strip():
        raise EvidenceMissing(fields={"basis": "请填写检测或临床依据"})
    _classify(
        person, CaseClass.CONFIRMED, Reason.HOSPITAL_CONFIRMED, basis, since=since, by=by, at=at
    )
    _move(
        person, Axis.SEVERITY, severity, Reason.HOSPITAL_CONFIRMED, since=since, by=by.actor, at=at
    )
    _end_observation(person, EndReason.HOSPITALISED, by=by.actor, at=at)
    _control(
        person,
        ControlStatus.IN_TREATMENT,
        Reason.HOSPITAL_CONFIRMED,
        since=since,
        by=by.actor,
        at=at,
    )
    _owe(person, ObligationKind.INVESTIGATION, at=at)
    _owe(person, ObligationKind.TRACING, at=at)
    record("class.confirmed", person, by=by.actor, at=at, detail={"severity": severity})


@transaction.atomic
def find_asymptomatic(
    person: Person, *, basis: str, since: dt.datetime | None = None, by: Caller, at: dt.datetime
) -> None:
    """A positive test without symptoms: 2-hour report, isolation in hospital."""
    must_classify(person, by, at=at)
    if not basis.strip():
        raise EvidenceMissing(fields={"basis": "请填写检测依据"})
    _classify(person, CaseClass.ASYMPTOMATIC, Reason.POSITIVE, basis, since=since, by=by, at=at)
    _end_observation(person, EndReason.HOSPITALISED, by=by.actor, at=at)
    _control(person, ControlStatus.IN_TREATMENT, Reason.POSITIVE, since=since, by=by.actor, at=at)
    _owe(person, ObligationKind.REPORT, at=at)
    record("class.asymptomatic", person, by=by.actor, at=at)


@transaction.atomic
def set_severity(
    person: Person,
    *,
    severity: Severity,
    since: dt.datetime | None = None,
    by: Caller,
    at: dt.datetime,
) -> None:
    """How ill a confirmed patient is now; the treating hospital says so."""
    must_treat(person, by, at=at)
    if person.case_class != CaseClass.CONFIRMED:
        raise EvidenceMissing("只有确诊患者才填写严重程度")
    _move(person, Axis.SEVERITY, severity, Reason.OTHER, since=since, by=by.actor, at=at)
    record("severity.changed", person, by=by.actor, at=at, detail={"severity": severity})


@transaction.atomic
def recover(
    person: Person,
    *,
    met: list[str],
    since: dt.datetime | None = None,
    by: Caller,
    at: dt.datetime,
) -> None:
    """Discharge: every criterion of the diagnosis plan is met (§2.2); 14 days' follow-up begin."""
    must_treat(person, by, at=at)
    missing = [words for code, words in DISCHARGE_CRITERIA.items() if code not in met]
    if missing:
        raise NotRecovered("、".join(missing))
    _classify(person, CaseClass.RECOVERED, Reason.DISCHARGED, "", since=since, by=by, at=at)
    _leave_ward(person, at=at)
    _control(
        person, ControlStatus.POST_DISCHARGE, Reason.DISCHARGED, since=since, by=by.actor, at=at
    )
    _owe(person, ObligationKind.FOLLOW_UP, at=at)
    record("case_class.recovered", person, by=by.actor, at=at)


def end_as_died(person: Person, *, by: Actor, at: dt.datetime, died_at: dt.datetime) -> None:
    """Part of an action: everything that still runs for the person stops."""
    for axis, after in ((Axis.CLASS, CaseClass.DIED), (Axis.CONTROL, ControlStatus.DECEASED)):
        change_status(
            person, axis, after=after, reason=Reason.DIED, effective_at=died_at, by=by, at=at
        )
    _end_observation(person, EndReason.DIED, by=by, at=at)
    _leave_ward(person, at=at)


def _classify(
    person: Person,
    after: CaseClass,
    reason: Reason,
    note: str,
    *,
    since: dt.datetime | None,
    by: Caller,
    at: dt.datetime,
) -> None:
    change_status(
        person,
        Axis.CLASS,
        after=after,
        reason=reason,
        effective_at=since or at,
        note=note,
        by=by.actor,
        at=at,
    )


def _control(
    person: Person,
    after: ControlStatus,
    reason: Reason,
    *,
    since: dt.datetime | None,
    by: Actor,
    at: dt.datetime,
) -> None:
    _move(person, Axis.CONTROL, after, reason, since=since, by=by, at=at)


def _move(
    person: Person,
    axis: Axis,
    after: str,
    reason: Reason,
    *,
    since: dt.datetime | None,
    by: Actor,
    at: dt.datetime,
) -> None:
    change_status(person, axis, after=after, reason=reason, effective_at=since or at, by=by, at=at)


def _end_observation(person: Person, reason: EndReason, *, by: Actor, at: dt.datetime) -> None:
    episode = open_episode_of(person.pk)
    if episode:
        end_episode(episode, reason=reason, by=by, at=at)


def _leave_ward(person: Person, *, at: dt.datetime) -> None:
    Admission.objects.unscoped().filter(person=person, is_open=True).update(
        is_open=None, left_at=at
    )


def _owe(person: Person, kind: ObligationKind, *, at: dt.datetime) -> None:
    """Opened once per kind and turn of the case class."""
    Obligation.objects.unscoped().get_or_create(
        person=person,
        why=f"{kind}:{person.case_class}:{person.facts_epoch}",
        defaults={
            "key": uuid.uuid4(),
            "kind": kind,
            "area_code": person.area_code,
            "opened_at": at,
            "due_at": at + DUE_IN[kind],
        },
    )
