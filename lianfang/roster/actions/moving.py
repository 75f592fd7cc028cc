"""Move a status by hand, and take the newest move back, with what each brings along."""

import datetime as dt
from collections.abc import Callable, Mapping

from django.db import transaction

from lianfang.core.clock import local_date
from lianfang.core.problems import NotFound
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people import actions as people
from lianfang.people.enums import Axis, ControlStatus, Reason, Severity
from lianfang.people.errors import FileVoid, WrongStatus
from lianfang.people.models import Person, StatusEvent
from lianfang.quarantine import actions as quarantine
from lianfang.quarantine.enums import EndReason, Mode, SubjectClass
from lianfang.quarantine.models import Episode
from lianfang.quarantine.queries import episodes_of, open_episode_of
from lianfang.roster.errors import BadMove, StillInWard
from lianfang.roster.queries.moving import may_correct, may_move
from lianfang.roster.rules.moves import Move, leads_on, missing
from lianfang.treatment import actions as treatment
from lianfang.treatment.enums import DeathCause
from lianfang.treatment.queries import is_admitted

Given = Mapping[str, object]


@transaction.atomic
def make_move(person: Person, move: Move, given: Given, *, by: Caller, at: dt.datetime) -> None:
    """One move of handbook §4.1 with its reason, evidence and effective time.

    Raises NotFound where the caller may not, WrongStatus, BadMove with a sentence per question,
    FileVoid, and what the moved app itself refuses.
    """
    if not may_move(by, person, move, at=at):
        raise NotFound
    if person.voided_at:
        raise FileVoid
    if not leads_on(move, control=person.control_status, case_class=person.case_class):
        raise WrongStatus
    faults = missing(move, given) | _untimely(person, given, at)
    if faults:
        raise BadMove(fields=faults)
    if move in _BY_HAND:
        _BY_HAND[move](person, given, by, at)
    else:
        _classify(person, move, given, by=by, at=at)


@transaction.atomic
def take_back(
    person: Person, wrong: StatusEvent, *, note: str, by: Caller, at: dt.datetime
) -> StatusEvent:
    """更正: the axis stands where it stood, and the observation with it; the log keeps both.

    Raises NotFound where the caller may not, BadMove without a note, NotTheNewest, FileVoid,
    StillInWard.
    """
    if not may_correct(by, person, wrong, at=at):
        raise NotFound
    if person.voided_at:
        raise FileVoid
    if not note.strip():
        raise BadMove(fields={"note": "请写明更正原因"})
    if wrong.after == ControlStatus.IN_TREATMENT and is_admitted(person):
        raise StillInWard
    done = people.compensate(person, wrong, note=note.strip(), by=by.actor, at=at)
    if wrong.axis == Axis.CONTROL:
        _follow_control(person, wrong, by=by, at=at)
    return done


def _untimely(person: Person, given: Given, at: dt.datetime) -> dict[str, str]:
    """No effect before birth or before the observation's day 0 (§4.1); the future is refused."""
    since = given.get("since")
    if not isinstance(since, dt.datetime):
        return {}
    if since > at:
        return {"since": "生效时间不能晚于现在"}
    if person.birth_date and local_date(since) < person.birth_date:
        return {"since": "生效时间不能早于出生日期"}
    episode = open_episode_of(person.pk)
    if episode and since < episode.anchor_at:
        return {"since": "生效时间不能早于末次暴露或抵达时间"}
    return {}


def _observe(person: Person, given: Given, by: Caller, at: dt.datetime) -> None:
    anchor_at = given["anchor_at"]
    if not isinstance(anchor_at, dt.datetime):
        raise BadMove(fields={"anchor_at": "请填写末次暴露或抵达时间"})
    episode = quarantine.start_episode(
        person,
        subject_class=SubjectClass(str(given["subject_class"])),
        anchor_at=anchor_at,
        evidence=str(given.get("evidence") or ""),
        waiver=str(given.get("waiver") or ""),
        mode=Mode(str(given["mode"])),
        by=by.actor,
        at=at,
    )
    if by.covers(episode.area_code, Permission.OBSERVATION_CONFIRM):
        quarantine.confirm_entry(episode, by=by, at=at)


def _monitor(person: Person, given: Given, by: Caller, at: dt.datetime) -> None:
    episode = open_episode_of(person.pk)
    if episode and episode.mode != Mode.HOSPITAL:
        quarantine.arrange_stay(episode, {"mode": Mode.MONITORING}, by=by.actor, at=at)
    _control(person, ControlStatus.MONITORED, Reason.DUE_NORMAL, given, by=by, at=at)


