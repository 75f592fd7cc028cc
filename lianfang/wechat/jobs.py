"""Once a minute: renew what ends soon, ask how messages ended, forget letters long dealt with."""

import datetime as dt
import logging

from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.core.queue import every_minute
from lianfang.messages.actions import ask_later, confirm
from lianfang.messages.models import Outgoing
from lianfang.messages.queries import to_ask_about
from lianfang.wechat import client
from lianfang.wechat.actions import keep_fresh
from lianfang.wechat.errors import Refused, Unreachable
from lianfang.wechat.models import Received

_SYSTEM = Actor.system()
_LETTERS_KEPT = dt.timedelta(days=1)  # far longer than the platform asks again
_AT_ONCE = 50

log = logging.getLogger(__name__)


@every_minute
def ask_by_the_minute() -> None:
    now = clock.now()
    keep_fresh(by=_SYSTEM, at=now)
    ask_ends(now=now)
    Received.objects.filter(at__lt=now - _LETTERS_KEPT).delete()


def ask_ends(*, now: dt.datetime) -> int:
    """Ask the SMS service how what it took ended; returns how many ends became known."""
    if not client.can_text():
        return 0
    return sum(_ask(sent, now) for sent in to_ask_about(now=now, limit=_AT_ONCE))


def _ask(sent: Outgoing, now: dt.datetime) -> bool:
    """Who gives no answer is asked again later, at growing distances, for three days."""
    ask_later(sent, by=_SYSTEM, at=now)
    try:
        reason = client.end_of_text(
            sent.receipt, phone=sent.address, sent_at=sent.settled_at or sent.created_at
        )
    except (Refused, Unreachable) as problem:
        log.warning("how message %s ended is not known: %s", sent.pk, problem.detail)
        return False
    return reason is not None and confirm(sent.receipt, reason=reason, by=_SYSTEM, at=now)
