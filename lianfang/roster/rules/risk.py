"""对比分析: what is known, weighed by stated rules; for people to look at, never acted on."""

from dataclasses import dataclass

_HIGH, _MIDDLE = 60, 30


@dataclass(frozen=True)
class Known:
    """The facts that count. Native place is never one of them (handbook §7.3)."""

    key_area: str = ""
    contact: str = ""
    is_feverish: bool = False
    has_symptoms: bool = False
    is_arrival: bool = False
    missed: int = 0


def weigh(known: Known) -> str:
    """Level and reasons in one line; empty when nothing counts."""
    reasons = [
        (40, "接触过病例或有症状者", known.contact == "1"),
        (30, "在重点地区居住", known.key_area == "1"),
        (20, "去过或途经重点地区", known.key_area in {"2", "3"}),
        (30, "体温达到发热标准", known.is_feverish),
        (15, "有症状", known.has_symptoms),
        (5, "近期来市", known.is_arrival),
        (5, "有漏报", known.missed > 0),
    ]
    counted = [(points, why) for points, why, holds in reasons if holds]
    if not counted:
        return ""
    score = sum(points for points, _ in counted)
    level = "较高" if score >= _HIGH else "中等" if score >= _MIDDLE else "较低"
    return f"{level}（{score} 分：{'；'.join(why for _, why in counted)}）"
