"""Pure rules of figures: the ring's groups, and small numbers in public."""

from collections.abc import Sequence
from decimal import Decimal

from lianfang.stats.enums import HEALTH, Figure

FEVER_CODE, COUGH_CODES, NONE_CODE = "01", {"02", "03"}, "00"
_SMALL = 5
_STREET = 9


def ring_of(temp_c: Decimal | None, symptoms: Sequence[str], *, threshold: Decimal) -> Figure:
    """Handbook §3.4 ring4: fever before cough before the rest; no sign and no fever is healthy."""
    signs = set(symptoms) - {NONE_CODE}
    if FEVER_CODE in signs or (temp_c is not None and temp_c >= threshold):
        return Figure.FEVER
    if signs & COUGH_CODES:
        return Figure.COUGH
    return Figure.OTHER if signs else Figure.HEALTHY


def shown(figure: Figure, value: int, area_code: str) -> int | str:
    """Health figures of 1 to 4 below the street are shown as "<5" (handbook §5)."""
    if figure in HEALTH and len(area_code) > _STREET and 0 < value < _SMALL:
        return "<5"
    return value
