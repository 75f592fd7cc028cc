"""Other systems with a key of their own, and whom they may ask about."""

import datetime as dt
import uuid
from dataclasses import dataclass

from lianfang.core.crypto import blind
from lianfang.core.problems import NotFound
from lianfang.geo.queries import within
from lianfang.org.enums import Permission
from lianfang.org.rules import COUNTRY, Caller
from lianfang.passes.models import Partner, PartnerCall
from lianfang.people.models import Person
from lianfang.people.queries import by_document

_SHOWN = 200
_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class PartnerRow:
    key: uuid.UUID
    name: str
    verbs: list[str]
    area_code: str
    per_minute: int
    since: dt.datetime
    revoked_at: dt.datetime | None


def hash_of(token: str) -> str:
    return blind(token, "partner.token")


def partner_with(token: str) -> Partner | None:
    """Whose key this is, while it is good."""
    return Partner.objects.unscoped().filter(token_hash=hash_of(token), revoked_at=None).first()


def calls_lately(partner: Partner, *, at: dt.datetime) -> int:
    """How many in the last minute, over all processes."""
    return PartnerCall.objects.filter(partner=partner, at__gt=at - _MINUTE).count()


def partners_of(caller: Caller) -> list[PartnerRow]:
    """Keys given in one's areas, the newest first; one statement."""
    scope = within(caller.areas(Permission.PARTNER_MANAGE))
    columns = ("key", "name", "verbs", "area_code", "per_minute", "since", "revoked_at")
    rows = Partner.objects.scoped(scope).order_by("-id").values_list(*columns)
    return [PartnerRow(*cells) for cells in rows[:_SHOWN]]


def partner_for(caller: Caller, key: uuid.UUID) -> Partner:
    partner = Partner.objects.unscoped().filter(key=key).first()
    if partner is None or not caller.covers(partner.area_code, Permission.PARTNER_MANAGE):
        raise NotFound
    return partner


def covers(partner: Partner, area_code: str) -> bool:
    return partner.area_code == COUNTRY or area_code.startswith(partner.area_code)


def person_named(partner: Partner, *, name: str, id_type: str, id_number: str) -> Person:
    """Somebody of the partner's area by document and name together; else NotFound."""
    person = by_document(id_type, id_number)
    if person is None or person.name != name.strip() or not covers(partner, person.area_code):
        raise NotFound
    return person
