"""The seven verbs of GB/T 38963 for other systems, and the keys they come with."""

import datetime as dt
import os
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec
from django.conf import settings
from django.db import transaction

from lianfang.audit.actions import record
from lianfang.cases.actions import open_case
from lianfang.cases.enums import Kind, Source
from lianfang.cases.models import Case
from lianfang.cases.queries import open_cases_of
from lianfang.core.actor import Actor
from lianfang.core.crypto import Tampered, seal, unseal
from lianfang.core.problems import NotFound
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.passes.actions.gates import Named, identify
from lianfang.passes.actions.showing import refresh, signing_key
from lianfang.passes.actions.tickets import Token
from lianfang.passes.enums import Colour, Refusal, Verb, Verdict
from lianfang.passes.errors import BadApplication, BadKey, NoCard, NotGranted, TooMany
from lianfang.passes.models import Partner, PartnerCall, Pass
from lianfang.passes.queries import calls_lately, covers, hash_of, partner_with
from lianfang.passes.rules import Code, hint_of, sign
from lianfang.people.actions import add_arrival, register, state_fact
from lianfang.people.enums import Category, FactKind, ReportSource
from lianfang.people.models import Person
from lianfang.people.queries import by_id
from lianfang.policy.queries import arrival_window, key_area, pass_token_ttl
from lianfang.quarantine.actions import record_reading
from lianfang.quarantine.enums import ReadingKind
from lianfang.quarantine.models import Reading

PREFIX = "lfp_"
_PURPOSE = "partner.application"
_APPLIED_FOR = dt.timedelta(minutes=5)
_VERDICT = {Colour.GREEN: Verdict.ALLOW, Colour.RED: Verdict.DENY, Colour.NONE: Verdict.DENY}


@dataclass(frozen=True)
class Declared:
    """Who is declared by another system."""

    name: str
    id_type: str
    id_number: str
    phone: str
    area_code: str


@transaction.atomic
def give_key(
    *,
    key: uuid.UUID,
    name: str,
    verbs: Sequence[Verb],
    area_code: str,
    per_minute: int,
    by: Caller,
    at: dt.datetime,
) -> tuple[Partner, str]:
    """A key for another system and its token, which is told this once and kept nowhere.

    The same ``key`` again is refused: the token cannot be told twice.
    """
    by.must(Permission.PARTNER_MANAGE)
    if not by.covers(area_code, Permission.PARTNER_MANAGE):
        raise NotFound
    if Partner.objects.unscoped().filter(key=key).exists():
        raise BadApplication
    token = PREFIX + secrets.token_urlsafe(32)
    partner = Partner(
        key=key,
        name=name.strip(),
        token_hash=hash_of(token),
        verbs=[str(Verb(verb)) for verb in verbs],
        area_code=area_code,
        per_minute=per_minute,
        user_id=by.id,
        since=at,
    )
    partner.save(force_insert=True)
    record("partner.key_given", partner, by=by.actor, at=at, detail={"verbs": partner.verbs})
    return partner, token


@transaction.atomic
def revoke_key(partner: Partner, *, by: Caller, at: dt.datetime) -> None:
    """From this moment on the key opens nothing; a second time changes nothing."""
    by.must(Permission.PARTNER_MANAGE)
    if Partner.objects.unscoped().filter(pk=partner.pk, revoked_at=None).update(revoked_at=at):
        record("partner.key_revoked", partner, by=by.actor, at=at)


def let_in(token: str, verb: Verb, *, by: Actor, at: dt.datetime) -> Partner:
    """The system that calls; the call is kept. Raises BadKey, NotGranted, TooMany."""
    _ = by
    partner = partner_with(token) if token.startswith(PREFIX) else None
    if partner is None:
        raise BadKey
    if verb not in partner.verbs:
        raise NotGranted
    if calls_lately(partner, at=at) >= partner.per_minute:
        raise TooMany
    PartnerCall(partner=partner, verb=verb, at=at).save(force_insert=True)
    return partner


@transaction.atomic
def declare_health(
    who: Declared,
    *,
    request_id: uuid.UUID,
    temp_c: Decimal | None,
    symptoms: Sequence[str],
    measured_at: dt.datetime,
    by: Partner,
    at: dt.datetime,
) -> Reading:
    """健康信息申报: a reading of somebody, put on file where needed; sent twice, kept once."""
    person = _on_file(who, by, at)
    return record_reading(
        person,
        key=uuid.uuid5(by.key, str(request_id)),
        kind=ReadingKind.DEVICE,
        temp_c=temp_c,
        symptoms=symptoms,
        measured_at=measured_at,
        by=_actor(by),
        at=at,
    )


