"""Links and QR codes to an organisation's form: made, withdrawn, and spent within limits."""

import datetime as dt
import secrets
import uuid

from django.db import transaction
from django.db.models import F

from lianfang.accounts.actions import SentCode, send_code
from lianfang.accounts.enums import Purpose
from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.core.problems import NotFound
from lianfang.declarations.errors import LinkOver, NoOrganisation, TooBusy
from lianfang.declarations.models import Declaration, Link
from lianfang.declarations.rules import (
    CODES_EACH,
    LINK_AN_HOUR,
    LINK_DAYS,
    LINK_MOST,
    PHONE_A_DAY,
)
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller

_TOKEN_BYTES = 12  # 96 bits: nobody finds one by trying


@transaction.atomic
def open_link(
    *, key: uuid.UUID, name: str, days: int, most: int, by: Caller, at: dt.datetime
) -> Link:
    """A link to the form of the caller's organisation; the same ``key`` again is the same link.

    It ends after ``days`` or ``most`` declarations, both within the limits.
    """
    by.must(Permission.DECLARATION_SUBMIT)
    if by.department_id is None:
        raise NoOrganisation
    known = Link.objects.filter(key=key).first()
    if known:
        if known.department_id != by.department_id:
            raise NotFound
        return known
    link = Link.objects.create(
        key=key,
        token=secrets.token_urlsafe(_TOKEN_BYTES),
        department_id=by.department_id,
        name=name.strip()[:32],
        most=min(max(most, 1), LINK_MOST),
        created_at=at,
        created_by_id=by.id,
        expires_at=at + dt.timedelta(days=min(max(days, 1), LINK_DAYS)),
    )
    record("declaration.link_opened", link, by=by.actor, at=at, detail={"name": link.name})
    return link


@transaction.atomic
def revoke_link(link: Link, *, by: Caller, at: dt.datetime) -> Link:
    """It opens nothing any more; withdrawn twice is harmless."""
    by.must(Permission.DECLARATION_SUBMIT)
    if link.department_id != by.department_id:
        raise NotFound
    if Link.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at):
        link.revoked_at = at
        record("declaration.link_revoked", link, by=by.actor, at=at, detail={"name": link.name})
    return link


def send_link_code(
    link: Link, *, phone: str, origin: str = "", by: Actor, at: dt.datetime
) -> SentCode:
    """A code to the phone of who declares through this link. Raises TooBusy, TooManyCodes."""
    with transaction.atomic():
        room = Link.objects.filter(pk=link.pk, codes__lt=link.most * CODES_EACH)
        if not room.update(codes=F("codes") + 1):
            raise TooBusy
        return send_code(phone, purpose=Purpose.DECLARE, origin=origin, by=by, at=at)


def spend(link: Link, *, phone_blind: str, by: Actor, at: dt.datetime) -> None:
    """One declaration through the link. Raises TooBusy: too many by this phone or this hour."""
    _ = by
    sent = Declaration.objects.unscoped().filter(submitted_at__gt=at - dt.timedelta(days=1))
    if sent.filter(phone_blind=phone_blind).count() >= PHONE_A_DAY:
        raise TooBusy
    through = Declaration.objects.unscoped().filter(link=link)
    if through.filter(submitted_at__gt=at - dt.timedelta(hours=1)).count() >= LINK_AN_HOUR:
        raise TooBusy
    open_still = Link.objects.filter(pk=link.pk, revoked_at=None, expires_at__gt=at)
    if not open_still.filter(used__lt=F("most")).update(used=F("used") + 1):
        raise LinkOver
