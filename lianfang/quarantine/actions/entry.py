"""Begin, confirm, pause, resume and end an observation."""

import datetime as dt
import uuid

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.core.clock import end_of, local_date, start_of
from lianfang.core.problems import NotFound
from lianfang.geo.rules import Point
from lianfang.org.enums import Permission
from lianfang.org.queries import doctor_for, grid_worker_for
from lianfang.org.rules import Caller
from lianfang.people.actions import change_status, close_fact
from lianfang.people.enums import Axis, ControlStatus, FactKind, Reason
from lianfang.people.models import Person
from lianfang.policy.enums import CountFrom
from lianfang.policy.queries import active_profile, rule_for, visit_days
from lianfang.quarantine.actions.slots import exempt_slots, expect_slots_again, plan_slots
from lianfang.quarantine.actions.visits import drop_visits, finish_visit, plan_visit
from lianfang.quarantine.enums import EndReason, Mode, ReadingKind, SubjectClass, VisitKind
from lianfang.quarantine.errors import BadAnchor, EpisodeOver, EvidenceNeeded, PeriodOver
from lianfang.quarantine.models import Episode, Reading, Segment
from lianfang.quarantine.queries import last_abnormal_of, open_episode_of, open_visits

_SLACK = dt.timedelta(minutes=10)  # of a device's clock
_DAY = dt.timedelta(days=1)
_JOINT = dt.timedelta(hours=12)  # a doctor's check this recent was the first visit


@transaction.atomic
def start_episode(
    person: Person,
    *,
    subject_class: SubjectClass,
    anchor_at: dt.datetime,
    evidence: str = "",
    waiver: str = "",
    mode: Mode = Mode.HOME,
    place: str = "",
    point: Point | None = None,
    by: Actor,
    at: dt.datetime,
) -> Episode:
    """Put someone under observation until the end the policy gives; an open one goes on instead.

    ``anchor_at`` is the last exposure or the arrival, day 0, with evidence (CL6) or a waiver.
    Raises EvidenceNeeded, BadAnchor, PeriodOver and, where the rules ask nothing, NoRule.
    """
    running = open_episode_of(person.pk)
    if running:
        return running
    if not (evidence or waiver.strip()):
        raise EvidenceNeeded(fields={"evidence": EvidenceNeeded.title})
    profile, anchor, planned_end = _period(subject_class, anchor_at, at)
    abnormal = last_abnormal_of(person.pk, since=at - _DAY)
    spot = point.to_wgs84() if point else None
    episode, created = Episode.objects.unscoped().get_or_create(
        person=person,
        is_open=True,
        defaults={
            "key": uuid.uuid4(),
            "area_code": person.area_code,
            "subject_class": subject_class,
            "profile": profile,
            "mode": mode,
            "place": place or person.address,
            "anchor_at": anchor,
            "anchor_evidence": evidence,
            "waiver": waiver.strip(),
            "starts_at": at,
            "planned_end": planned_end,
            "open_abnormal_at": abnormal.measured_at if abnormal else None,
            "lon": spot.lon if spot else None,
            "lat": spot.lat if spot else None,
        },
    )
    if created:
        _begin(person, episode, by=by, at=at)
    return episode


def _period(
    subject_class: SubjectClass, anchor_at: dt.datetime, at: dt.datetime
) -> tuple[str, dt.datetime, dt.datetime]:
    """The edition in force, day 0 and the planned end by it."""
    profile = active_profile(at=at)
    rule = rule_for(profile, subject_class)
    anchor = at if rule.count_from == CountFrom.START_DATE else anchor_at
    if anchor > at + _SLACK:
        raise BadAnchor(fields={"anchor_at": BadAnchor.title})
    planned_end = rule.planned_end(anchor)
    if planned_end <= at:
        raise PeriodOver(fields={"anchor_at": PeriodOver.title})
    return profile, anchor, planned_end


