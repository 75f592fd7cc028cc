"""A ticket the phone keeps: with it the next codes are made without a look at the database.

It holds what the pass showed and until when, sealed by us; it is worth nothing once a fact of its
person moved, its account signed out or lost a binding, or an hour went by (docs/decisions/0073).
"""

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass

import msgspec

from lianfang.core import clock
from lianfang.core.crypto import Tampered, seal, unseal
from lianfang.core.held import Held
from lianfang.passes.enums import Colour
from lianfang.passes.queries.news import ACCOUNT, LIFE, PERSON, trail
from lianfang.policy.queries import is_shedding

_PURPOSE = "pass.ticket"


@dataclass(frozen=True)
class Ticket:
    """What a pass showed when the database was asked last."""

    pass_id: uuid.UUID
    person: uuid.UUID
    is_own: bool
    person_id: int
    account_id: int
    session: str  # a digest: the ticket is good beside its session alone
    colour: Colour
    reason: str
    name_masked: str
    hotline: str
    appeal: uuid.UUID | None
    epoch: int
    area: str
    issued_at: dt.datetime
    valid_until: dt.datetime

    @property
    def ends_at(self) -> dt.datetime:
        return min(self.valid_until, self.issued_at + LIFE)


def sealed(ticket: Ticket) -> str:
    return seal(msgspec.json.encode(ticket).decode(), _PURPOSE)


def opened(text: str, *, session: str, person: uuid.UUID | None, at: dt.datetime) -> Ticket | None:
    """The ticket while it is good; nothing is read from the database but now and then the news."""
    try:
        ticket = msgspec.json.decode(unseal(text, _PURPOSE), type=Ticket)
    except (Tampered, ValueError):
        return None
    is_asked_for = ticket.is_own if person is None else ticket.person == person
    if not is_asked_for or ticket.session != digest_of(session) or at >= ticket.ends_at:
        return None
    if not trail.is_recent():
        return None
    subjects = ((PERSON, ticket.person_id), (ACCOUNT, ticket.account_id))
    moved = any(trail.has_moved(subject, ticket.issued_at) for subject in subjects)
    return None if moved else ticket


def digest_of(session: str) -> str:
    return hashlib.sha256(session.encode()).hexdigest()[:32]


is_shed = Held(lambda: is_shedding(at=clock.now()), seconds=60)
