"""Lend a file to someone, and show whole values to those who may see them."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from lianfang.audit.actions import record, record_access
from lianfang.core.actor import Actor
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people.errors import ReasonNeeded
from lianfang.people.models import Grant, Person


@dataclass(frozen=True)
class Unmasked:
    """Whole values of one person, for a caller who gave a reason."""

    id_number: str
    phone: str
    address: str


@transaction.atomic
def grant(
    person: Person,
    *,
    grantee_kind: str,
    grantee_id: int,
    until: dt.datetime,
    why: str,
    by: Actor,
    at: dt.datetime,
) -> Grant:
    """Let a user or a department see this person until then; asked again, it is prolonged."""
    lent, _ = Grant.objects.update_or_create(
        person=person,
        grantee_kind=grantee_kind,
        grantee_id=grantee_id,
        why=why,
        defaults={"until": until},
    )
    detail = {"to": f"{grantee_kind} {grantee_id}", "why": why}
    record("person.granted", person, by=by, at=at, detail=detail)
    return lent


@transaction.atomic
def unmask(
    person: Person, *, fields: list[str], reason: str, by: Caller, at: dt.datetime
) -> Unmasked:
    """Whole values of chosen fields; needs the permission there and a reason, and is logged."""
    by.must(Permission.PERSON_UNMASK)
    if not reason.strip():
        raise ReasonNeeded(fields={"reason": ReasonNeeded.title})
    chosen = ",".join(sorted(fields))
    record_access(person, fields=chosen, reason=reason, by=by.actor, at=at)
    record("person.unmasked", person, by=by.actor, at=at, detail={"fields": chosen})
    return Unmasked(
        *(getattr(person, f) if f in fields else "" for f in ("id_number", "phone", "address"))
    )
