"""Ask a second person, and be the second person."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import models, transaction

from lianfang.approvals.errors import AlreadyDecided, OwnRequest, ReasonNeeded
from lianfang.approvals.models import Approval
from lianfang.audit.actions import record
from lianfang.core.problems import NotFound
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller


@transaction.atomic
def ask(
    act: str,
    *,
    subject: models.Model,
    area_code: str,
    title: str,
    permission: Permission,
    payload: Mapping[str, object] | None = None,
    due_at: dt.datetime | None = None,
    by: Caller,
    at: dt.datetime,
) -> Approval:
    """Wait for somebody who holds ``permission`` over the area.

    While one request for this act on this subject waits, asking again finds it.
    """
    approval, created = Approval.objects.unscoped().get_or_create(
        act=act,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        is_open=True,
        defaults={
            "key": uuid.uuid4(),
            "area_code": area_code,
            "title": title,
            "payload": dict(payload or {}),
            "permission": permission,
            "asked_by_id": by.id,
            "asked_at": at,
            "due_at": due_at,
        },
    )
    if created:
        record("approval.asked", approval, by=by.actor, at=at, detail=_about(approval))
    return approval


@transaction.atomic
def decide(
    approval: Approval, *, granted: bool, reason: str = "", by: Caller, at: dt.datetime
) -> Approval:
    """Grant or refuse; the owner of the act hears of it. The same word twice changes nothing.

    Raises NotFound for a stranger, OwnRequest for the asker, ReasonNeeded for a refusal without
    one, AlreadyDecided when somebody else was first.
    """
    _check_may_decide(approval, by)
    if not granted and not reason.strip():
        raise ReasonNeeded(fields={"reason": ReasonNeeded.title})
    waiting = Approval.objects.unscoped().filter(pk=approval.pk, is_open=True)
    decided = waiting.update(
        is_open=None, granted=granted, reason=reason.strip(), decided_by_id=by.id, decided_at=at
    )
    approval.refresh_from_db(from_queryset=Approval.objects.unscoped())
    if decided:
        action = "approval.granted" if granted else "approval.refused"
        detail = _about(approval) | {"reason": approval.reason}
        record(action, approval, by=by.actor, at=at, detail=detail)
    elif (approval.decided_by_id, approval.granted) != (by.id, granted):
        raise AlreadyDecided
    return approval


def _check_may_decide(approval: Approval, by: Caller) -> None:
    if approval.asked_by_id == by.id:
        raise OwnRequest
    if not by.covers(approval.area_code, Permission(approval.permission)):
        raise NotFound


def _about(approval: Approval) -> dict[str, object]:
    return {
        "act": approval.act,
        "subject_type": approval.subject_type,
        "subject_id": approval.subject_id,
    }
