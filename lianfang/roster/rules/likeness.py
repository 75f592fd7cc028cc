"""How much two files look like one person, and why, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from lianfang.core.lookalikes import look_alike
from lianfang.people.queries import Alike
from lianfang.policy.rules import DuplicateScores


@dataclass(frozen=True)
class Likeness:
    score: int
    reasons: Sequence[str]


def likeness(one: Alike, other: Alike, scores: DuplicateScores) -> Likeness:
    """Different documents of the same kind speak against it, whatever else agrees."""
    same_name = one.name == other.name
    same_sound = one.name_pinyin == other.name_pinyin
    same_shape = look_alike(one.name, other.name)
    same_birth = one.birth_date is not None and one.birth_date == other.birth_date
    same_document = bool(one.id_blind) and one.id_blind == other.id_blind
    counted = [
        (scores.document, "证件号码相同", same_document),
        (
            scores.last_four,
            "证件号码后四位相同",
            not same_document and _both(one, other, "id_last4_blind"),
        ),
        (scores.phone, "电话相同", _both(one, other, "phone_blind")),
        (scores.name, "姓名相同", same_name),
        (scores.sound, "姓名读音相同", same_sound and not same_name),
        (scores.shape, "姓名字形相近", same_shape and not same_sound),
        (scores.birth, "出生日期相同", same_birth),
        (scores.address, "住址相同", _both(one, other, "household")),
        (scores.sex, "性别相同", one.sex == other.sex and one.sex in {"1", "2"}),
    ]
    holds = [(points, why) for points, why, is_so in counted if is_so]
    score = sum(points for points, _ in holds)
    if not (same_name or same_sound or same_shape or same_document):
        score = min(score, scores.shown_from - 1)  # one family: a phone and a door, not one person
    if one.id_blind and other.id_blind and not same_document and one.id_type == other.id_type:
        score -= scores.against
    return Likeness(max(0, min(100, score)), [why for _, why in holds])


def _both(one: Alike, other: Alike, column: str) -> bool:
    value = getattr(one, column)
    return bool(value) and value == getattr(other, column)
