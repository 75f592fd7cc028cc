"""Who is on duty."""

import datetime as dt

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.org.models import Duty
from lianfang.org.rules import Caller


@transaction.atomic
def set_duty(*, on_duty: bool, by: Caller, at: dt.datetime) -> Duty:
    """Go on or off duty; saying the same again is the phone's heartbeat and not an event."""
    held = Duty.objects.filter(user_id=by.id)
    if held.filter(on_duty=on_duty).update(heartbeat_at=at):
        return held.get()
    values = {"on_duty": on_duty, "since": at, "heartbeat_at": at}
    duty, _ = Duty.objects.update_or_create(user_id=by.id, defaults=values)
    record("org.duty_set", duty.user, by=by.actor, at=at, detail={"on_duty": on_duty})
    return duty
