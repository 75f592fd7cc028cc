"""The citizen's own pass: colour, reason in plain words, and codes to show."""

import datetime as dt
import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Schema, Status
from pydantic import Field

from lianfang.accounts.queries import person_of
from lianfang.accounts.rules import Citizen
from lianfang.api.door import CitizenRequest, by_citizen, clock, encoded, make_router
from lianfang.api.showing import codes_of, face_of, key_in, shown_as
from lianfang.cases import actions as cases
from lianfang.cases.enums import Kind
from lianfang.cases.queries import open_cases_of
from lianfang.core.actor import Actor
from lianfang.passes import actions
from lianfang.passes.enums import Colour, ColourRule
from lianfang.passes.errors import Shed
from lianfang.passes.queries import Ticket, changes_of, is_shed, opened, sealed

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
    ticket: str


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
    ticket: str


class _BySelfOrTicket(by_citizen):
    """A good ticket stands for the session it was given to: nothing is read from the database."""

    def __call__(self, request: HttpRequest) -> Citizen | None:
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        text = request.headers.get("X-Pass-Ticket", "")
        person = key_in(request.GET.get("person", ""))
        ticket = opened(text, session=session, person=person, at=clock()) if text else None
        request.ticket = ticket  # type: ignore[attr-defined]  # TicketRequest
        return Citizen(ticket.account_id) if ticket else super().__call__(request)


class TicketRequest(CitizenRequest):
    """A citizen's request that may have come with a ticket."""

    ticket: Ticket | None


_SHOWING = _BySelfOrTicket()


@router.get("", auth=_SHOWING, response=PassOut)
def show_pass(request: TicketRequest, person: uuid.UUID | None = None) -> HttpResponse:
    """One's own, or that of someone one speaks for; a stranger's is 404."""
    ticket, sent = _ticket(request, person)
    return encoded(face_of(ticket, sent))


@router.get("tokens", auth=_SHOWING, response=TokensOut)
def list_tokens(request: TicketRequest, person: uuid.UUID | None = None) -> HttpResponse:
    """The next five codes of a minute each, and the ticket to ask for the next ones with."""
    ticket, sent = _ticket(request, person)
    return encoded(codes_of(ticket, sent))


def _ticket(request: TicketRequest, person: uuid.UUID | None) -> tuple[Ticket, str]:
    """The one that was sent, or a new one."""
    if request.ticket:
        return request.ticket, request.headers["X-Pass-Ticket"]
    citizen = request.citizen
    holder = person_of(citizen, person)
    running = [] if is_shed() else open_cases_of(holder.pk, kind=Kind.APPEAL)
    ticket = actions.issue_ticket(
        holder,
        session=request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""),
        appeal=running[0].key if running else None,
        by=citizen,
        at=clock(),
    )
    return ticket, sealed(ticket)


@router.get("changes", auth=_SELF, response=list[ColourChangeOut])
def list_changes(request: CitizenRequest, person: uuid.UUID | None = None) -> HttpResponse:
    """When one's pass changed its colour, and by which rule; never by whom."""
    if is_shed():
        raise Shed
    rows = changes_of(person_of(request.citizen, person).pk)
    return encoded(
        [
            {
                "at": row.at,
                "colour": shown_as(row.colour),
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