def _begin(person: Person, episode: Episode, *, by: Actor, at: dt.datetime) -> None:
    """What stands beside the episode from its first moment."""
    Segment.objects.create(episode=episode, mode=episode.mode, starts_at=at)
    change_status(
        person,
        Axis.CONTROL,
        after=ControlStatus.OBSERVED,
        reason=Reason.NEW_EXPOSURE,
        effective_at=at,
        by=by,
        at=at,
    )
    close_fact(person, FactKind.KEY_AREA_ARRIVAL, by=by, at=at)
    plan_slots(episode, by=by, at=at)
    detail = {
        "person": person.pk,
        "subject_class": episode.subject_class,
        "mode": episode.mode,
        "planned_end": episode.planned_end.isoformat(),
    }
    record("episode.started", episode, by=by, at=at, detail=detail)


@transaction.atomic
def assign_staff(episode: Episode, *, by: Actor, at: dt.datetime) -> Episode:
    """Who looks after the person, and the doctor's visits on the days of the policy (day 1 first).

    Done again it fills what was missing and plans nothing twice. A doctor's check of the last
    hours counts as the first visit (the visit was joint).
    """
    doctor, worker = doctor_for(episode.area_code), grid_worker_for(episode.area_code)
    episode.doctor_id = episode.doctor_id or (doctor.pk if doctor else None)
    episode.grid_worker_id = episode.grid_worker_id or (worker.pk if worker else None)
    Episode.objects.unscoped().filter(pk=episode.pk).update(
        doctor_id=episode.doctor_id, grid_worker_id=episode.grid_worker_id
    )
    first_day = local_date(episode.starts_at)
    for number in visit_days(at=at):
        day = first_day + dt.timedelta(days=number - 1)
        if start_of(day) >= episode.planned_end:
            continue
        is_first = day == first_day
        visit = plan_visit(
            episode,
            kind=VisitKind.FIRST if is_first else VisitKind.ROUTINE,
            why=f"day:{number}",
            assignee_id=episode.doctor_id,
            opens_at=max(episode.starts_at, start_of(day)),
            due_at=max(end_of(day), episode.starts_at + _JOINT),
            by=by,
            at=at,
        )
        joint = _joint_check(episode) if is_first else None
        if joint:
            finish_visit(visit, reading=joint, by=by, at=joint.measured_at)
    return episode


def _joint_check(episode: Episode) -> Reading | None:
    """What the doctor measured at the door before the observation began."""
    since = episode.starts_at - _JOINT
    recent = Reading.objects.unscoped().filter(person=episode.person_id, measured_at__gte=since)
    by_doctor = recent.filter(kind=ReadingKind.STAFF, actor_kind="user", actor_id=episode.doctor_id)
    return by_doctor.order_by("measured_at", "id").first()


@transaction.atomic
def confirm_entry(episode: Episode, *, by: Caller, at: dt.datetime) -> Episode:
    """The community stands behind the entry (§4.1); the second confirmation changes nothing."""
    if not by.covers(episode.area_code, Permission.OBSERVATION_CONFIRM):
        raise NotFound
    _must_be_open(episode)
    waiting = Episode.objects.unscoped().filter(pk=episode.pk, confirmed_at__isnull=True)
    if waiting.update(confirmed_by_id=by.id, confirmed_at=at):
        detail = {"person": episode.person_id}
        record("episode.entry_confirmed", episode, by=by.actor, at=at, detail=detail)
    episode.refresh_from_db(from_queryset=Episode.objects.unscoped())
    return episode


@transaction.atomic
def move_episode(episode: Episode, *, by: Actor, at: dt.datetime) -> None:
    """Observed at home means where the person lives now; the staff there take over.

    In a facility or in hospital, or already there, nothing changes.
    """
    person = episode.person
    if episode.mode not in {Mode.HOME, Mode.MONITORING} or episode.area_code == person.area_code:
        return
    before, episode.area_code, episode.place = episode.area_code, person.area_code, person.address
    doctor, worker = doctor_for(episode.area_code), grid_worker_for(episode.area_code)
    episode.doctor_id = doctor.pk if doctor else None
    episode.grid_worker_id = worker.pk if worker else None
    episode.lon = episode.lat = None
    columns = ["area_code", "place", "doctor", "grid_worker", "lon", "lat"]
    Episode.objects.unscoped().filter(pk=episode.pk).update(
        **{name: getattr(episode, name) for name in columns}
    )
    open_visits(episode, tuple(VisitKind)).update(
        area_code=episode.area_code, assignee_id=episode.doctor_id
    )
    detail = {"person": person.pk, "before": before, "after": episode.area_code}
    record("episode.moved", episode, by=by, at=at, detail=detail)


