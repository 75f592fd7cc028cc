"""Printed cards: whose, whether still good, and which ones no gate may take."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Q

from lianfang.core.problems import NotFound
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.passes.enums import Colour
from lianfang.passes.models import Card
from lianfang.people.models import Person


@dataclass(frozen=True)
class CardRow:
    """The card in somebody's hand, as the desk sees it."""

    key: uuid.UUID
    number: str
    colour: str
    printed_at: dt.datetime
    valid_until: dt.datetime
    printed_by: str


def card_of(person_id: int, *, at: dt.datetime) -> CardRow | None:
    """The one that is good; none once it ran out."""
    good = Card.objects.unscoped().filter(person_id=person_id, is_open=True, valid_until__gt=at)
    card = good.select_related("user").first()
    if card is None:
        return None
    who = card.user.name
    return CardRow(card.key, card.number, card.colour, card.printed_at, card.valid_until, who)


def card_for(caller: Caller, key: uuid.UUID) -> Card:
    """A card of somebody in one's areas; a stranger's is NotFound."""
    card = Card.objects.unscoped().filter(key=key).select_related("person").first()
    if card is None or not caller.covers(card.area_code, Permission.CARD_PRINT):
        raise NotFound
    return card


def holder_of(serial: uuid.UUID) -> tuple[Person | None, bool]:
    """Whose card this is, and whether it is still the one that counts."""
    card = Card.objects.unscoped().filter(serial=serial).select_related("person").first()
    return (card.person, bool(card.is_open)) if card else (None, False)


def dead_cards(*, at: dt.datetime) -> list[bytes]:
    """Serials that are not over yet and must not pass: replaced, or of somebody red."""
    bad = Q(is_open=None) | Q(person__health_pass__colour__in=[Colour.RED, Colour.NONE])
    running = Card.objects.unscoped().filter(bad, valid_until__gt=at)
    return [serial.bytes for serial in running.values_list("serial", flat=True)]
