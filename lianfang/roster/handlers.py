"""What the roster does when something happens below it."""

import datetime as dt

from lianfang.approvals.queries import by_id as approval_by_id
from lianfang.audit.models import Entry
from lianfang.audit.registry import on
from lianfang.core.actor import Actor
from lianfang.messages.actions import tell_user
from lianfang.roster.actions import carry_out_void
from lianfang.roster.actions.voiding import ACT
from lianfang.roster.errors import CannotVoid


@on("approval.granted")
def void_what_was_granted(entry: Entry, now: dt.datetime) -> None:
    """Where something was begun meanwhile the asker is told; the file stays."""
    approval = approval_by_id(entry.subject_id)
    if approval.act != ACT:
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
