"""The three status axes and their arrows (handbook §4.1); no database and no clock here."""

from collections.abc import Mapping

from lianfang.people.enums import Axis, CaseClass, ControlStatus, Severity
from lianfang.people.errors import WrongStatus

C, K, S = ControlStatus, CaseClass, Severity
_UNDER_CONTROL = {C.OBSERVED, C.MONITORED, C.IN_TREATMENT, C.POST_DISCHARGE}
_LEAVING = {C.TRANSFERRED, C.DECEASED}

CONTROL: Mapping[str, frozenset[str]] = {
    C.REGISTERED: frozenset({C.PENDING, C.OBSERVED, C.IN_TREATMENT, C.RELEASED, *_LEAVING}),
    C.PENDING: frozenset({C.REGISTERED, C.OBSERVED, C.IN_TREATMENT, C.NOT_APPLICABLE, *_LEAVING}),
    C.OBSERVED: frozenset({C.MONITORED, C.IN_TREATMENT, C.RELEASED, C.NOT_APPLICABLE, *_LEAVING}),
    C.MONITORED: frozenset({C.OBSERVED, C.IN_TREATMENT, C.RELEASED, *_LEAVING}),
    C.IN_TREATMENT: frozenset({C.OBSERVED, C.POST_DISCHARGE, C.RELEASED, *_LEAVING}),
    C.POST_DISCHARGE: frozenset({C.IN_TREATMENT, C.RELEASED, *_LEAVING}),
    C.RELEASED: frozenset({C.PENDING, C.OBSERVED, C.IN_TREATMENT, *_LEAVING}),
    C.TRANSFERRED: frozenset({C.REGISTERED, C.OBSERVED}),
    C.NOT_APPLICABLE: frozenset({C.PENDING, C.OBSERVED, C.IN_TREATMENT, C.REGISTERED}),
    C.DECEASED: frozenset(),
}
CLASS: Mapping[str, frozenset[str]] = {
    K.NONE: frozenset({K.SUSPECTED, K.CLINICAL, K.CONFIRMED, K.ASYMPTOMATIC, K.DIED}),
    K.SUSPECTED: frozenset({K.EXCLUDED, K.CLINICAL, K.CONFIRMED, K.ASYMPTOMATIC, K.DIED}),
    K.CLINICAL: frozenset({K.EXCLUDED, K.CONFIRMED, K.RECOVERED, K.DIED}),
    K.CONFIRMED: frozenset({K.RECOVERED, K.DIED}),
    K.ASYMPTOMATIC: frozenset({K.CONFIRMED, K.RECOVERED, K.DIED}),
    K.EXCLUDED: frozenset({K.SUSPECTED, K.CLINICAL, K.CONFIRMED, K.ASYMPTOMATIC, K.DIED}),
    K.RECOVERED: frozenset({K.CONFIRMED, K.ASYMPTOMATIC, K.DIED}),  # 复阳
    K.DIED: frozenset(),
}
_DEGREES = frozenset({S.MILD, S.MODERATE, S.SEVERE, S.CRITICAL})
SEVERITY: Mapping[str, frozenset[str]] = {
    S.NONE: _DEGREES,
    **{degree: (_DEGREES - {degree}) | {S.NONE} for degree in _DEGREES},
}
ARROWS: Mapping[Axis, Mapping[str, frozenset[str]]] = {
    Axis.CONTROL: CONTROL,
    Axis.CLASS: CLASS,
    Axis.SEVERITY: SEVERITY,
}
_WORDS: Mapping[Axis, Mapping[str, str]] = {
    Axis.CONTROL: dict(C.choices),
    Axis.CLASS: dict(K.choices),
    Axis.SEVERITY: dict(S.choices),
}


def check_move(axis: Axis, before: str, after: str) -> None:
    """Raises WrongStatus for an arrow the table does not have."""
    if after not in ARROWS[axis].get(before, frozenset()):
        words = _WORDS[axis]
        raise WrongStatus(f"{axis.label}：{words.get(before, before)} → {words.get(after, after)}")


def label(control: str, case_class: str, severity: str) -> str:
    """The one word the plan calls 状态, derived from the axes (handbook §4.1)."""
    match case_class:
        case K.CONFIRMED:
            return f"确诊({S(severity).label})" if severity else "确诊"
        case K.DIED | K.RECOVERED | K.ASYMPTOMATIC | K.SUSPECTED | K.CLINICAL:
            return K(case_class).label
        case _:
            return C(control).label
