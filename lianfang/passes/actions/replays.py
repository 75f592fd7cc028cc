"""What must be told of a check: a code used at two gates, somebody let through wrongly."""

import datetime as dt

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.passes.enums import AlertKind, Refusal, Verdict
from lianfang.passes.models import GateAlert, Scan
from lianfang.passes.queries import scans_elsewhere
from lianfang.passes.rules import Code

_SHORT = dt.timedelta(minutes=10)  # codes that live longer are printed
_APART = dt.timedelta(seconds=60)  # nobody walks from gate to gate in less (handbook §6.3)
_OUT_OF_TIME = {Refusal.BAD_CODE, Refusal.EXPIRED_CODE}


def true_time(scan: Scan) -> dt.datetime:
    """When it happened by our clock, as far as the device's clock can be trusted."""
    if not scan.is_offline:
        return scan.received_at
    return min(scan.device_at - dt.timedelta(seconds=scan.skew_s), scan.received_at)


def used_elsewhere(code: Code, gate_id: int, *, when: dt.datetime) -> list[Scan]:
    """Checks of the same code at other gates: in its life, or too soon for a printed one."""
    is_short = code.ends_at - code.starts_at <= _SHORT
    found = [s for s in scans_elsewhere(code.nonce, gate_id) if s.refusal not in _OUT_OF_TIME]
    return [scan for scan in found if is_short or abs(true_time(scan) - when) <= _APART]


def tell_of(scan: Scan, others: list[Scan], *, by: Actor, at: dt.datetime) -> None:
    """One alert at each of the gates, one entry for what was found."""
    for other in others:
        for here, there in ((scan, other), (other, scan)):
            _alert(AlertKind.REPLAY, here, there, at)
        detail = {"gates": [scan.gate_id, other.gate_id], "other": other.pk}
        record("gate.replayed", scan, by=by, at=at, detail=detail)
    if scan.is_offline and scan.verdict != Verdict.DENY and scan.found == Verdict.DENY:
        _alert(AlertKind.LET_THROUGH, scan, None, at)
        record("gate.let_through", scan, by=by, at=at, detail={"decided": scan.verdict})


def _alert(kind: AlertKind, scan: Scan, other: Scan | None, at: dt.datetime) -> None:
    values = {"gate_id": scan.gate_id, "area_code": scan.area_code, "found_at": at}
    GateAlert.objects.unscoped().get_or_create(kind=kind, scan=scan, other=other, defaults=values)
