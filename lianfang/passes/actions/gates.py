"""Gates, and checking whoever comes to one."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.core.identity import DOCUMENT_TYPES
from lianfang.core.phones import read_phone
from lianfang.org.enums import Permission
from lianfang.org.models import Department
from lianfang.org.rules import Caller
from lianfang.passes.actions.devices import Stated, in_use, prove
from lianfang.passes.actions.replays import tell_of, used_elsewhere
from lianfang.passes.actions.scans import (
    Asked,
    Means,
    clock_skew,
    judge,
    keep,
    measure,
    sent_before,
)
from lianfang.passes.actions.showing import refresh
from lianfang.passes.enums import Colour, Refusal, ScanKind
from lianfang.passes.errors import BadToken, NobodyNamed
from lianfang.passes.models import Gate, Scan
from lianfang.passes.queries import holder_of, pass_by_code, verifying_keys
from lianfang.passes.rules import SKEW, Code, read
from lianfang.people.models import Person
from lianfang.people.queries import by_document, by_phone
from lianfang.policy.queries import fever_threshold_c


@dataclass(frozen=True)
class Named:
    """Who stands there: a scanned code, or a number."""

    token: str = ""
    phone: str = ""
    id_number: str = ""

    @property
    def text(self) -> str:
        return self.token or self.id_number or self.phone


@transaction.atomic
def add_gate(
    *, name: str, area_code: str, department: Department | None = None, by: Actor, at: dt.datetime
) -> Gate:
    """Open a gate."""
    gate = Gate(key=uuid.uuid4(), name=name, area_code=area_code, department=department)
    gate.save(force_insert=True)
    record("gate.added", gate, by=by, at=at)
    return gate


@transaction.atomic
def verify_at_gate(
    gate: Gate,
    *,
    key: uuid.UUID,
    who: Named,
    asked: Asked,
    stated: Stated | None = None,
    by: Caller,
    at: dt.datetime,
) -> Scan:
    """The verdict: code valid, colour as of now, temperature below the threshold.

    Every check is kept, refusals with their reason; the same ``key`` again returns the first.
    """
    by.must(Permission.GATE_VERIFY)
    known = sent_before(key, by)
    if known:
        return known
    said = (str(key), who.text)
    device = in_use(prove(gate, stated, "verify", *said, device_at=asked.device_at))
    person, refusal, code = identify(who, at)
    colour = Colour.GRAY
    if person:
        colour = Colour(refresh(person, by=Actor.system(), at=at).colour)
        measure(person, key, asked, by=by, at=at)
    others = used_elsewhere(code, gate.pk, when=at) if code and not refusal else []
    refusal = Refusal.REPLAYED if others else refusal
    verdict, refusal = judge(colour, refusal, asked, fever_threshold_c(at=at))
    nonce = code.nonce if code else ""
    means = Means(device=device, nonce=nonce, skew_s=clock_skew(asked, at))
    decided = (verdict, refusal, colour)
    scan = keep(gate, key, ScanKind.SCAN, person, decided, asked=asked, means=means, by=by, at=at)
    record("gate.scanned", scan, by=by.actor, at=at, detail={"verdict": verdict, "why": refusal})
    tell_of(scan, others, by=Actor.system(), at=at)
    return scan


def identify(who: Named, at: dt.datetime) -> tuple[Person | None, Refusal, Code | None]:
    """Part of an action: who stands there, as of ``at``, and the code they showed."""
    if who.token:
        return _by_token(who.token, at)
    person, refusal = _by_number(who)
    return person, refusal, None


def _by_number(who: Named) -> tuple[Person | None, Refusal]:
    if who.id_number:
        holders = (by_document(kind, who.id_number) for kind in DOCUMENT_TYPES)
        found = next(filter(None, holders), None)
        return (found, Refusal.NONE) if found else (None, Refusal.UNKNOWN)
    if not who.phone:
        raise NobodyNamed
    people = by_phone(read_phone(who.phone))
    if len(people) == 1:
        return people[0], Refusal.NONE
    return None, Refusal.SEVERAL if people else Refusal.UNKNOWN


def _by_token(text: str, at: dt.datetime) -> tuple[Person | None, Refusal, Code | None]:
    """The signature first, then the time, then who it is: a stale code names its holder still."""
    try:
        code = read(text, verifying_keys())
    except BadToken:
        return None, Refusal.BAD_CODE, None
    if code.is_paper:
        holder, is_good = holder_of(code.pass_id)
    else:
        shown = pass_by_code(code.pass_id)
        holder, is_good = (shown.person, True) if shown else (None, False)
    if holder is None:
        return None, Refusal.BAD_CODE, code
    if not is_good:
        return holder, Refusal.OLD_CARD, code
    timely = code.starts_at - SKEW <= at < code.ends_at + SKEW
    return holder, Refusal.NONE if timely else Refusal.EXPIRED_CODE, code
