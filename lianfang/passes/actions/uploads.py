"""What a gate decided without network, when it reaches us."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.passes.actions.devices import Stated, prove
from lianfang.passes.actions.gates import Named, identify
from lianfang.passes.actions.replays import tell_of, used_elsewhere
from lianfang.passes.actions.scans import Asked, Means, judge, keep, measure, sent_before
from lianfang.passes.actions.showing import refresh
from lianfang.passes.enums import Colour, Refusal, ScanKind, Verdict
from lianfang.passes.errors import DeviceRevoked, DeviceUnknown
from lianfang.passes.models import Gate, Scan
from lianfang.policy.queries import fever_threshold_c


@dataclass(frozen=True)
class Told:
    """What the device decided, and by how old a deny list."""

    verdict: Verdict
    refusal: Refusal
    colour: Colour
    list_age_s: int | None = None


@transaction.atomic
def upload_check(
    gate: Gate,
    *,
    key: uuid.UUID,
    who: Named,
    asked: Asked,
    told: Told,
    stated: Stated | None,
    by: Caller,
    at: dt.datetime,
) -> Scan:
    """Keep a check made without network; the same ``key`` again returns the first.

    What was decided there stands, what the server would have said stands beside it. Of a device
    taken out of use only what it did before is kept (raises DeviceRevoked).
    """
    by.must(Permission.GATE_VERIFY)
    known = sent_before(key, by)
    if known:
        return known
    said = (str(key), who.text, told.verdict)
    device = prove(gate, stated, "upload", *said, device_at=asked.device_at)
    if device is None:
        raise DeviceUnknown
    happened_at = min(asked.device_at - dt.timedelta(seconds=device.skew_s), at)
    if device.revoked_at and happened_at >= device.revoked_at:
        raise DeviceRevoked
    person, refusal, code = identify(who, happened_at)
    colour = Colour.GRAY
    if person:
        colour = Colour(refresh(person, by=Actor.system(), at=at).colour)
        measure(person, key, asked, by=by, at=at)
    others = used_elsewhere(code, gate.pk, when=happened_at) if code and not refusal else []
    found, _ = judge(colour, refusal, asked, fever_threshold_c(at=at))
    means = Means(
        device=device,
        nonce=code.nonce if code else "",
        is_offline=True,
        list_age_s=told.list_age_s,
        found=found,
        skew_s=device.skew_s,
    )
    decided = (told.verdict, told.refusal, told.colour)
    scan = keep(gate, key, ScanKind.SCAN, person, decided, asked=asked, means=means, by=by, at=at)
    detail = {"verdict": told.verdict, "why": told.refusal, "offline": True, "found": found}
    record("gate.scanned", scan, by=by.actor, at=at, detail=detail)
    tell_of(scan, others, by=Actor.system(), at=at)
    return scan
