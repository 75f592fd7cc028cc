"""Which fields are in force, for whom, and what files say in those an administrator added."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from lianfang.core.clock import local_date
from lianfang.core.compiled import Compiled
from lianfang.core.crypto import blind
from lianfang.core.problems import NotFound
from lianfang.org.rules import Caller
from lianfang.roster.errors import BadFields
from lianfang.roster.fields import Dictionary, Field, FieldKind, Unreadable, read_cell
from lianfang.roster.models import CustomField, CustomValue
from lianfang.roster.rules.added import (
    BLIND,
    COLUMN,
    Added,
    end_of_span,
    field_of,
    rows_of,
    span_of,
    value_of,
)

_CELLS = ("code", "text", "number", "date", "moment", "sealed")
_RANGED = {FieldKind.NUMBER, FieldKind.DATE, FieldKind.MOMENT}
_NO_FIELD = "没有这个字段，请刷新页面后重选条件"
_NOT_ASKED = "长文字不能作为查询条件"


_switched_on = Compiled(Added, lambda: CustomField.objects.filter(is_on=True).order_by("id"))


def in_force() -> Dictionary:
    """The declared fields and those added and switched on; one statement, always fresh."""
    return Dictionary(tuple(field_of(row) for row in _switched_on()))


def fields_for(caller: Caller) -> Dictionary:
    """The fields in force as this caller knows them; one statement."""
    return in_force().seen_by(caller.roles)


def custom_fields() -> list[CustomField]:
    """For whoever maintains them, switched off ones too; one statement."""
    return list(CustomField.objects.order_by("-is_on", "id"))


def custom_field(key: uuid.UUID) -> CustomField:
    """Raises NotFound."""
    row = CustomField.objects.filter(key=key).first()
    if row is None:
        raise NotFound
    return row


def added_values(ids: Sequence[int], added: Iterable[Field]) -> dict[int, dict[str, Any]]:
    """Values by person and field id; one statement, none where nothing was added."""
    fields = {one.own_id: one for one in added}
    if not fields:
        return {}
    rows = CustomValue.objects.filter(person_id__in=ids, field_id__in=fields).order_by("id")
    told: dict[int, dict[int, list[Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows.values("person_id", "field_id", *_CELLS):
        told[row["person_id"]][row["field_id"]].append(row)
    return {
        person_id: {fields[own].id: value_of(fields[own], cells) for own, cells in by_field.items()}
        for person_id, by_field in told.items()
    }


def people_saying(
    caller: Caller, asked: Mapping[str, str], *, at: dt.datetime
) -> QuerySet[CustomValue, int] | None:
    """Row ids of people whose files say all that is asked of added fields.

    A number, day or moment may be a span, ``2020-02-01..2020-02-14``. Raises BadFields.
    """
    if not asked:
        return None
    found: QuerySet[CustomValue, int] | None = None
    added = {one.id: one for one in fields_for(caller).added}
    for name, said in asked.items():
        if name not in added:
            raise BadFields(fields={name: _NO_FIELD})
        try:
            condition = _condition(added[name], said, at)
        except Unreadable as fault:
            raise BadFields(fields={name: f"{added[name].label}：{fault}"}) from None
        rows = CustomValue.objects.filter(field_id=added[name].own_id, **condition)
        ids = rows.values_list("person_id", flat=True)
        found = ids if found is None else found.filter(person_id__in=ids)
    return found


def _condition(field: Field, said: str, at: dt.datetime) -> dict[str, object]:
    today = local_date(at)
    if field.kind == FieldKind.LONG_TEXT:
        raise Unreadable(_NOT_ASKED)
    if field.kind not in _RANGED:
        value = read_cell(field, said, today=today)
        [*rows] = rows_of(field, value)
        if not rows:
            raise Unreadable("请填写要查的内容")
        if field.kind == FieldKind.PHONE:
            return {"blind": blind(str(value), BLIND)}
        column = COLUMN[field.kind]
        return {f"{column}__in": [row[column] for row in rows]}
    first, last = (read_cell(field, end, today=today) for end in span_of(said))
    if first is None and last is None:
        raise Unreadable("请填写要查的内容")
    column = COLUMN[field.kind]
    found: dict[str, object] = {f"{column}__gte": first} if first is not None else {}
    is_day = ":" not in span_of(said)[1]
    end = end_of_span(field, last) if is_day else last
    return found | ({f"{column}__lte": end} if end is not None else {})
