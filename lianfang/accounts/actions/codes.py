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
    ORIGIN_LIMITS,
    RESEND_AFTER,
    code_hash,
    exceeds,
    new_code,
    origin_index,
    phone_index,
    session_index,
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
def send_code(
    phone: str,
    *,
    purpose: Purpose,
    origin: str = "",
    session: str = "",
    by: Actor,
    at: dt.datetime,
) -> SentCode:
    """Owe a fresh code to a phone, known to us or not: the answer is the same.

    One a minute, five an hour, ten a day; more, but also limited, to whoever asks from the
    address ``origin``. The code is good in the browser of ``session`` alone. Raises BadPhone,
    TooManyCodes.
    """
    number = read_phone(phone)
    index, asked_from = phone_index(number), origin_index(origin)
    recent = PhoneCode.objects.filter(created_at__gt=at - CODE_LIMITS[-1][0])
    sent_at = recent.order_by("id").values_list("created_at", flat=True)
    if exceeds(list(sent_at.filter(phone_blind=index)), at=at):
        raise TooManyCodes
    if asked_from and exceeds(
        list(sent_at.filter(origin_blind=asked_from)), at=at, limits=ORIGIN_LIMITS
    ):
        raise TooManyCodes
    code = new_code()
    row = PhoneCode.objects.create(
        phone_blind=index,
        purpose=purpose,
        code_hash=code_hash(code, phone=number, purpose=purpose),
        created_at=at,
        expires_at=at + CODE_LIFE,
        origin_blind=asked_from,
        session_blind=session_index(session),
    )
    minutes = int(CODE_LIFE.total_seconds() // 60)
    text = f"【联防】验证码 {code}，用于{purpose.label}，{minutes} 分钟内有效，请勿告诉他人。"
    facts = {"code": code}
    queue_sms(number, text, wording=Wording.CODE, facts=facts, by=by, at=at)
    record("account.code_sent", row, by=by, at=at, detail={"purpose": purpose})
    return SentCode(code)


def use_code(
    phone: str,
    *,
    code: str,
    purpose: Purpose,
    session: str = "",
    by: Actor,
    at: dt.datetime,
) -> str:
    """Spend the latest code that ``session`` asked for; returns the phone.

    What others ask for the same phone neither replaces it nor counts as an attempt. Raises
    BadPhone, BadCode. Not for use inside a transaction: a failed attempt must count although the
    caller fails.
    """
    number = read_phone(phone)
    latest = PhoneCode.objects.filter(phone_blind=phone_index(number), purpose=purpose)
    row = latest.filter(session_blind=session_index(session)).order_by("-id").first()
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
