"""Fields that an administrator added: as a declaration, and their values as rows."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lianfang.core.crypto import blind
from lianfang.org.enums import RoleCode
from lianfang.roster.enums import Access
from lianfang.roster.fields import Field, FieldKind, Group, Privacy

PREFIX = "custom_"
BLIND = "custom.phone"
YES, NO = "1", "0"
KINDS: Mapping[FieldKind, str] = {
    FieldKind.TEXT: "文字",
    FieldKind.LONG_TEXT: "长文字",
    FieldKind.NUMBER: "数字",
    FieldKind.DATE: "日期",
    FieldKind.MOMENT: "日期和时间",
    FieldKind.FLAG: "是或否",
    FieldKind.CODE: "单选",
    FieldKind.CODES: "多选",
    FieldKind.PHONE: "电话",
}
CHOSEN = frozenset({FieldKind.CODE, FieldKind.CODES})
COLUMN: Mapping[FieldKind, str] = {
    FieldKind.TEXT: "text",
    FieldKind.LONG_TEXT: "sealed",
    FieldKind.NUMBER: "number",
    FieldKind.DATE: "date",
    FieldKind.MOMENT: "moment",
    FieldKind.FLAG: "code",
    FieldKind.CODE: "code",
    FieldKind.CODES: "code",
    FieldKind.PHONE: "sealed",
}
_MOST = {FieldKind.TEXT: 100, FieldKind.LONG_TEXT: 1_000, FieldKind.PHONE: 20}
_EXAMPLE = {
    FieldKind.NUMBER: "12",
    FieldKind.DATE: "2020-02-01",
    FieldKind.MOMENT: "2020-02-01 09:30",
    FieldKind.FLAG: "是",
    FieldKind.PHONE: "13800138000",
}


@dataclass(frozen=True)
class Added:
    """What the table keeps of an added field."""

    id: int
    label: str
    group: str
    kind: str
    help: str
    choices: Sequence[Sequence[str]]
    access: Mapping[str, str]


def field_of(row: Added) -> Field:
    """The same as a declaration; it may tell of somebody's health, so it counts as sensitive."""
    kind, codes = FieldKind(row.kind), {str(code): str(label) for code, label in row.choices}
    first = next(iter(codes.values()), "")
    return Field(
        f"{PREFIX}{row.id}",
        row.label,
        Group(row.group),
        kind,
        codes=codes,
        most=_MOST.get(kind, 50),
        privacy=Privacy.SENSITIVE,
        masked="number" if kind == FieldKind.PHONE else "",
        example=_EXAMPLE.get(kind, first),
        help=row.help,
        viewers=_roles(row.access, Access.VIEW, Access.FILL, Access.MUST),
        editors=_roles(row.access, Access.FILL, Access.MUST),
        mandatory=_roles(row.access, Access.MUST),
        may_lie_ahead=True,
        own_id=row.id,
    )


def _roles(access: Mapping[str, str], *levels: Access) -> tuple[RoleCode, ...]:
    return tuple(RoleCode(role) for role, level in access.items() if level in levels)


def rows_of(field: Field, value: object) -> list[dict[str, Any]]:
    """The value as columns of rows; none for nothing."""
    if value is None or value in ("", ()):
        return []
    own = {"field_id": field.own_id}
    if field.kind == FieldKind.CODES and isinstance(value, tuple | list):
        return [own | {"code": code} for code in value]
    if field.kind == FieldKind.FLAG:
        return [own | {"code": YES if value else NO}]
    if field.kind == FieldKind.PHONE:
        return [own | {"sealed": value, "blind": blind(str(value), BLIND)}]
    return [own | {COLUMN[field.kind]: value}]


def value_of(field: Field, cells: Iterable[Mapping[str, Any]]) -> object:
    """What rows of one person and field say together."""
    held = [row[COLUMN[field.kind]] for row in cells]
    if field.kind == FieldKind.CODES:
        return tuple(code for code in field.codes if code in held)
    if field.kind == FieldKind.FLAG:
        return held[0] == YES
    return _shortest(held[0]) if isinstance(held[0], Decimal) else held[0]


def _shortest(number: Decimal) -> Decimal:
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()


def span_of(said: str) -> tuple[str, str]:
    """``2020-02-01..2020-02-14`` by its ends; one alone is both, an empty end is open."""
    first, dots, last = said.partition("..")
    return (first.strip(), last.strip()) if dots else (said.strip(), said.strip())


def end_of_span(field: Field, value: object) -> object:
    """The last moment of a day where only the day was said."""
    if field.kind == FieldKind.MOMENT and isinstance(value, dt.datetime):
        return value + dt.timedelta(days=1) - dt.timedelta(microseconds=1)
    return value
