"""Print a pass on paper, for who has no phone; the next print ends the one before."""

import datetime as dt
import io
import os
import uuid

import segno
from django.db import transaction

from lianfang.audit.actions import record
from lianfang.city.queries import this_city
from lianfang.core.actor import Actor
from lianfang.core.clock import LOCAL
from lianfang.core.masking import mask_name
from lianfang.core.problems import NotFound
from lianfang.files.actions import store_pdf
from lianfang.files.models import File
from lianfang.geo.queries import path_of
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.passes.actions.showing import refresh, signing_key
from lianfang.passes.enums import Colour
from lianfang.passes.errors import NoCard, OldCard
from lianfang.passes.models import Card
from lianfang.passes.rules import Code, sign
from lianfang.people.models import Person
from lianfang.policy.queries import card_valid_for

_STOPPED = {Colour.RED, Colour.NONE}


@transaction.atomic
def print_card(person: Person, *, key: uuid.UUID, by: Caller, at: dt.datetime) -> Card:
    """A card good for a day at most, never longer than the colour; the one before is over.

    The same ``key`` again finds the first. Raises NoCard for somebody who may not pass.
    """
    by.must(Permission.CARD_PRINT)
    if not by.covers(person.area_code, Permission.CARD_PRINT):
        raise NotFound
    known = Card.objects.unscoped().filter(key=key).first()
    if known:
        return known if known.user_id == by.id and known.person_id == person.pk else _hidden()
    shown = refresh(person, by=Actor.system(), at=at)
    if shown.colour in _STOPPED:
        raise NoCard(shown.reason)
    closed = _close(person, at)
    card = Card(
        key=key,
        serial=uuid.uuid4(),
        person=person,
        area_code=person.area_code,
        colour=shown.colour,
        epoch=shown.epoch,
        printed_at=at,
        valid_until=min(at + card_valid_for(at=at), shown.valid_until),
        user_id=by.id,
    )
    card.save(force_insert=True)
    detail = {"person": person.pk, "number": card.number, "replaced": closed}
    record("card.printed", card, by=by.actor, at=at, detail=detail)
    return card


def _hidden() -> Card:
    raise NotFound


@transaction.atomic
def void_card(card: Card, *, by: Caller, at: dt.datetime) -> None:
    """Lost, or handed back: no gate takes it any more. A second time changes nothing."""
    by.must(Permission.CARD_PRINT)
    good = Card.objects.unscoped().filter(pk=card.pk, is_open=True)
    if good.update(is_open=None, closed_at=at):
        detail = {"person": card.person_id, "number": card.number}
        record("card.voided", card, by=by.actor, at=at, detail=detail)


def _close(person: Person, at: dt.datetime) -> int:
    running = Card.objects.unscoped().filter(person=person, is_open=True)
    return running.update(is_open=None, closed_at=at)


def typeset_card(card: Card, *, by: Actor, at: dt.datetime) -> File:
    """The page to print; the same card again is the same file. Raises OldCard.

    Never inside a transaction.
    """
    if not card.is_open or at >= card.valid_until:
        raise OldCard
    name, key = f"通行卡{card.number}.pdf", uuid.uuid5(card.key, "page")
    return store_pdf(name, template="card", data=_paper(card, at), key=key, by=by, at=at)


def _paper(card: Card, at: dt.datetime) -> dict[str, object]:
    person, city = card.person, this_city()
    number = person.id_number
    return {
        "colour": card.colour,
        "word": Colour(card.colour).label,
        "name": mask_name(person.name),
        "document": f"证件尾号 {number[-2:]}" if number else "",
        "number": card.number,
        "place": path_of(card.area_code[:12]),
        "issuer": f"{city.name}新冠肺炎疫情防控指挥部",
        "hotline": city.hotline,
        "printed_at": _local(card.printed_at),
        "valid_until": _local(card.valid_until),
        "qr": qr_svg(_text(card, at)),
        "demo": city.is_demo,
    }


def _text(card: Card, at: dt.datetime) -> str:
    """Signed as every code is; a gate without network checks it by the same key."""
    starts_at = card.printed_at
    code = Code(
        card.serial, Colour(card.colour), starts_at, card.valid_until, card.epoch, is_paper=True
    )
    return sign(code, area=card.area_code[:6], nonce=os.urandom(8), pair=signing_key(at=at))


def qr_svg(text: str) -> str:
    """Level Q: paper is folded and gets dirty."""
    out = io.BytesIO()
    segno.make(text, error="q", micro=False).save(out, kind="svg", border=2, xmldecl=False)
    return out.getvalue().decode()


def _local(moment: dt.datetime) -> str:
    return f"{moment.astimezone(LOCAL):%Y年%m月%d日 %H:%M}"
