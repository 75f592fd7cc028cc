"""Phone codes: sent, and used once."""

import datetime as dt
import hmac
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from lianfang.accounts.enums import Purpose
from lianfang.accounts.errors import BadCode, TooManyCodes
from lianfang.accounts.models import PhoneCode
from lianfang.accounts.rules import (
    CODE_ATTEMPTS,
    CODE_LIFE,
    CODE_LIMITS,
    RESEND_AFTER,
    code_hash,
    exceeds,
    new_code,
    phone_index,
)
from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.core.phones import read_phone
from lianfang.messages.actions import queue_sms
from lianfang.messages.enums import Wording


@dataclass(frozen=True)
class SentCode:
    """``code`` is for the SMS and the simulator; it leaves the house no other way."""

    code: str
    resend_after: dt.timedelta = RESEND_AFTER


@transaction.atomic
def send_code(phone: str, *, purpose: Purpose, by: Actor, at: dt.datetime) -> SentCode:
    """Owe a fresh code to a phone, known to us or not: the answer is the same.

    One a minute, five an hour, ten a day. Raises BadPhone, TooManyCodes.
    """
    number = read_phone(phone)
    index, longest = phone_index(number), CODE_LIMITS[-1][0]
    recent = PhoneCode.objects.filter(phone_blind=index, created_at__gt=at - longest)
    if exceeds(list(recent.values_list("created_at", flat=True)), at=at):
        raise TooManyCodes
    code = new_code()
    row = PhoneCode.objects.create(
        phone_blind=index,
        purpose=purpose,
        code_hash=code_hash(code, phone=number, purpose=purpose),
        created_at=at,
        expires_at=at + CODE_LIFE,
    )
    minutes = int(CODE_LIFE.total_seconds() // 60)
    text = f"【联防】验证码 {code}，用于{purpose.label}，{minutes} 分钟内有效，请勿告诉他人。"
    facts = {"code": code}
    queue_sms(number, text, wording=Wording.CODE, facts=facts, by=by, at=at)
    record("account.code_sent", row, by=by, at=at, detail={"purpose": purpose})
    return SentCode(code)


def use_code(phone: str, *, code: str, purpose: Purpose, by: Actor, at: dt.datetime) -> str:
    """Spend the phone's latest code; returns the phone. Raises BadPhone, BadCode.

    Not for use inside a transaction: a failed attempt must count although the caller fails.
    """
    number = read_phone(phone)
    latest = PhoneCode.objects.filter(phone_blind=phone_index(number), purpose=purpose)
    row = latest.order_by("-id").first()
    if row is None or not _spend(row, code, number, purpose, at):
        _note_failure(row, purpose, by, at)
        raise BadCode(fields={"code": BadCode.title})
    return number


def _spend(row: PhoneCode, code: str, phone: str, purpose: Purpose, at: dt.datetime) -> bool:
    """Every attempt is counted first, so that racing guesses get no extra ones."""
    this = PhoneCode.objects.filter(pk=row.pk, used_at=None, expires_at__gt=at)
    if not this.filter(attempts__lt=CODE_ATTEMPTS).update(attempts=F("attempts") + 1):
        return False
    if not hmac.compare_digest(row.code_hash, code_hash(code, phone=phone, purpose=purpose)):
        return False
    return bool(this.update(used_at=at))


@transaction.atomic
def _note_failure(row: PhoneCode | None, purpose: Purpose, by: Actor, at: dt.datetime) -> None:
    record("session.failed", row or PhoneCode(pk=0), by=by, at=at, detail={"purpose": purpose})
