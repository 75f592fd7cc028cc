"""Tables out: the template to fill in, and people by chosen fields, one part after another."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from lianfang.core.chunks import chunks
from lianfang.core.identity import DOCUMENT_TYPES
from lianfang.geo.queries import gazetteer, paths_of
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people.enums import CaseClass, ControlStatus, Severity
from lianfang.roster.client import Column, Page, write_template
from lianfang.roster.fields import Field, FieldKind
from lianfang.roster.queries.dictionary import fields_for
from lianfang.roster.queries.forms import FormShown
from lianfang.roster.queries.sheet import Values, sheet_of, texts_of
from lianfang.roster.queries.understanding import required_for_new
from lianfang.roster.rules import deidentified

_TOGETHER = 1_000  # people read with one round of statements
_TITLE = "隔离人员信息批量导入模板"
_FREE = {FieldKind.CODES}  # several at once: no drop-down holds that
_PROVINCE, _STREET = 2, 9
_WORDS: Mapping[str, Mapping[str, str]] = {
    "control_status": dict(ControlStatus.choices),
    "case_class": dict(CaseClass.choices),
    "severity": {code: word for code, word in Severity.choices if code},
}


def template(caller: Caller) -> bytes:
    """The workbook of today's fields; an older one still imports, by its headers."""
    fields = fields_for(caller)
    must = {*required_for_new(), *fields.mandatory_for(caller.roles)}
    columns = [_column(one, is_required=one.id in must) for one in fields.imported_by(caller.roles)]
    return write_template(_TITLE, columns)


def form_template(form: FormShown) -> bytes:
    """The workbook of an organisation's form, with the words of today's policy."""
    columns = [_column(one, is_required=one.required) for one in form.questions]
    return write_template(form.title, columns)


def table_parts(
    ids: Sequence[int], fields: Sequence[str], *, is_masked: bool, by: Caller, at: dt.datetime
) -> Iterator[list[list[str]]]:
    """Lines of the chosen fields, some people at a time; whole only where ``by`` may see that."""
    names, known = tuple(fields), fields_for(by)

    @lru_cache(maxsize=8_192)
    def hides(area_code: str) -> bool:
        return is_masked or not by.covers(area_code, Permission.PERSON_UNMASK)

    for some in chunks(ids, _TOGETHER):
        lines = []
        for values in sheet_of(some, at=at, fields=known):
            hidden = hides(str(values["area"]))
            texts = texts_of(values, names, is_masked=hidden, fields=known)
            lines.append([texts[name] for name in names])
        yield lines


def line_list_parts(
    ids: Sequence[int], veil: deidentified.Veil, *, at: dt.datetime
) -> Iterator[list[list[str]]]:
    """The same people without who they are."""
    for some in chunks(ids, _TOGETHER):
        found = sheet_of(some, at=at)
        streets, book = _streets(found), gazetteer()
        yield [
            deidentified.line_of(values | _coarse(values, streets, book.name_of), veil)
            for values in found
        ]


def line_list_pages(*, is_shifted: bool) -> list[Page]:
    return [Page("数据字典", deidentified.dictionary(_WORDS, is_shifted=is_shifted))]


def headers_of(fields: Sequence[str], *, by: Caller) -> list[str]:
    known = fields_for(by)
    return [known.label_of(name) for name in fields]


def _streets(found: Sequence[Values]) -> dict[str, str]:
    return paths_of({str(values["area"])[:_STREET] for values in found})


def _coarse(values: Values, streets: Mapping[str, str], name_of: Callable[[str], str]) -> Values:
    native = str(values.get("native_place") or "")[:_PROVINCE]
    return {
        "street": streets[str(values["area"])[:_STREET]],
        "native_province": name_of(native) if native else "",
    }


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
