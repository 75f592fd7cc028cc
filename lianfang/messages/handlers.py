"""Send what is owed, after the commit."""

import datetime as dt

from lianfang.audit.models import Entry
from lianfang.audit.registry import on
from lianfang.core.actor import Actor
from lianfang.messages.actions import settle
from lianfang.messages.client import send_sms
from lianfang.messages.queries import waiting


@on("message.queued")
def send_waiting(_entry: Entry, now: dt.datetime) -> None:
    for owed in waiting("sms"):
        send_sms(owed.address, owed.body)
        settle(owed, sent=True, by=Actor.system(), at=now)
