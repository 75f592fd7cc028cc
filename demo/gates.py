"""The invented gates: one in every community, and who went through in the last two days."""

import datetime as dt
import random
from collections.abc import Sequence
from decimal import Decimal

from demo.desks import Desks
from demo.ground import Place
from demo.people import uuid_of
from demo.register import Household
from lianfang.core.masking import mask_name
from lianfang.org.enums import RoleCode
from lianfang.passes.enums import Colour, Direction, Refusal, ScanKind, Verdict
from lianfang.passes.models import Gate, Scan
from lianfang.people.enums import ControlStatus
from lianfang.people.models import Person

_SIDES = ("东门", "南门", "西门", "北门")
_SCANS = 8  # a gate, in two days
_TEMPS = (360, 361, 362, 363, 364, 364, 365, 366, 367)


def keep_gates(
    places: Sequence[Place],
    households: Sequence[Household],
    desks: Desks,
    *,
    seed: int,
    at: dt.datetime,
) -> None:
    """Gates stand where their keepers do; scans are of people who live behind them."""
    rng = random.Random(f"gates-{seed}")
    communities = [place for place in places if len(place.code) == 12]
    keepers = desks.of(RoleCode.GATEKEEPER)
    gates = Gate.objects.unscoped().bulk_create(
        [
            Gate(
                key=uuid_of("gate", place.code),
                name=f"{place.name}{_SIDES[n % len(_SIDES)]}",
                department=keeper.department,
                area_code=keeper.department.area_code if keeper.department else place.code,
            )
            for n, (place, keeper) in enumerate(zip(communities, keepers, strict=True))
        ]
    )
    behind: dict[str, list[Person]] = {}
    for household in households:
        behind.setdefault(household.home.area_code[:12], []).extend(household.people)
    scans = [
        _scan(gate, n, rng.choice(behind[gate.area_code[:12]]), keeper_id=user.pk, rng=rng, at=at)
        for gate, user in zip(gates, keepers, strict=True)
        for n in range(_SCANS)
    ]
    scans.sort(key=lambda scan: scan.received_at)
    Scan.objects.unscoped().bulk_create(scans, batch_size=500)


def _scan(
    gate: Gate, n: int, person: Person, *, keeper_id: int, rng: random.Random, at: dt.datetime
) -> Scan:
    """Let through unless under control; a keeper never learns more than that."""
    held = person.control_status not in {ControlStatus.REGISTERED, ControlStatus.RELEASED}
    seen = at - dt.timedelta(minutes=rng.randint(5, 2880))
    return Scan(
        key=uuid_of("scan", gate.key, n),
        gate=gate,
        person=person,
        area_code=gate.area_code,
        kind=ScanKind.SCAN,
        direction=rng.choice((Direction.IN, Direction.IN, Direction.OUT)),
        verdict=Verdict.DENY if held else Verdict.ALLOW,
        refusal=Refusal.COLOUR if held else Refusal.NONE,
        colour=Colour.RED if held else Colour.GREEN,
        name_masked=mask_name(person.name),
        temp_c=Decimal(rng.choice(_TEMPS)) / 10,
        user_id=keeper_id,
        device_at=seen,
        received_at=seen,
    )
