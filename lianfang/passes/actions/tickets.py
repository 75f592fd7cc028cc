"""Give out a ticket, and make codes from one."""

import datetime as dt
import os
import uuid
from dataclasses import dataclass

from django.conf import settings

from lianfang.accounts.rules import Citizen
from lianfang.city.queries import this_city
from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.core.held import Held
from lianfang.core.masking import mask_name
from lianfang.passes.actions.showing import refresh, signing_key
from lianfang.passes.enums import Colour
from lianfang.passes.queries import Ticket, digest_of
from lianfang.passes.rules import Code, KeyPair, sign
from lianfang.people.models import Person
from lianfang.policy.queries import pass_token_ttl

BATCH = 5


@dataclass(frozen=True)
class Token:
    """A code to show between two moments."""

    text: str
    starts_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True)
class _Means:
    pair: KeyPair
    ttl: dt.timedelta


def _means() -> _Means:
    now = clock.now()
    return _Means(signing_key(at=now), pass_token_ttl(at=now))


_held = Held(_means, seconds=60)


def issue_ticket(
    person: Person,
    *,
    session: str,
    appeal: uuid.UUID | None = None,
    by: Citizen,
    at: dt.datetime,
) -> Ticket:
    """The pass as of now, to be shown again without asking."""
    shown = refresh(person, by=Actor.system(), at=at)
    return Ticket(
        pass_id=shown.pass_id,
        person=person.key,
        is_own=person.pk == by.person_id,
        person_id=person.pk,
        account_id=by.id,
        session=digest_of(session),
        colour=Colour(shown.colour),
        reason=shown.reason,
        name_masked=mask_name(person.name),
        hotline=this_city().hotline,
        appeal=appeal,
        epoch=shown.epoch,
        area=person.area_code[:6],
        issued_at=at,
        valid_until=shown.valid_until,
    )


def issue_tokens(ticket: Ticket, *, by: Actor, at: dt.datetime) -> list[Token]:
    """The next few codes, one after the other, so that a short loss of network locks nobody out.

    None begins when the colour may be another one. Nothing is read but the key, once a minute.
    """
    _ = by
    if ticket.colour == Colour.NONE:
        return []
    means, tokens = _held(), []
    ttl = means.ttl * settings.CLOCK_SPEED
    for n in range(BATCH):
        starts_at = at + n * ttl
        if starts_at >= ticket.valid_until:
            break
        ends_at = min(starts_at + ttl, ticket.valid_until)
        code = Code(ticket.pass_id, ticket.colour, starts_at, ends_at, ticket.epoch)
        text = sign(code, area=ticket.area, nonce=os.urandom(8), pair=means.pair)
        tokens.append(Token(text, starts_at, ends_at))
    return tokens
