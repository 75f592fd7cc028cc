"""The desk that prints passes on paper."""

import datetime as dt
import uuid

from django.http import HttpResponse
from ninja import Schema, Status

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.core.actor import Actor
from lianfang.files.queries import content_of
from lianfang.org.enums import Permission
from lianfang.passes import actions, queries
from lianfang.passes.enums import Colour
from lianfang.passes.errors import OldCard
from lianfang.people.queries import get_for

router = make_router("cards")
_PRINT = by_staff(Permission.CARD_PRINT)


class PaperCardOut(Schema):
    key: uuid.UUID
    number: str
    colour: str
    printed_at: dt.datetime
    valid_until: dt.datetime
    printed_by: str


class CardDeskOut(Schema):
    """What the pass shows now, and the card that is good."""

    colour: str
    word: str
    reason: str
    may_print: bool
    card: PaperCardOut | None


class CardIn(Schema):
    key: uuid.UUID


@router.get("/persons/{uuid:key}/card", auth=_PRINT, response=CardDeskOut)
def show_card(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    now = clock()
    person = get_for(request.caller, key, at=now)
    shown = actions.refresh(person, by=Actor.system(), at=now)
    return encoded(
        {
            "colour": shown.colour,
            "word": Colour(shown.colour).label,
            "reason": shown.reason,
            "may_print": shown.colour not in {Colour.RED, Colour.NONE},
            "card": queries.card_of(person.pk, at=now),
        }
    )


@router.post("/persons/{uuid:key}/card", auth=_PRINT, response={201: PaperCardOut})
def print_card(request: StaffRequest, key: uuid.UUID, body: CardIn) -> Status[object]:
    """A new card; the one before is over."""
    now = clock()
    person = get_for(request.caller, key, at=now)
    card = actions.print_card(person, key=body.key, by=request.caller, at=now)
    told = queries.card_of(person.pk, at=now)
    if told is None or told.key != card.key:  # sent again after another was printed
        raise OldCard
    return Status(201, told)


@router.get("/cards/{uuid:key}/page.pdf", auth=_PRINT)
def show_page(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    card = queries.card_for(request.caller, key)
    file = actions.typeset_card(card, by=request.caller.actor, at=clock())
    answer = HttpResponse(content_of(file), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="card-{card.number}.pdf"'
    return answer


@router.delete("/cards/{uuid:key}", auth=_PRINT, response={204: None})
def void_card(request: StaffRequest, key: uuid.UUID) -> Status[None]:
    card = queries.card_for(request.caller, key)
    actions.void_card(card, by=request.caller, at=clock())
    return Status(204, None)
