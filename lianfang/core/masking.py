"""How personal data look to those who may not see them whole."""

_HEAD, _TAIL = 3, 4


def mask_number(number: str) -> str:
    """ID numbers and phones: first three and last four, as handbook §7.3 asks."""
    if len(number) <= _HEAD + _TAIL:
        return "*" * len(number)
    return number[:_HEAD] + "*" * (len(number) - _HEAD - _TAIL) + number[-_TAIL:]


def mask_name(name: str) -> str:
    """张三 → 张*, 欧阳小明 → 欧**明: enough to recognise oneself, not a stranger."""
    match len(name):
        case 0 | 1:
            return "*" * len(name)
        case 2:
            return name[0] + "*"
        case length:
            return name[0] + "*" * (length - 2) + name[-1]
