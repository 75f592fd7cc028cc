"""Area codes: which level one is, what lies above it, how other code books write it."""

from lianfang.geo.enums import AreaLevel
from lianfang.geo.errors import BadAreaCode

DIGITS: dict[AreaLevel, int] = {
    AreaLevel.PROVINCE: 2,
    AreaLevel.CITY: 4,
    AreaLevel.COUNTY: 6,
    AreaLevel.STREET: 9,
    AreaLevel.COMMUNITY: 12,
    AreaLevel.GRID: 15,
}
_LEVEL = {digits: level for level, digits in DIGITS.items()}
_SIZES = sorted(_LEVEL)
OLD_GRID_DIGITS = 14
_GB2260_DIGITS = 6


def level_of(code: str) -> AreaLevel:
    """The level of an unpadded code; anything else raises ``BadAreaCode``."""
    level = _LEVEL.get(len(code))
    if level is None or not (code.isascii() and code.isdigit()):
        raise BadAreaCode(code)
    return level


def parent_of(code: str) -> str:
    """The code one level up, or "" above a province."""
    at = _SIZES.index(DIGITS[level_of(code)])
    return code[: _SIZES[at - 1]] if at else ""


def ancestors_of(code: str) -> list[str]:
    """From the province down to the code itself."""
    own = DIGITS[level_of(code)]
    return [code[:size] for size in _SIZES if size <= own]


def ancestor_of(code: str, level: AreaLevel) -> str:
    """The code cut to ``level``, or "" when it does not reach that deep."""
    size = DIGITS[level]
    return code[:size] if DIGITS[level_of(code)] >= size else ""


def covers(area: str, code: str) -> bool:
    """Whether ``code`` is ``area`` or lies in it."""
    return bool(area) and code.startswith(area)


def grid_code_of(source_code: str) -> str:
    """A grid's 15 digits; the 14 of CJ/T 213-2005 are padded before the sequence (§1.2)."""
    if len(source_code) == OLD_GRID_DIGITS:
        source_code = f"{source_code[:12]}0{source_code[12:]}"
    if level_of(source_code) is not AreaLevel.GRID:
        raise BadAreaCode(source_code)
    return source_code


def unpadded(code: str) -> str:
    """Codes as offices write them, filled up with zeros to 6, 9 or 12 digits, cut to our level."""
    if len(code) in {9, 12, 15}:
        while len(code) > _GB2260_DIGITS and code.endswith("000"):
            code = code[:-3]
    if len(code) == _GB2260_DIGITS:
        while code.endswith("00"):
            code = code[:-2]
    level_of(code)
    return code


def gb2260_of(code: str) -> str:
    """The six digits of GB/T 2260 an area stands under."""
    level_of(code)
    return code[:_GB2260_DIGITS].ljust(_GB2260_DIGITS, "0")
