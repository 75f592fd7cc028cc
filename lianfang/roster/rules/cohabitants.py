"""A line about somebody behind the same door: 李四 配偶 13700137000."""

import re

from lianfang.people.enums import Relation

_PHONE = re.compile(r"\+?[\d-]{7,}")
_WORDS = {word: code.value for code in Relation for word in re.split(r"[/或]", code.label)}


def line_of(name: str, relation: str, phone: str) -> str:
    known = Relation(relation).label if relation in Relation and relation != Relation.OTHER else ""
    return " ".join(word for word in (name, known, phone) if word)


def read_line(line: str) -> tuple[str, str, str]:
    """Name, relation (GB/T 4761, 8 where none is told) and phone, in any order after the name."""
    name, *rest = re.split(r"[\s,，;；(（)）]+", line.strip())
    phone = next((word for word in rest if _PHONE.fullmatch(word)), "")
    relation = next((_WORDS[word] for word in rest if word in _WORDS), Relation.OTHER.value)
    return name, relation, phone
