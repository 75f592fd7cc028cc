"""The doctor signs, the community releases."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import F

from lianfang.audit.actions import record
from lianfang.core.clock import local_date, start_of
from lianfang.core.problems import NotFound
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people.actions import change_status
from lianfang.people.enums import Axis, ControlStatus, Reason
from lianfang.quarantine.actions.entry import close_episode
from lianfang.quarantine.enums import EndReason, Mode, NoticeKind, PostRelease, SlotState
from lianfang.quarantine.errors import (
    EpisodeOver,
    InHospital,
    MissedUnexplained,
    NotDue,
    NotSigned,
    OpenAbnormal,
)
from lianfang.quarantine.models import Episode, Notice, NoticeNumber

_INSTANT = dt.timedelta(microseconds=1)


@transaction.atomic
def sign_release(episode: Episode, *, by: Caller, at: dt.datetime) -> Episode:
    """A doctor puts the name under it, on the last day or later; once is enough.

    Every missed check needs its reason first. An abnormal sign after that takes the signature away
    again.
    """
    if not by.covers(episode.area_code, Permission.OBSERVATION_SIGN):
        raise NotFound
    last_day = local_date(episode.planned_end - _INSTANT)
    _check(episode, not_before=start_of(last_day), at=at)
    unsigned = Episode.objects.unscoped().filter(pk=episode.pk, signed_at__isnull=True)
    if unsigned.update(signed_by_id=by.id, signed_at=at):
        missed = episode.slots.filter(state=SlotState.MISSED).count()
        detail = {"person": episode.person_id, "missed": missed}
        record("episode.release_signed", episode, by=by.actor, at=at, detail=detail)
    episode.refresh_from_db(from_queryset=Episode.objects.unscoped())
    return episode


@transaction.atomic
def issue_release(
    episode: Episode, *, post_release: PostRelease, by: Caller, at: dt.datetime
) -> Notice:
    """Release with a numbered notice; asked again it gives the same notice.

    Raises NotDue before the planned end, OpenAbnormal, MissedUnexplained, NotSigned, InHospital,
    EpisodeOver. The document follows after the commit.
    """
    if not by.covers(episode.area_code, Permission.OBSERVATION_ISSUE):
        raise NotFound
    issued = Notice.objects.filter(episode=episode, kind=NoticeKind.RELEASE).first()
    if issued:
        return issued
    _check(episode, not_before=episode.planned_end, at=at)
    if episode.signed_at is None:
        raise NotSigned
    if not close_episode(episode, reason=EndReason.RELEASED, by=by.actor, at=at):
        raise EpisodeOver
    Episode.objects.unscoped().filter(pk=episode.pk).update(post_release=post_release)
    notice = Notice.objects.create(
        key=uuid.uuid4(),
        episode=episode,
        kind=NoticeKind.RELEASE,
        number=_next_number(local_date(at).year),
        issued_at=at,
        issued_by=by.name,
    )
    change_status(
        episode.person,
        Axis.CONTROL,
        after=ControlStatus.RELEASED,
        reason=Reason.DUE_NORMAL,
        effective_at=at,
        by=by.actor,
        at=at,
    )
    detail = {"person": episode.person_id, "notice": notice.pk, "number": notice.number}
    record("episode.released", episode, by=by.actor, at=at, detail=detail)
    return notice


def _check(episode: Episode, *, not_before: dt.datetime, at: dt.datetime) -> None:
    """Against what stands in the table now, held until the end of the transaction."""
    episode.refresh_from_db(from_queryset=Episode.objects.unscoped().select_for_update())
    if not episode.is_open:
        raise EpisodeOver
    if episode.mode == Mode.HOSPITAL:
        raise InHospital
    if at < not_before:
        raise NotDue
    if episode.slots.filter(state=SlotState.MISSED, explained_at=None).exists():
        raise MissedUnexplained
    if episode.open_abnormal_at is not None:
        raise OpenAbnormal


def _next_number(year: int) -> str:
    """解〔2020〕00001号; taken in the release's own transaction, so that none is lost."""
    NoticeNumber.objects.get_or_create(year=year)
    counter = NoticeNumber.objects.filter(year=year)
    counter.update(last=F("last") + 1)
    return f"解〔{year}〕{counter.values_list('last', flat=True).get():05}号"
