"""How much two files look like one person, and why, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from lianfang.people.queries import Alike

SUGGESTED = 50  # from here on a pair is shown


@dataclass(frozen=True)
class Likeness:
    score: int
    reasons: Sequence[str]


def likeness(one: Alike, other: Alike) -> Likeness:
    """Different documents of the same kind speak against it, whatever else agrees."""
    same_name = one.name == other.name
    same_sound = one.name_pinyin == other.name_pinyin
    same_birth = one.birth_date is not None and one.birth_date == other.birth_date
    same_document = bool(one.id_blind) and one.id_blind == other.id_blind
    counted = [
        (80, "证件号码相同", same_document),
        (30, "证件号码后四位相同", not same_document and _both(one, other, "id_last4_blind")),
        (40, "电话相同", _both(one, other, "phone_blind")),
        (30, "姓名相同", same_name),
        (20, "姓名读音相同", same_sound and not same_name),
        (30, "出生日期相同", same_birth),
        (15, "住址相同", _both(one, other, "household")),
        (5, "性别相同", one.sex == other.sex and one.sex in {"1", "2"}),
    ]
    holds = [(points, why) for points, why, is_so in counted if is_so]
    score = sum(points for points, _ in holds)
    if not (same_name or same_sound or same_document):
        score = min(score, SUGGESTED - 1)  # one family: a phone and a door, not one person
    if one.id_blind and other.id_blind and not same_document and one.id_type == other.id_type:
        score -= 40
    return Likeness(max(0, min(100, score)), [why for _, why in holds])


def _both(one: Alike, other: Alike, column: str) -> bool:
    value = getattr(one, column)
    return bool(value) and value == getattr(other, column)
