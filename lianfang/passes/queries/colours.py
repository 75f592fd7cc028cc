"""Changes of colour: of one pass, and of a week by whoever made the facts."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from lianfang.geo.queries import within
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.passes.enums import Colour, ColourRule
from lianfang.passes.models import ColourChange

SIZE = 20


@dataclass(frozen=True)
class Changed:
    """One change of a pass as its holder reads it."""

    at: dt.datetime
    colour: str
    rule: str


def changes_of(person_id: int) -> list[Changed]:
    """The last changes of one pass, newest first."""
    rows = ColourChange.objects.unscoped().filter(person_id=person_id).order_by("-id")
    return [Changed(*cells) for cells in rows.values_list("at", "after", "rule")[:SIZE]]


@dataclass(frozen=True)
class MakerWeek:
    """What one actor's facts did to colours in a week."""

    kind: str
    name: str
    to_red: int
    to_yellow: int
    to_gray: int
    to_green: int
    people: int
    rules: dict[str, int]


def week_of(
    caller: Caller, permission: Permission, *, starts_at: dt.datetime, ends_at: dt.datetime
) -> list[MakerWeek]:
    """周报: changes of colour in one's areas by whoever made the facts; most red first.

    First colours of new passes are no changes. One statement.
    """
    changes = ColourChange.objects.scoped(within(caller.areas(permission)))
    moved = changes.filter(at__gte=starts_at, at__lt=ends_at).exclude(before="")
    cells = moved.order_by().values_list(
        "maker_kind", "maker_id", "maker_name", "after", "rule", "person_id"
    )
    weeks: dict[tuple[str, int | None, str], _Counted] = defaultdict(_Counted)
    for kind, number, name, after, rule, person_id in cells.iterator():
        counted = weeks[kind, number, name]
        counted.colours[after] += 1
        counted.rules[ColourRule(rule).label] += 1
        counted.people.add(person_id)
    rows = [_week(kind, name, counted) for (kind, _, name), counted in weeks.items()]
    return sorted(rows, key=lambda row: (-row.to_red, -row.to_yellow, row.name))


@dataclass
class _Counted:
    colours: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    people: set[int] = field(default_factory=set)


def _week(kind: str, name: str, counted: _Counted) -> MakerWeek:
    colours = counted.colours
    return MakerWeek(
        kind,
        name,
        colours[Colour.RED],
        colours[Colour.YELLOW],
        colours[Colour.GRAY] + colours[Colour.NONE],
        colours[Colour.GREEN],
        len(counted.people),
        dict(counted.rules.most_common()),
    )
