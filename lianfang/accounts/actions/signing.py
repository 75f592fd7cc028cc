"""Citizens sign in, by WeChat or by phone; the first time opens their account."""

import datetime as dt
import uuid

from django.db import transaction

from lianfang.accounts.actions.codes import use_code
from lianfang.accounts.enums import Purpose
from lianfang.accounts.models import Account
from lianfang.accounts.rules import Citizen, phone_index
from lianfang.audit.actions import record
from lianfang.core.actor import Actor


@transaction.atomic
def open_by_openid(openid: str, *, by: Actor, at: dt.datetime) -> Account:
    """Sign in whom WeChat vouches for; ``by`` is the visitor, named by address."""
    values = {"key": uuid.uuid4(), "created_at": at}
    account, is_new = Account.objects.get_or_create(openid=openid, defaults=values)
    _note(account, how="wechat", is_new=is_new, by=by, at=at)
    return account


def sign_in_by_code(
    phone: str, *, code: str, session: str = "", by: Actor, at: dt.datetime
) -> Account:
    """Sign in whoever holds the phone. Raises BadPhone, BadCode."""
    number = use_code(phone, code=code, purpose=Purpose.SIGN_IN, session=session, by=by, at=at)
    with transaction.atomic():
        values = {"key": uuid.uuid4(), "created_at": at, "phone": number}
        account, is_new = Account.objects.get_or_create(
            phone_blind=phone_index(number), defaults=values
        )
        _note(account, how="phone", is_new=is_new, by=by, at=at)
    return account


@transaction.atomic
def sign_out(*, by: Citizen, at: dt.datetime) -> None:
    record("session.signed_out", Account(pk=by.id), by=by.actor, at=at)


def _note(account: Account, *, how: str, is_new: bool, by: Actor, at: dt.datetime) -> None:
    who = Actor("account", account.pk, "市民")
    detail = {"how": how, "is_new": is_new, "from": by.name}
    record("session.signed_in", account, by=who, at=at, detail=detail)
