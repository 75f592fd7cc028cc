"""Which column holds which field: by name, by what the sender used before, by what stands in it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from lianfang.roster.fields import Field

_KNOWN = 3  # so many named columns make a row the header
_LOOKED = 12  # rows from the top that may be the header
_ID = re.compile(r"\d{17}[\dXx]")
_PHONE = re.compile(r"1[3-9]\d{9}")
_ENOUGH = 0.6


def tidy(header: object) -> str:
    """Without spaces, marks of being required, and explanations in brackets at the end."""
    text = unicodedata.normalize("NFKC", str(header or ""))
    text = re.sub(r"[\s*:_]+", "", text)
    return re.sub(r"\((必填|选填|如[^)]*)\)$", "", text)


def known_headers(fields: Iterable[Field], learned: Mapping[str, str]) -> dict[str, str]:
    """Header → field id; what the sender chose once wins."""
    names = {tidy(word): one.id for one in fields for word in (one.label, *one.synonyms)}
    return names | dict(learned)


def header_row(rows: Sequence[tuple[int, Sequence[object]]], names: Mapping[str, str]) -> int:
    """The index of the header, which may stand under a title; -1 when no row looks like one."""
    best, most = -1, 0
    for index, (_, cells) in enumerate(rows[:_LOOKED]):
        known = sum(tidy(cell) in names for cell in cells)
        if known > most:
            best, most = index, known
    return best if most >= min(_KNOWN, len(rows[best][1]) if best >= 0 else _KNOWN) else -1


def match(
    headers: Sequence[object], samples: Sequence[Sequence[object]], names: Mapping[str, str]
) -> dict[int, str]:
    """Column → field id; a field is taken once, the first column wins."""
    found: dict[int, str] = {}
    for at, header in enumerate(headers):
        field = names.get(tidy(header), "")
        if field and field not in found.values():
            found[at] = field
    for at in range(len(headers)):
        guess = "" if at in found else _by_content([row[at] for row in samples if at < len(row)])
        if guess and guess not in found.values():
            found[at] = guess
    return found


def _by_content(cells: Sequence[object]) -> str:
    texts = [str(cell).strip() for cell in cells if cell not in {None, ""}]
    for field, shape in (("id_number", _ID), ("phone", _PHONE)):
        if texts and sum(bool(shape.fullmatch(t)) for t in texts) / len(texts) >= _ENOUGH:
            return field
    return ""
