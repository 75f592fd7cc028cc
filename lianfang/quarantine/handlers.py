"""What follows, after the commit: who looks after the person, documents, tasks and news."""

import datetime as dt

from lianfang.accounts.queries import account_of
from lianfang.audit.models import Entry
from lianfang.audit.registry import on
from lianfang.city.queries import this_city
from lianfang.core.actor import Actor
from lianfang.core.masking import mask_number
from lianfang.files.actions import store_pdf
from lianfang.geo.queries import path_of
from lianfang.messages.actions import tell_account, tell_user
from lianfang.org.models import User
from lianfang.org.queries import doctor_for
from lianfang.policy.queries import abnormal_rule
from lianfang.quarantine.actions import (
    assign_staff,
    attach_document,
    plan_visit,
    prepare_notices,
)
from lianfang.quarantine.enums import (
    Mode,
    NoticeKind,
    PostRelease,
    ReadingKind,
    SlotState,
    SubjectClass,
    VisitKind,
)
from lianfang.quarantine.models import Episode, Notice
from lianfang.quarantine.queries import (
    by_id,
    last_reading_of,
    notices_of,
    open_episode_of,
    open_visits,
    slot_by_id,
)
from lianfang.quarantine.rules import days_of, end_in_words, in_words

_SYSTEM = Actor.system()
_CALL_WITHIN = dt.timedelta(minutes=30)
_SEE_WITHIN = dt.timedelta(hours=2)
_SEX = {"1": "男", "2": "女"}
_TEMPLATE = {
    NoticeKind.HOME: "home_obs",
    NoticeKind.GUIDE: "guide",
    NoticeKind.RELEASE: "release",
}


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
        _serve(notice, now)


@on("episode.released")
def serve_release(entry: Entry, now: dt.datetime) -> None:
    episode = by_id(entry.subject_id)
    for notice in notices_of(episode):
        if notice.kind == NoticeKind.RELEASE:
            _serve(notice, now)
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


def _serve(notice: Notice, now: dt.datetime) -> None:
    if notice.file_id is None:
        kind = NoticeKind(notice.kind)
        data = _paper(notice)
        name, template = f"{kind.label}.pdf", _TEMPLATE[kind]
        file = store_pdf(
            name, template=template, data=data, key=notice.key, by=_SYSTEM, at=notice.issued_at
        )
        attach_document(notice, file=file, by=_SYSTEM, at=now)


def _paper(notice: Notice) -> dict[str, object]:
    """Everything a template may print; numbers of documents and phones are masked."""
    episode, city = by_id(notice.episode_id), this_city()
    person, last = episode.person, last_reading_of(episode.person_id)
    community = episode.area_code[:12]
    return {
        "number": notice.number or "",
        "check": notice.key.hex[:8],
        "demo": city.is_demo,
        "hotline": city.hotline,
        "issuer": path_of(community),
        "issued_on": in_words(notice.issued_at),
        "issued_by": notice.issued_by,
        "name": person.name,
        "sex": _SEX.get(person.sex, ""),
        "phone": mask_number(person.phone),
        "id_number": mask_number(person.id_number),
        "mode": Mode(episode.mode).label,
        "subject": SubjectClass(episode.subject_class).label,
        "place": episode.place,
        "starts_at": in_words(episode.starts_at),
        "ends_at": end_in_words(episode.planned_end),
        "days": str(days_of(episode.anchor_at, episode.planned_end)),
        "released_at": in_words(notice.issued_at),
        "post_release": PostRelease(episode.post_release).label if episode.post_release else "",
        "last_temp": str(last.temp_c) if last else "",
        "officer": _card(episode.confirmed_by),
        "worker": _card(episode.grid_worker),
        "doctor": _card(episode.doctor),
        "signed_by": episode.signed_by.name if episode.signed_by else "",
    }


def _card(user: User | None) -> str:
    return f"{user.name} {user.phone}".strip() if user else ""
