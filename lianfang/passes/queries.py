"""A person's pass, the keys that verify codes, gates and what was seen at them."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q

from lianfang.core.clock import local_date, start_of
from lianfang.core.compiled import Compiled
from lianfang.core.paging import Page, decode, page_of
from lianfang.core.problems import NotFound
from lianfang.geo.queries import within
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.passes.models import Gate, Pass, Scan, SigningKey
from lianfang.passes.rules import KeyPair

SIZE = 20


@dataclass(frozen=True)
class GateRow:
    key: uuid.UUID
    name: str
    area_code: str


@dataclass(frozen=True)
class ScanRow:
    """One line of a gate keeper's own records."""

    id: int
    key: uuid.UUID
    kind: str
    at: dt.datetime
    name_masked: str
    verdict: str
    temp_c: Decimal | None
    direction: str
    symptoms: list[str]


@dataclass(frozen=True)
class Tally:
    """Today's passages at one's own post."""

    entered: int
    left: int
    stopped: int


def verifying_keys() -> dict[str, KeyPair]:
    """Every key codes may be signed with, without the private halves."""
    rows = SigningKey.objects.order_by("-id").values_list("kid", "public")
    return {kid: KeyPair(kid, "", public) for kid, public in rows}


def pass_by_code(pass_id: uuid.UUID) -> Pass | None:
    return Pass.objects.filter(pass_id=pass_id).select_related("person").first()


def colours_of(person_ids: list[int], *, at: dt.datetime) -> dict[int, str]:
    """The colours that hold, for an organisation's list; none that a newer fact overtook."""
    rows = Pass.objects.filter(
        person_id__in=person_ids, valid_until__gt=at, epoch=F("person__facts_epoch")
    )
    return dict(rows.values_list("person_id", "colour"))


def run_out(*, now: dt.datetime, limit: int) -> list[int]:
    """People whose pass was valid until now."""
    over = Pass.objects.filter(valid_until__lte=now).order_by("valid_until", "id")
    return list(over.values_list("person_id", flat=True)[:limit])


def pass_of(person_id: int) -> Pass | None:
    """As it was last computed; ``actions.refresh`` tells whether it still holds."""
    return _pass.first(person_id=person_id)


_pass = Compiled(Pass, lambda person_id: Pass.objects.filter(person_id=person_id), person_id=int)


def gates_of(caller: Caller) -> list[GateRow]:
    """Gates inside the areas one keeps; one statement."""
    gates = Gate.objects.scoped(within(caller.areas(Permission.GATE_VERIFY))).order_by("id")
    return [GateRow(*cells) for cells in gates.values_list("key", "name", "area_code")]


def gate_for(caller: Caller, key: uuid.UUID) -> Gate:
    """The one door to a gate; somebody else's is NotFound."""
    gate = _gate.first(key=key)
    if gate is None or not caller.covers(gate.area_code, Permission.GATE_VERIFY):
        raise NotFound
    return gate


def scan_by_key(key: uuid.UUID) -> Scan | None:
    return _scan.first(key=key)


_gate = Compiled(Gate, lambda key: Gate.objects.unscoped().filter(key=key), key=uuid.UUID)
_scan = Compiled(Scan, lambda key: Scan.objects.unscoped().filter(key=key), key=uuid.UUID)


def records_of(
    caller: Caller, *, kind: str = "", cursor: str = "", at: dt.datetime
) -> Page[ScanRow]:
    """One's own records of today, newest first; one statement."""
    own = _today(caller, at)
    if kind:
        own &= Q(kind=kind)
    if cursor:
        own &= Q(pk__lt=int(decode(cursor, 1)[0]))
    cells = (
        Scan.objects.scoped(own)
        .order_by("-id")
        .values_list(
            *("id", "key", "kind", "received_at", "name_masked"),
            *("verdict", "temp_c", "direction", "symptoms"),
        )
    )
    rows = [ScanRow(*row) for row in cells[: SIZE + 1]]
    return page_of(rows, SIZE, lambda row: (row.id,))


def tally_of(caller: Caller, *, at: dt.datetime) -> Tally:
    """How many went in and out at one's post today, and how many were stopped."""
    counted = Scan.objects.scoped(_today(caller, at)).aggregate(
        entered=Count("id", filter=Q(direction="in")),
        left=Count("id", filter=Q(direction="out")),
        stopped=Count("id", filter=Q(verdict="deny")),
    )
    return Tally(**counted)


def _today(caller: Caller, at: dt.datetime) -> Q:
    return Q(user_id=caller.id, received_at__gte=start_of(local_date(at)))
