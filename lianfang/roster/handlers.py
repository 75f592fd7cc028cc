"""What the roster does when something happens below it."""

import datetime as dt

from lianfang.approvals.queries import by_id as approval_by_id
from lianfang.audit.models import Entry
from lianfang.audit.registry import on
from lianfang.core.actor import Actor
from lianfang.messages.actions import tell_user
from lianfang.roster.actions import carry_out_void, exporting, settle_export, voiding
from lianfang.roster.errors import CannotVoid

_SOON = "正在生成，稍后可在“导出记录”中下载。"


@on("approval.granted")
def void_what_was_granted(entry: Entry, now: dt.datetime) -> None:
    """Where something was begun meanwhile the asker is told; the file stays."""
    approval = approval_by_id(entry.subject_id)
    if approval.act != voiding.ACT:
        return
    by = Actor(entry.actor_kind, entry.actor_id, entry.actor_name)
    try:
        carry_out_void(approval, by=by, at=now)
    except CannotVoid as problem:
        tell_user(
            approval.asked_by_id,
            title="档案没有作废",
            body=str(problem),
            dedupe=f"void:{approval.pk}",
            at=now,
        )


@on("approval.granted", "approval.refused")
def carry_on_with_an_export(entry: Entry, now: dt.datetime) -> None:
    """The worker then makes what was granted."""
    approval = approval_by_id(entry.subject_id)
    if approval.act != exporting.ACT:
        return
    by = Actor(entry.actor_kind, entry.actor_id, entry.actor_name)
    granted = entry.action == "approval.granted"
    export = settle_export(approval.subject_id, granted=granted, by=by, at=now)
    tell_user(
        export.user_id,
        title="导出已获批准" if granted else "导出未获批准",
        body=f"{export.name}：{_SOON if granted else approval.reason}",
        dedupe=f"export:{export.pk}:{entry.action}",
        link="/exports",
        at=now,
    )