@transaction.atomic
def pause_for_hospital(episode: Episode, *, by: Actor, at: dt.datetime) -> None:
    """Isolation goes on in hospital: no checks, no visits, the planned end stays as it was.

    Paused again it changes nothing. The control status is moved by whoever admits.
    """
    _must_be_open(episode)
    elsewhere = Episode.objects.unscoped().filter(pk=episode.pk, is_open=True)
    if not elsewhere.exclude(mode=Mode.HOSPITAL).update(mode=Mode.HOSPITAL):
        return
    episode.mode = Mode.HOSPITAL
    _new_segment(episode, at=at)
    exempt_slots(episode, by=by, at=at)
    drop_visits(episode, kinds=(VisitKind.ABNORMAL, VisitKind.MISSED, VisitKind.CALL), by=by, at=at)
    record("episode.paused", episode, by=by, at=at, detail={"person": episode.person_id})


@transaction.atomic
def resume(episode: Episode, *, by: Actor, at: dt.datetime) -> None:
    """Back from hospital with the original end; what sent the person there counts as cleared.

    Not in hospital, nothing changes.
    """
    _must_be_open(episode)
    before = episode.segments.exclude(mode=Mode.HOSPITAL).order_by("-starts_at", "-id").first()
    mode = before.mode if before else Mode.HOME
    in_hospital = Episode.objects.unscoped().filter(pk=episode.pk, mode=Mode.HOSPITAL)
    if not in_hospital.update(mode=mode, open_abnormal_at=None):
        return
    episode.mode, episode.open_abnormal_at = mode, None
    _new_segment(episode, at=at)
    close_fact(episode.person, FactKind.ABNORMAL, by=by, at=at)
    expect_slots_again(episode, by=by, at=at)
    detail = {"person": episode.person_id, "planned_end": episode.planned_end.isoformat()}
    record("episode.resumed", episode, by=by, at=at, detail=detail)


@transaction.atomic
def end_episode(episode: Episode, *, reason: EndReason, by: Actor, at: dt.datetime) -> None:
    """End it otherwise than by release: ill, handed over, dead or a mistake; tasks stop.

    The status is moved by whoever knows why. Ended for the same reason again changes nothing.
    """
    if not close_episode(episode, reason=reason, by=by, at=at):
        if episode.end_reason != reason:
            raise EpisodeOver
        return
    detail = {"person": episode.person_id, "reason": reason}
    record("episode.ended", episode, by=by, at=at, detail=detail)


@transaction.atomic
def reopen_episode(episode: Episode, *, by: Actor, at: dt.datetime) -> None:
    """Part of a correction: it ended by mistake and goes on to its planned end, checks are due.

    Open already, nothing changes.
    """
    over = Episode.objects.unscoped().filter(pk=episode.pk, is_open=None)
    if not over.update(is_open=True, ended_at=None, end_reason=""):
        return
    episode.refresh_from_db(from_queryset=Episode.objects.unscoped())
    _new_segment(episode, at=at)
    expect_slots_again(episode, by=by, at=at)
    detail = {"person": episode.person_id}
    record("episode.reopened", episode, by=by, at=at, detail=detail)


def close_episode(episode: Episode, *, reason: EndReason, by: Actor, at: dt.datetime) -> bool:
    """Part of an action: nothing is due any more; False when it was over before."""
    running = Episode.objects.unscoped().filter(pk=episode.pk, is_open=True)
    closed = running.update(is_open=None, ended_at=at, end_reason=reason)
    if closed:
        Segment.objects.filter(episode=episode, ends_at__isnull=True).update(ends_at=at)
        exempt_slots(episode, by=by, at=at)
        drop_visits(episode, kinds=tuple(VisitKind), by=by, at=at)
    episode.refresh_from_db(from_queryset=Episode.objects.unscoped())
    return bool(closed)


def _must_be_open(episode: Episode) -> None:
    if not episode.is_open:
        raise EpisodeOver


def _new_segment(episode: Episode, *, at: dt.datetime) -> None:
    Segment.objects.filter(episode=episode, ends_at__isnull=True).update(ends_at=at)
    Segment.objects.create(episode=episode, mode=episode.mode, starts_at=at)
