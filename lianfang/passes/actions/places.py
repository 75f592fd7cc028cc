"""Places with a code at the door: made by staff, scanned by visitors, searched by CDC."""

import datetime as dt
import os
import uuid

from django.db import IntegrityError, transaction

from lianfang.accounts.rules import Citizen
from lianfang.audit.actions import record, record_access
from lianfang.city.queries import this_city
from lianfang.core.actor import Actor
from lianfang.core.paging import Page
from lianfang.core.problems import NotFound
from lianfang.files.actions import store_pdf
from lianfang.files.models import File
from lianfang.geo.queries import area_by_code, path_of
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.passes.actions.cards import qr_svg
from lianfang.passes.actions.showing import refresh, signing_key
from lianfang.passes.enums import Colour, PlaceKind, Verdict
from lianfang.passes.errors import BadSpan, ReasonNeeded
from lianfang.passes.models import CheckIn, Place
from lianfang.passes.queries import Present, present_at
from lianfang.passes.rules import Code, in_link, sign
from lianfang.people.models import Person
from lianfang.policy.queries import check_ins_kept_for

_GOOD_FOR = dt.timedelta(days=3650)  # of a poster: the place is closed, not its code
_LONGEST = dt.timedelta(days=14)
_MOST = 500
_VERDICT = {Colour.GREEN: Verdict.ALLOW, Colour.RED: Verdict.DENY, Colour.NONE: Verdict.DENY}


@transaction.atomic
def add_place(
    *,
    key: uuid.UUID,
    name: str,
    kind: PlaceKind,
    area_code: str,
    address: str = "",
    by: Caller,
    at: dt.datetime,
) -> Place:
    """A place with a code of its own; the same ``key`` again finds the first."""
    by.must(Permission.PLACE_MANAGE)
    if not by.covers(area_by_code(area_code).code, Permission.PLACE_MANAGE):
        raise NotFound
    known = Place.objects.unscoped().filter(key=key).first()
    if known:
        if known.user_id != by.id:
            raise NotFound
        return known
    place = Place(
        key=key,
        serial=uuid.uuid4(),
        name=name.strip(),
        kind=kind,
        area_code=area_code,
        address=address.strip(),
        user_id=by.id,
        since=at,
    )
    place.save(force_insert=True)
    record("place.added", place, by=by.actor, at=at, detail={"kind": kind})
    return place


@transaction.atomic
def close_place(place: Place, *, by: Caller, at: dt.datetime) -> None:
    """Its code is no longer taken; a second time changes nothing."""
    by.must(Permission.PLACE_MANAGE)
    if Place.objects.unscoped().filter(pk=place.pk, closed_at=None).update(closed_at=at):
        record("place.closed", place, by=by.actor, at=at)


def typeset_poster(place: Place, *, origin: str, by: Actor, at: dt.datetime) -> File:
    """The page to hang up, with the address of our pages and the place's signed code.

    Made once for each address. Never inside a transaction.
    """
    city = this_city()
    code = Code(place.serial, Colour.GRAY, place.since, place.since + _GOOD_FOR, 0, is_place=True)
    text = sign(code, area=place.area_code[:6], nonce=os.urandom(8), pair=signing_key(at=at))
    data = {
        "name": place.name,
        "kind": PlaceKind(place.kind).label,
        "address": place.address or path_of(place.area_code[:12]),
        "issuer": f"{city.name}新冠肺炎疫情防控指挥部",
        "qr": qr_svg(f"{origin}/h5/#/place/{in_link(text)}"),
        "number": place.serial.hex[:8].upper(),
        "demo": city.is_demo,
    }
    key = uuid.uuid5(place.key, origin)
    return store_pdf(f"场所码-{place.name}.pdf", template="place", data=data, key=key, by=by, at=at)


@transaction.atomic
def check_in(
    person: Person, place: Place, *, key: uuid.UUID, companions: int, by: Citizen, at: dt.datetime
) -> CheckIn:
    """Somebody is here; the verdict is by the colour of now (红码禁止、黄码限制、绿码通行).

    Once a minute: the same key, or the same minute, finds the first.
    """
    if not by.speaks_for(person.pk):
        raise NotFound
    minute = int(at.timestamp()) // 60
    known = CheckIn.objects.unscoped().filter(key=key).first()
    if known:
        if known.person_id != person.pk:
            raise NotFound
        return known
    colour = Colour(refresh(person, by=Actor.system(), at=at).colour)
    row = CheckIn(
        key=key,
        place=place,
        person=person,
        area_code=place.area_code,
        minute=minute,
        companions=companions,
        colour=colour,
        verdict=_VERDICT.get(colour, Verdict.RESTRICT),
        account_id=by.id,
        at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return CheckIn.objects.unscoped().get(place=place, person=person, minute=minute)
    record("place.checked_in", row, by=by.actor, at=at, detail={"verdict": row.verdict})
    return row


@transaction.atomic
def search_presence(
    place: Place,
    *,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    reason: str,
    cursor: str = "",
    by: Caller,
    at: dt.datetime,
) -> Page[Present]:
    """Who was here within a span, masked; who looked, when and why is kept with each page.

    Raises ReasonNeeded, BadSpan.
    """
    by.must(Permission.PLACE_TRACE)
    if not reason.strip():
        raise ReasonNeeded(fields={"reason": ReasonNeeded.title})
    if not starts_at < ends_at <= starts_at + _LONGEST:
        raise BadSpan
    page = present_at(place, starts_at=starts_at, ends_at=ends_at, cursor=cursor)
    record_access(place, fields="presence", reason=reason.strip(), by=by.actor, at=at)
    detail = {
        "from": starts_at.isoformat(),
        "until": ends_at.isoformat(),
        "people": len({row.person_key for row in page.rows}),
    }
    record("place.searched", place, by=by.actor, at=at, detail=detail)
    return page


def forget_check_ins(*, by: Actor, at: dt.datetime) -> int:
    """What is older than the retention goes, some at a time; returns how many."""
    _ = by
    old = CheckIn.objects.unscoped().filter(at__lt=at - check_ins_kept_for(at=at))
    some = list(old.order_by("at").values_list("id", flat=True)[:_MOST])
    CheckIn.objects.unscoped().filter(pk__in=some).delete()
    return len(some)
