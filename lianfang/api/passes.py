"""The citizen's own pass: colour, reason in plain words, and codes to show."""

import datetime as dt
import uuid

from ninja import Schema

from lianfang.accounts.queries import person_of
from lianfang.api.door import CitizenRequest, by_citizen, clock, make_router
from lianfang.city.queries import this_city
from lianfang.core.actor import Actor
from lianfang.core.masking import mask_name
from lianfang.passes import actions
from lianfang.passes.enums import Colour

router = make_router("passes")
_SELF = by_citizen()


class PassOut(Schema):
    colour: str
    word: str
    reason: str
    person_name_masked: str
    valid_until: dt.datetime | None
    hotline: str


class TokenOut(Schema):
    text: str
    starts_at: dt.datetime
    ends_at: dt.datetime


class TokensOut(Schema):
    tokens: list[TokenOut]
    colour: str
    server_time: dt.datetime


@router.get("", auth=_SELF, response=PassOut)
def show_pass(request: CitizenRequest, person: uuid.UUID | None = None) -> PassOut:
    """One's own, or that of someone one speaks for; a stranger's is 404."""
    now, citizen = clock(), request.citizen
    holder = person_of(citizen, person)
    shown = actions.refresh(holder, by=Actor.system(), at=now)
    return PassOut(
        colour=_shown(shown.colour),
        word=Colour(shown.colour).label,
        reason=shown.reason,
        person_name_masked=mask_name(holder.name),
        valid_until=shown.valid_until,
        hotline=this_city().hotline,
    )


@router.get("tokens", auth=_SELF, response=TokensOut)
def list_tokens(request: CitizenRequest, person: uuid.UUID | None = None) -> TokensOut:
    now, citizen = clock(), request.citizen
    holder = person_of(citizen, person)
    shown, tokens = actions.issue_tokens(holder, by=Actor.system(), at=now)
    codes = [TokenOut(text=t.text, starts_at=t.starts_at, ends_at=t.ends_at) for t in tokens]
    return TokensOut(tokens=codes, colour=_shown(shown.colour), server_time=now)


def _shown(colour: str) -> str:
    """A void pass looks gray and shows no code."""
    return Colour.GRAY if colour == Colour.NONE else colour
