"""A held value as people read it, in pages, sheets and documents."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal

from lianfang.core.clock import LOCAL
from lianfang.core.masking import mask_number
from lianfang.roster.fields.kinds import Field, FieldKind

_TO_THE_MINUTE = 16  # characters of 2020-02-01 09:30
_HIDDEN = "（已隐藏）"


def shown(field: Field, value: object, *, is_masked: bool = False) -> str:
    """Empty for nothing; a log line by line; masked where the field asks for it."""
    if value is None or value in ("", ()):
        return ""
    if is_masked and field.masked:
        return mask_number(str(value)) if field.masked == "number" else _HIDDEN
    show = _SHOWS.get(field.kind)
    return show(field, value) if show else str(value)


def _codes(field: Field, value: object) -> str:
    return "、".join(field.codes.get(code, code) for code in _many(value))


def _moment(_field: Field, value: object) -> str:
    if not isinstance(value, dt.datetime):
        return str(value)
    return value.astimezone(LOCAL).isoformat(" ", "minutes")[:_TO_THE_MINUTE]


def _many(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, tuple | list) else (str(value),)


_SHOWS: Mapping[FieldKind, Callable[[Field, object], str]] = {
    FieldKind.CODE: lambda field, value: field.codes.get(str(value), str(value)),
    FieldKind.CODES: _codes,
    FieldKind.LOG: lambda _field, value: "\n".join(_many(value)),
    FieldKind.FLAG: lambda _field, value: "是" if value else "否",
    FieldKind.MOMENT: _moment,
    FieldKind.NUMBER: lambda _field, value: (
        f"{value:f}" if isinstance(value, Decimal) else str(value)
    ),
}
