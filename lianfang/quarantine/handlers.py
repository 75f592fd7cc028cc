"""What follows, after the commit: who looks after the person, documents, tasks and news."""

import datetime as dt

from lianfang.accounts.queries import account_of
from lianfang.audit.models import Entry
from lianfang.audit.registry import on
from lianfang.core.actor import Actor
from lianfang.messages.actions import tell_account, tell_user
from lianfang.org.queries import doctor_for, officer_for
from lianfang.policy.queries import abnormal_rule
from lianfang.quarantine.actions import (
    assign_staff,
    move_episode,
    plan_visit,
    prepare_notices,
    serve_notice,
)
from lianfang.quarantine.enums import (
    Mode,
    NoticeKind,
    ReadingKind,
    SlotState,
    VisitKind,
)
from lianfang.quarantine.models import Episode
from lianfang.quarantine.queries import (
    by_id,
    notices_of,
    open_episode_of,
    open_visits,
    slot_by_id,
)

_SYSTEM = Actor.system()
_CALL_WITHIN = dt.timedelta(minutes=30)
_SEE_WITHIN = dt.timedelta(hours=2)


@on("episode.started")
def assign_and_tell(entry: Entry, now: dt.datetime) -> None:
    episode = by_id(entry.subject_id)
    if not episode.is_open:
        return
    assign_staff(episode, by=_SYSTEM, at=now)
    for user_id in filter(None, {episode.doctor_id, episode.grid_worker_id}):
        tell_user(
            user_id,
            title="新增观察对象",
            body="您负责的区域新增一名观察对象，请查看巡诊任务。",
            dedupe=f"episode:{episode.pk}:started:{user_id}",
            link="/visits",
            at=now,
        )
    officer = officer_for(episode.area_code)
    if officer and episode.confirmed_at is None:
        tell_user(
            officer.pk,
            title="请确认纳入观察",
            body="您的社区新增一名观察对象，请核对后确认。",
            dedupe=f"episode:{episode.pk}:confirm",
            link="/entries",
            at=now,
        )
    _tell_resident(
        episode,
        "started",
        title="请按时自查",
        body="您有新的告知书，请阅读并签收；请每天早晚按时自查。",
        at=now,
    )


@on("episode.started")
def serve_notices(entry: Entry, now: dt.datetime) -> None:
    """The documents are made here, never inside a transaction."""
    episode = by_id(entry.subject_id)
    for notice in prepare_notices(episode, issued_by=entry.actor_name, by=_SYSTEM, at=now):
        serve_notice(notice, by=_SYSTEM, at=now)


@on("episode.released")
def serve_release(entry: Entry, now: dt.datetime) -> None:
    episode = by_id(entry.subject_id)
    for notice in notices_of(episode):
        if notice.kind == NoticeKind.RELEASE:
            serve_notice(notice, by=_SYSTEM, at=now)
    _tell_resident(
        episode,
        "released",
        title="隔离观察已解除",
        body="您的隔离观察已解除，解除隔离通知书可在“我的”中查看。",
        at=now,
    )


@on("reading.abnormal")
def call_the_doctor(entry: Entry, now: dt.datetime) -> None:
    """To the door within half an hour; one visit at a time, none for what staff found itself."""
    episode = open_episode_of(int(entry.detail["person"]))
    if episode is None or episode.mode == Mode.HOSPITAL:
        return
    if entry.detail["kind"] in {ReadingKind.STAFF, ReadingKind.HOSPITAL}:
        return
    if open_visits(episode, [VisitKind.ABNORMAL]).exists():
        return
    doctor_id = episode.doctor_id or getattr(doctor_for(episode.area_code), "pk", None)
    within = dt.timedelta(minutes=abnormal_rule(at=now).visit_within_min)
    plan_visit(
        episode,
        kind=VisitKind.ABNORMAL,
        why=f"abnormal:{entry.subject_id}",
        assignee_id=doctor_id,
        opens_at=entry.happened_at,
        due_at=entry.happened_at + within,
        by=_SYSTEM,
        at=now,
    )
    if doctor_id:
        tell_user(
            doctor_id,
            title="紧急巡诊",
            body="有一名观察对象需要您在 30 分钟内上门，请查看巡诊任务。",
            dedupe=f"reading:{entry.subject_id}:doctor",
            link="/visits",
            level="urgent",
            at=now,
        )
    _tell_resident(
        episode,
        f"reading:{entry.subject_id}",
        title="请留在室内并保持电话畅通",
        body="社区医生将尽快与您联系。请在 30 分钟后再次自查。",
        at=now,
    )


@on("slot.escalated")
def ask_staff_to_look(entry: Entry, now: dt.datetime) -> None:
    """The grid worker calls, then the doctor looks in; a check that came meanwhile needs neither.

    A run of missed checks (``case``, ``command``) is heard further up.
    """
    slot, step = slot_by_id(entry.subject_id), entry.detail["step"]
    if step not in {"call", "doctor"} or slot.state != SlotState.MISSED:
        return
    episode = slot.episode
    calls = step == "call"
    user_id = episode.grid_worker_id if calls else episode.doctor_id
    plan_visit(
        episode,
        kind=VisitKind.CALL if calls else VisitKind.MISSED,
        why=f"slot:{slot.pk}:{step}",
        assignee_id=user_id,
        opens_at=entry.happened_at,
        due_at=entry.happened_at + (_CALL_WITHIN if calls else _SEE_WITHIN),
        by=_SYSTEM,
        at=now,
    )
    if user_id:
        tell_user(
            user_id,
            title="请电话催报" if calls else "漏报随访",
            body="有一名观察对象没有按时自查，请联系了解情况。",
            dedupe=f"slot:{slot.pk}:{step}",
            link="/visits",
            at=now,
        )


def _tell_resident(episode: Episode, what: str, *, title: str, body: str, at: dt.datetime) -> None:
    account = account_of(episode.person_id)
    if account:
        dedupe = f"episode:{episode.pk}:{what}"
        tell_account(account, title=title, body=body, dedupe=dedupe, link="/check", at=at)


@on("person.updated")
def follow_to_a_new_address(entry: Entry, now: dt.datetime) -> None:
    """Who observes at home observes where the person lives now."""
    if entry.detail.get("what") == "address":
        episode = open_episode_of(entry.subject_id)
        if episode:
            move_episode(episode, by=_SYSTEM, at=now)
