"""SMS: one port, three ways out; which one is a setting (handbook §8.5)."""

import datetime as dt
from collections.abc import Mapping
from types import ModuleType

from django.conf import settings

from lianfang.wechat.client.texts import aliyun, gateway, tencent
from lianfang.wechat.client.texts.ask import Text

__all__ = ["Text", "can_text", "end_of_text", "text"]
_WAYS: Mapping[str, ModuleType] = {"gateway": gateway, "aliyun": aliyun, "tencent": tencent}


def can_text() -> bool:
    """True when everything the way out needs is set."""
    if settings.SMS_PROVIDER == "gateway":
        return bool(settings.SMS_GATEWAY_URL)
    known = settings.SMS_PROVIDER in _WAYS
    needs = (
        settings.SMS_KEY_ID,
        settings.SMS_KEY_SECRET,
        settings.SMS_SIGN,
        settings.SMS_TEMPLATES,
    )
    return known and all(needs)


def text(sms: Text) -> str:
    """Hand an SMS over and return the number it got, perhaps none.

    Raises Refused when it will not be sent, Busy and Unreachable when asking later may help.
    """
    number: str = _WAYS[settings.SMS_PROVIDER].send(sms)
    return number


def end_of_text(number: str, *, phone: str, sent_at: dt.datetime) -> str | None:
    """How an SMS ended: an empty word when it arrived, else why not; None when nobody knows yet.

    Raises Busy, Refused, Unreachable.
    """
    end: str | None = _WAYS[settings.SMS_PROVIDER].end_of(number, phone=phone, sent_at=sent_at)
    return end
