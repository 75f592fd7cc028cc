"""A phone enrolled for a gate: from when, until somebody takes it out of use."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from lianfang.audit.actions import record
from lianfang.core.crypto import is_signed_by
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.passes.actions.showing import signing_key
from lianfang.passes.errors import (
    BadProof,
    DeviceRevoked,
    DeviceTaken,
    DeviceUnknown,
    ManagerEnrols,
)
from lianfang.passes.models import Gate, GateDevice
from lianfang.passes.queries import denied_serials, device_by_key, was_taken_from
from lianfang.passes.rules import DenyList, deny_list, proof_text, raw_of

_POINT = 65  # bytes of an uncompressed point of P-256


@dataclass(frozen=True)
class Stated:
    """The device somebody says they use, and its signature over what is sent."""

    key: uuid.UUID
    proof: str


@transaction.atomic
def enrol_device(
    gate: Gate, *, key: uuid.UUID, name: str, public: str, by: Caller, at: dt.datetime
) -> GateDevice:
    """Enrol the phone in hand for one gate; the same ``key`` and public half again is the same.

    Whose device was taken out of use here needs the manager to enrol the next one.
    """
    by.must(Permission.GATE_VERIFY)
    known = device_by_key(key)
    if known:
        if known.gate_id != gate.pk or known.public != public or known.revoked_at:
            raise DeviceTaken
        return known
    if len(raw_of(public)) != _POINT:
        raise BadProof
    if not by.may(Permission.GATE_MANAGE) and was_taken_from(by.id, gate):
        raise ManagerEnrols
    device = GateDevice(
        key=key, gate=gate, area_code=gate.area_code, name=name, public=public, user_id=by.id
    )
    device.since = device.seen_at = at
    try:
        with transaction.atomic():
            device.save(force_insert=True)
    except IntegrityError as error:
        raise DeviceTaken from error
    record("gate.device_enrolled", device, by=by.actor, at=at, detail={"gate": gate.pk})
    return device


@transaction.atomic
def revoke_device(device: GateDevice, *, by: Caller, at: dt.datetime) -> GateDevice:
    """Out of use from this moment on; a second time changes nothing."""
    if not by.may(Permission.GATE_MANAGE) and device.user_id != by.id:
        by.must(Permission.GATE_MANAGE)
    in_use = GateDevice.objects.unscoped().filter(pk=device.pk, revoked_at=None)
    if in_use.update(revoked_at=at, revoked_by_id=by.id):
        detail = {"gate": device.gate_id}
        record("gate.device_revoked", device, by=by.actor, at=at, detail=detail)
    device.refresh_from_db()
    return device


def prove(
    gate: Gate, stated: Stated | None, purpose: str, *said: str, device_at: dt.datetime
) -> GateDevice | None:
    """Part of an action: the device that really sent this.

    Raises DeviceUnknown, BadProof; whether it is still in use is for the caller to ask.
    """
    if stated is None:
        return None
    device = device_by_key(stated.key)
    if device is None or device.gate_id != gate.pk:
        raise DeviceUnknown
    text = proof_text(purpose, device.key, device_at, *said)
    if not is_signed_by(raw_of(device.public), text, raw_of(stated.proof)):
        raise BadProof
    return device


def in_use(device: GateDevice | None) -> GateDevice | None:
    if device and device.revoked_at:
        raise DeviceRevoked
    return device


def take_deny_list(
    gate: Gate, *, stated: Stated, device_at: dt.datetime, by: Caller, at: dt.datetime
) -> DenyList:
    """What the device needs without network, signed now; notes when it was seen, and its clock."""
    by.must(Permission.GATE_VERIFY)
    device = in_use(prove(gate, stated, "list", device_at=device_at))
    if device is None:
        raise DeviceUnknown
    skew_s = round((device_at - at).total_seconds())
    GateDevice.objects.unscoped().filter(pk=device.pk).update(seen_at=at, skew_s=skew_s)
    return deny_list(denied_serials(at=at), pair=signing_key(at=at), at=at)
