"""Tables out: the template to fill in, and people by chosen fields."""

import datetime as dt
from collections.abc import Iterator, Sequence

from lianfang.core.clock import LOCAL
from lianfang.core.identity import DOCUMENT_TYPES
from lianfang.org.rules import Caller
from lianfang.people.queries import Filters, ids_for_export
from lianfang.roster.client import Column, write_sheet, write_template
from lianfang.roster.errors import TooMany
from lianfang.roster.fields import Dictionary, Field, FieldKind
from lianfang.roster.queries.dictionary import fields_for
from lianfang.roster.queries.sheet import sheet_of, texts_of
from lianfang.roster.queries.understanding import required_for_new

MOST = 10_000
_CHUNK = 500
_TITLE = "隔离人员信息批量导入模板"
_FREE = {FieldKind.CODES}  # several at once: no drop-down holds that


def template(caller: Caller) -> bytes:
    """The workbook of today's fields; an older one still imports, by its headers."""
    fields = fields_for(caller)
    must = {*required_for_new(), *fields.mandatory_for(caller.roles)}
    columns = [_column(one, is_required=one.id in must) for one in fields.imported_by(caller.roles)]
    return write_template(_TITLE, columns)


def table_of(
    caller: Caller,
    *,
    filters: Filters,
    fields: Sequence[str],
    kind: str,
    is_masked: bool,
    at: dt.datetime,
) -> tuple[bytes, int]:
    """People by the chosen fields as ``xlsx`` or ``csv``, and how many; raises TooMany."""
    ids = ids_for_export(caller, filters=filters, at=at, most=MOST + 1)
    if len(ids) > MOST:
        raise TooMany
    known = fields_for(caller)
    chosen = [known.by_id[name] for name in fields]
    when = at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
    mark = f"{caller.name} 于 {when} 导出 {len(ids)} 人，仅限疫情防控使用，请妥善保管"
    rows = _rows(ids, chosen, known=known, is_masked=is_masked, at=at)
    return write_sheet(kind, [one.label for one in chosen], rows, mark=mark), len(ids)


def _rows(
    ids: Sequence[int],
    chosen: Sequence[Field],
    *,
    known: Dictionary,
    is_masked: bool,
    at: dt.datetime,
) -> Iterator[list[str]]:
    for start in range(0, len(ids), _CHUNK):
        for values in sheet_of(ids[start : start + _CHUNK], at=at, fields=known):
            texts = texts_of(values, is_masked=is_masked, fields=known)
            yield [texts[one.id] for one in chosen]


def _column(one: Field, *, is_required: bool) -> Column:
    codes = DOCUMENT_TYPES if one.id == "id_type" else one.codes
    choices = ("是", "否") if one.kind == FieldKind.FLAG else tuple(codes.values())
    return Column(
        header=one.label,
        example=one.example,
        choices=() if one.kind in _FREE else choices,
        is_required=is_required,
        help=one.help or ("多个用顿号分开" if one.kind in _FREE else ""),
    )
