"""What the platform tells us: who follows, what was written, how a message ended."""

import datetime as dt

from django.conf import settings
from django.db import IntegrityError, transaction

from lianfang.audit.actions import record
from lianfang.city.queries import this_city
from lianfang.core.actor import Actor
from lianfang.messages.actions import confirm
from lianfang.wechat.client.callback import Letter
from lianfang.wechat.errors import BadSignature
from lianfang.wechat.models import Follower, Received
from lianfang.wechat.rules import answer_to

_FOLLOWS = {"subscribe": True, "unsubscribe": False}


@transaction.atomic
def receive(letter: Letter, *, by: Actor, at: dt.datetime) -> str:
    """Note what happened and return what to say back, perhaps nothing.

    The same letter again changes nothing and is answered with nothing; a nonce that stood on
    another letter raises BadSignature.
    """
    if not _is_new(letter, at):
        return ""
    if letter.kind in _FOLLOWS:
        _follow(letter, by=by, at=at)
    for number, reason in letter.sendings:
        confirm(number, reason=reason, by=by, at=at)
    city = this_city()
    site = settings.PUBLIC_URL
    return answer_to(
        letter.kind, letter.words, city=city.short_name, hotline=city.hotline, site=site
    )


def _is_new(letter: Letter, at: dt.datetime) -> bool:
    try:
        with transaction.atomic():
            Received.objects.create(key=letter.key, nonce=letter.nonce, at=at)
    except IntegrityError:
        if not Received.objects.filter(key=letter.key).exists():
            raise BadSignature from None
        return False
    return True


def _follow(letter: Letter, *, by: Actor, at: dt.datetime) -> None:
    is_following = _FOLLOWS[letter.kind]
    values = {"is_following": is_following, "since": at}
    row, _ = Follower.objects.update_or_create(openid=letter.openid, defaults=values)
    record(f"wechat.{letter.kind}d", row, by=by, at=at)
