"""The citizen's own pass: colour, reason in plain words, and codes to show."""

import datetime as dt
import uuid

from django.http import HttpResponse
from ninja import Schema, Status
from pydantic import Field

from lianfang.accounts.queries import person_of
from lianfang.api.door import CitizenRequest, by_citizen, clock, encoded, make_router
from lianfang.cases import actions as cases
from lianfang.cases.enums import Kind
from lianfang.cases.queries import open_cases_of
from lianfang.city.queries import this_city
from lianfang.core.actor import Actor
from lianfang.core.masking import mask_name
from lianfang.passes import actions
from lianfang.passes.enums import Colour, ColourRule
from lianfang.passes.queries import changes_of

router = make_router("passes")
_SELF = by_citizen()


class PassOut(Schema):
    colour: str
    word: str
    reason: str
    person_name_masked: str
    valid_until: dt.datetime | None
    hotline: str
    appeal: uuid.UUID | None


class ColourChangeOut(Schema):
    at: dt.datetime
    colour: str
    word: str
    why: str


class AppealIn(Schema):
    key: uuid.UUID
    why: str = Field(min_length=2, max_length=300)


class AppealOut(Schema):
    key: uuid.UUID
    number: str


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
    running = open_cases_of(holder.pk, kind=Kind.APPEAL)
    return PassOut(
        colour=_shown(shown.colour),
        word=Colour(shown.colour).label,
        reason=shown.reason,
        person_name_masked=mask_name(holder.name),
        valid_until=shown.valid_until,
        hotline=this_city().hotline,
        appeal=running[0].key if running else None,
    )


@router.get("changes", auth=_SELF, response=list[ColourChangeOut])
def list_changes(request: CitizenRequest, person: uuid.UUID | None = None) -> HttpResponse:
    """When one's pass changed its colour, and by which rule; never by whom."""
    rows = changes_of(person_of(request.citizen, person).pk)
    return encoded(
        [
            {
                "at": row.at,
                "colour": _shown(row.colour),
                "word": Colour(row.colour).label,
                "why": ColourRule(row.rule).label,
            }
            for row in rows
        ]
    )


@router.post("appeals", auth=_SELF, response={201: AppealOut})
def appeal(
    request: CitizenRequest, body: AppealIn, person: uuid.UUID | None = None
) -> Status[object]:
    """The colour is held to be wrong: somebody checks the facts; one appeal at a time."""
    now, citizen = clock(), request.citizen
    holder = person_of(citizen, person)
    shown = Colour(actions.refresh(holder, by=Actor.system(), at=now).colour).label
    case = cases.appeal(holder, key=body.key, shown=shown, why=body.why, by=citizen, at=now)
    return Status(201, {"key": case.key, "number": case.number})


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
