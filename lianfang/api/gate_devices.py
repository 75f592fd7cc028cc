"""Phones enrolled for gates, what they need without network, and what they send afterwards."""

import base64
import datetime as dt
import uuid

from ninja import Schema, Status
from pydantic import Field

from lianfang.api.door import StaffRequest, by_staff, clock, make_router
from lianfang.api.gate import HELD, VerdictOut, VerifyIn, asked_in, stated_in, verdict_of
from lianfang.api.shapes import Moment
from lianfang.org.enums import Permission
from lianfang.passes import actions, queries
from lianfang.passes.actions import Named, Stated, Told
from lianfang.passes.enums import AlertKind, Colour, Refusal, Verdict
from lianfang.policy.queries import fever_threshold_c

router = make_router("gate")
_KEEP = by_staff(Permission.GATE_VERIFY)
_MANAGE = by_staff(Permission.GATE_MANAGE)


class EnrolIn(Schema):
    """``public``: base64url of an uncompressed point of P-256."""

    key: uuid.UUID
    gate: uuid.UUID
    name: str = Field(min_length=1, max_length=40)
    public: str = Field(max_length=128)


class EnrolledOut(Schema):
    key: uuid.UUID
    name: str
    gate: uuid.UUID
    gate_name: str
    since: dt.datetime


class GateDeviceOut(Schema):
    key: uuid.UUID
    name: str
    gate_name: str
    enrolled_by: str
    since: dt.datetime
    seen_at: dt.datetime
    skew_s: int
    revoked_at: dt.datetime | None
    revoked_by: str | None


class OfflineIn(Schema):
    """``have``: the version of the list the device holds already."""

    gate: uuid.UUID
    device: uuid.UUID
    device_at: Moment
    proof: str = Field(max_length=100)
    have: str = Field(default="", max_length=16)


class VerifyingKey(Schema):
    kid: str
    public: str


class GateAlertOut(Schema):
    label: str
    gate_name: str
    other_gate: str | None
    at: dt.datetime
    name_masked: str


class OfflineOut(Schema):
    """``prefixes`` (base64, six bytes each) is null when the device has this version."""

    server_time: dt.datetime
    keys: list[VerifyingKey]
    stamp: str
    version: str
    prefixes: str | None
    fever_c: float
    alerts: list[GateAlertOut]


class UploadIn(VerifyIn):
    verdict: Verdict
    refusal: Refusal
    colour: Colour
    list_age_s: int | None = Field(default=None, ge=0, le=10**8)


@router.post("devices", auth=_KEEP, response={201: EnrolledOut})
def enrol(request: StaffRequest, body: EnrolIn) -> Status[object]:
    caller = request.caller
    gate = queries.gate_for(caller, body.gate)
    device = actions.enrol_device(
        gate, key=body.key, name=body.name, public=body.public, by=caller, at=clock()
    )
    request.session[HELD] = str(device.key)
    said = {"key": device.key, "name": device.name, "gate": gate.key}
    return Status(201, said | {"gate_name": gate.name, "since": device.since})


@router.get("devices", auth=_MANAGE, response=list[GateDeviceOut])
def list_devices(request: StaffRequest) -> list[GateDeviceOut]:
    return [GateDeviceOut(**vars(row)) for row in queries.devices_of(request.caller)]


@router.delete("devices/{key}", auth=_KEEP, response={204: None})
def revoke(request: StaffRequest, key: uuid.UUID) -> Status[None]:
    """One's own, or as the manager of the gate."""
    caller = request.caller
    device = queries.device_for(caller, key)
    actions.revoke_device(device, by=caller, at=clock())
    if request.session.get(HELD) == str(key) and device.user_id == caller.id:
        del request.session[HELD]
    return Status(204, None)


@router.post("offline", auth=_KEEP, response=OfflineOut)
def take_offline(request: StaffRequest, body: OfflineIn) -> OfflineOut:
    """Keys, the signed deny list and today's alerts; asked for every minute."""
    caller, now = request.caller, clock()
    gate = queries.gate_for(caller, body.gate)
    stated = Stated(body.device, body.proof)
    listed = actions.take_deny_list(
        gate, stated=stated, device_at=body.device_at, by=caller, at=now
    )
    request.session.setdefault(HELD, str(body.device))
    is_new = listed.version != body.have
    return OfflineOut(
        server_time=now,
        keys=[
            VerifyingKey(kid=kid, public=pair.public)
            for kid, pair in queries.verifying_keys().items()
        ],
        stamp=listed.stamp,
        version=listed.version,
        prefixes=base64.b64encode(listed.prefixes).decode() if is_new else None,
        fever_c=float(fever_threshold_c(at=now)),
        alerts=[
            GateAlertOut(
                label=AlertKind(row.kind).label,
                gate_name=row.gate_name,
                other_gate=row.other_gate,
                at=row.at,
                name_masked=row.name_masked,
            )
            for row in queries.alerts_of(caller, at=now)
        ],
    )


@router.post("uploads", auth=_KEEP, response=VerdictOut)
def upload(request: StaffRequest, body: UploadIn) -> VerdictOut:
    """A check made without network: what was decided stands; the same key again changes nothing."""
    caller = request.caller
    gate = queries.gate_for(caller, body.gate)
    scan = actions.upload_check(
        gate,
        key=body.key,
        who=Named(token=body.token, phone=body.phone, id_number=body.id_number),
        asked=asked_in(body),
        told=Told(body.verdict, body.refusal, body.colour, body.list_age_s),
        stated=stated_in(request, body),
        by=caller,
        at=clock(),
    )
    return verdict_of(scan)