def _untrue(person: Person, given: Given, by: Caller, at: dt.datetime) -> None:
    _end(person, EndReason.MISTAKE, by=by, at=at)
    reason = Reason(str(given["reason"]))
    _control(person, ControlStatus.NOT_APPLICABLE, reason, given, by=by, at=at)


def _transfer(person: Person, given: Given, by: Caller, at: dt.datetime) -> None:
    _end(person, EndReason.TRANSFERRED, by=by, at=at)
    told = {**given, "note": f"接收：{given['receiver']}。{given['note']}"}
    _control(person, ControlStatus.TRANSFERRED, Reason.TRANSFERRED, told, by=by, at=at)


def _return(person: Person, given: Given, by: Caller, at: dt.datetime) -> None:
    _control(person, ControlStatus.REGISTERED, Reason.OTHER, given, by=by, at=at)


_BY_HAND: Mapping[Move, Callable[[Person, Given, Caller, dt.datetime], None]] = {
    Move.OBSERVE: _observe,
    Move.MONITOR: _monitor,
    Move.UNTRUE: _untrue,
    Move.TRANSFER: _transfer,
    Move.RETURN: _return,
}


def _classify(person: Person, move: Move, given: Given, *, by: Caller, at: dt.datetime) -> None:
    since, note = given.get("since"), str(given.get("note") or "")
    when = since if isinstance(since, dt.datetime) else None
    match move:
        case Move.SUSPECT:
            treatment.suspect(person, basis=note, since=when, by=by, at=at)
        case Move.EXCLUDE:
            treatment.exclude(person, basis=note, since=when, by=by, at=at)
        case Move.CONFIRM:
            severity = Severity(str(given["severity"]))
            treatment.confirm(person, basis=note, severity=severity, since=when, by=by, at=at)
        case Move.ASYMPTOMATIC:
            treatment.find_asymptomatic(person, basis=note, since=when, by=by, at=at)
        case Move.SEVERITY:
            severity = Severity(str(given["severity"]))
            treatment.set_severity(person, severity=severity, since=when, by=by, at=at)
        case Move.RECOVER:
            met = given["met"]
            criteria = [str(one) for one in met] if isinstance(met, (list, tuple)) else [str(met)]
            treatment.recover(person, met=criteria, since=when, by=by, at=at)
        case Move.DEATH:
            cause = DeathCause(str(given["cause"]))
            treatment.report_death(person, cause=cause, died_at=when or at, by=by, at=at)


def _control(
    person: Person,
    after: ControlStatus,
    reason: Reason,
    given: Given,
    *,
    by: Caller,
    at: dt.datetime,
) -> None:
    since = given.get("since")
    people.change_status(
        person,
        Axis.CONTROL,
        after=after,
        reason=reason,
        effective_at=since if isinstance(since, dt.datetime) else at,
        note=str(given.get("note") or ""),
        by=by.actor,
        at=at,
    )


def _end(person: Person, reason: EndReason, *, by: Caller, at: dt.datetime) -> None:
    episode = open_episode_of(person.pk)
    if episode:
        quarantine.end_episode(episode, reason=reason, by=by.actor, at=at)


def _follow_control(person: Person, wrong: StatusEvent, *, by: Caller, at: dt.datetime) -> None:
    """The observation goes where the status went."""
    under = {ControlStatus.OBSERVED, ControlStatus.MONITORED}
    episode = open_episode_of(person.pk)
    if wrong.before in under:
        _go_on(person, episode, wrong, by=by, at=at)
    elif episode and wrong.after in under and wrong.before != ControlStatus.IN_TREATMENT:
        quarantine.end_episode(episode, reason=EndReason.MISTAKE, by=by.actor, at=at)
    if episode and {wrong.before, wrong.after} == under:
        mode = Mode.MONITORING if wrong.before == ControlStatus.MONITORED else Mode.HOME
        quarantine.arrange_stay(episode, {"mode": mode}, by=by.actor, at=at)


def _go_on(
    person: Person, episode: Episode | None, wrong: StatusEvent, *, by: Caller, at: dt.datetime
) -> None:
    if episode:
        quarantine.resume(episode, by=by.actor, at=at)
        return
    last = next(iter(episodes_of(person.pk)), None)
    if last and last.ended_at and last.ended_at >= wrong.recorded_at:
        quarantine.reopen_episode(last, by=by.actor, at=at)