@transaction.atomic
def declare_trip(
    who: Declared,
    *,
    arrived_at: dt.datetime,
    from_area_code: str,
    transport: str = "",
    transport_no: str = "",
    by: Partner,
    at: dt.datetime,
) -> Person:
    """行程申报: a trip into the city; from a key area it is a fact (handbook §4.5 rule 7)."""
    person = _on_file(who, by, at)
    add_arrival(
        person,
        arrived_at=arrived_at,
        from_area_code=from_area_code,
        transport=transport,
        transport_no=transport_no,
        by=_actor(by),
        at=at,
    )
    if any(from_area_code.startswith(code) for code in key_area(at=at).codes):
        kind, began = FactKind.KEY_AREA_ARRIVAL, min(arrived_at, at)
        until = began + arrival_window(at=at)
        state_fact(person, kind, starts_at=began, ends_at=until, by=_actor(by), at=at)
    return person


def look_up(person: Person, *, by: Partner, at: dt.datetime) -> Pass:
    """健康信息查询: the colour of now."""
    _ = by
    return refresh(person, by=Actor.system(), at=at)


def apply(person: Person, *, by: Partner, at: dt.datetime) -> tuple[str, dt.datetime]:
    """健康码调用申请: leave to make a code of this person, for five minutes."""
    ends_at = at + _APPLIED_FOR
    said = msgspec.json.encode([person.pk, by.pk, ends_at]).decode()
    return seal(said, _PURPOSE), ends_at


def make_code(application: str, *, by: Partner, at: dt.datetime) -> tuple[Pass, Token]:
    """健康码制码: one code of a minute. Raises BadApplication, NoCard for a void pass."""
    try:
        person_id, partner_id, ends_at = msgspec.json.decode(
            unseal(application, _PURPOSE), type=tuple[int, int, dt.datetime]
        )
    except (Tampered, msgspec.MsgspecError, ValueError):
        raise BadApplication from None
    if partner_id != by.pk or at >= ends_at:
        raise BadApplication
    person = by_id(person_id)
    shown = refresh(person, by=Actor.system(), at=at)
    if shown.colour == Colour.NONE:
        raise NoCard(shown.reason)
    ends_at = min(at + pass_token_ttl(at=at) * settings.CLOCK_SPEED, shown.valid_until)
    code = Code(shown.pass_id, Colour(shown.colour), at, ends_at, shown.epoch)
    pair = signing_key(at=at)
    text = sign(code, area=person.area_code[:6], nonce=os.urandom(8), pair=pair)
    return shown, Token(text, at, ends_at)


def verify_code(code: str, *, by: Partner, at: dt.datetime) -> tuple[Verdict, str]:
    """健康码验码: a verdict and a sentence, nothing about health and nobody's name."""
    _ = by
    person, refusal, _code = identify(Named(token=code), at)
    if person is None or refusal:
        return Verdict.DENY, hint_of(refusal or Refusal.BAD_CODE)
    colour = Colour(refresh(person, by=Actor.system(), at=at).colour)
    verdict = _VERDICT.get(colour, Verdict.RESTRICT)
    refusal = Refusal.NONE if verdict == Verdict.ALLOW else Refusal.COLOUR
    return verdict, hint_of(refusal)


def correct_record(
    person: Person, *, request_id: uuid.UUID, why: str, by: Partner, at: dt.datetime
) -> Case:
    """健康信息纠错: somebody checks the facts; while one such case runs, it is found again."""
    running = open_cases_of(person.pk, kind=Kind.APPEAL)
    if running:
        return running[0]
    return open_case(
        kind=Kind.APPEAL,
        source=Source.SYSTEM,
        person=person,
        key=uuid.uuid5(by.key, str(request_id)),
        description=f"{by.name}转来的纠错申请：{why.strip()}",
        by=_actor(by),
        at=at,
    )


def _on_file(who: Declared, by: Partner, at: dt.datetime) -> Person:
    """Found or registered; nobody outside the partner's area."""
    if not covers(by, who.area_code):
        raise NotFound
    person = register(
        name=who.name,
        id_type=who.id_type,
        id_number=who.id_number,
        phone=who.phone,
        area_code=who.area_code,
        source=ReportSource.PUSHED,
        category=Category.RESIDENT,
        by=_actor(by),
        at=at,
    )
    if not covers(by, person.area_code):
        raise NotFound
    return person


def _actor(partner: Partner) -> Actor:
    return Actor("partner", partner.pk, partner.name)
