"""状态变更: which moves of handbook §4.1 a file's status allows, and what each asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices

from lianfang.people.enums import Axis, CaseClass, ControlStatus, Reason, Severity
from lianfang.people.flow import ARROWS
from lianfang.quarantine.enums import Evidence, Mode, SubjectClass
from lianfang.treatment.enums import DeathCause
from lianfang.treatment.rules import DISCHARGE_CRITERIA


class Move(TextChoices):
    """What can be done to a status by hand; the way in and out of observation has its own pages."""

    OBSERVE = "observe", "纳入隔离观察"
    MONITOR = "monitor", "转居家健康监测"
    UNTRUE = "untrue", "核实不属实"
    TRANSFER = "transfer", "移交外地"
    RETURN = "return", "移交后返回"
    SUSPECT = "suspect", "判定疑似"
    EXCLUDE = "exclude", "排除疑似"
    CONFIRM = "confirm", "确诊"
    ASYMPTOMATIC = "asymptomatic", "无症状感染者"
    SEVERITY = "severity", "调整严重程度"
    RECOVER = "recover", "治愈出院"
    DEATH = "death", "报告死亡"


TARGETS: Mapping[Move, tuple[Axis, str]] = {
    Move.OBSERVE: (Axis.CONTROL, ControlStatus.OBSERVED),
    Move.MONITOR: (Axis.CONTROL, ControlStatus.MONITORED),
    Move.UNTRUE: (Axis.CONTROL, ControlStatus.NOT_APPLICABLE),
    Move.TRANSFER: (Axis.CONTROL, ControlStatus.TRANSFERRED),
    Move.RETURN: (Axis.CONTROL, ControlStatus.REGISTERED),
    Move.SUSPECT: (Axis.CLASS, CaseClass.SUSPECTED),
    Move.EXCLUDE: (Axis.CLASS, CaseClass.EXCLUDED),
    Move.CONFIRM: (Axis.CLASS, CaseClass.CONFIRMED),
    Move.ASYMPTOMATIC: (Axis.CLASS, CaseClass.ASYMPTOMATIC),
    Move.RECOVER: (Axis.CLASS, CaseClass.RECOVERED),
    Move.DEATH: (Axis.CLASS, CaseClass.DIED),
}
# Who comes back to observation from a ward is excluded there, not taken in anew.
_NOT_ANEW = {ControlStatus.OBSERVED, ControlStatus.MONITORED, ControlStatus.IN_TREATMENT}


def leads_on(move: Move, *, control: str, case_class: str) -> bool:
    """Whether the arrows let this move be made from where the file stands."""
    standing = {Axis.CONTROL: control, Axis.CLASS: case_class}
    match move:
        case Move.SEVERITY:
            return case_class == CaseClass.CONFIRMED
        case Move.OBSERVE if control in _NOT_ANEW:
            return False
        case Move.RETURN if control != ControlStatus.TRANSFERRED:
            return False
    axis, after = TARGETS[move]
    return after in ARROWS[axis].get(standing[axis], frozenset())


@dataclass(frozen=True)
class Asked:
    """A question of a move: kinds are those of the form's fields."""

    id: str
    label: str
    kind: str = "text"
    is_required: bool = True
    choices: Mapping[str, str] | None = None
    default: str = ""


def _words(choices: type[TextChoices]) -> dict[str, str]:
    return {str(value): str(label) for value, label in choices.choices if value}


_SINCE = Asked("since", "生效时间", "moment", is_required=False)
_BASIS = Asked("note", "依据（检测结果、影像、流行病学史等）", "long_text")
_NOTE = Asked("note", "说明和依据", "long_text")
_DEGREE = Asked("severity", "严重程度", "code", choices=_words(Severity))
_HAND = {
    r.value: str(r.label) for r in (Reason.UNTRUE, Reason.MISTAKE, Reason.POLICY, Reason.OTHER)
}
_MODES = {m.value: str(m.label) for m in (Mode.HOME, Mode.CENTRAL)}
ASKED: Mapping[Move, tuple[Asked, ...]] = {
    Move.OBSERVE: (
        Asked("subject_class", "管控对象", "code", choices=_words(SubjectClass)),
        Asked("anchor_at", "末次暴露或抵达时间", "moment"),
        Asked("evidence", "凭证", "code", is_required=False, choices=_words(Evidence)),
        Asked("waiver", "没有凭证的说明", "long_text", is_required=False),
        Asked("mode", "观察方式", "code", choices=_MODES, default=Mode.HOME.value),
    ),
    Move.MONITOR: (_SINCE, _NOTE),
    Move.UNTRUE: (Asked("reason", "原因", "code", choices=_HAND, default=Reason.UNTRUE.value),
                  _SINCE, _NOTE),
    Move.TRANSFER: (Asked("receiver", "接收地区和单位"), _SINCE, _NOTE),
    Move.RETURN: (_SINCE, _NOTE),
    Move.SUSPECT: (_SINCE, _BASIS),
    Move.EXCLUDE: (
        _SINCE,
        Asked("note", "依据（没有两次阴性时必填）", "long_text", is_required=False),
    ),
    Move.CONFIRM: (_DEGREE, _SINCE, _BASIS),
    Move.ASYMPTOMATIC: (_SINCE, _BASIS),
    Move.SEVERITY: (_DEGREE, _SINCE),
    Move.RECOVER: (
        Asked("met", "出院标准（逐条确认）", "codes", choices=dict(DISCHARGE_CRITERIA)),
        _SINCE,
    ),
    Move.DEATH: (
        Asked("cause", "死因", "code", choices=_words(DeathCause)),
        Asked("since", "死亡时间", "moment"),
    ),
}  # fmt: skip


def missing(move: Move, given: Mapping[str, object]) -> dict[str, str]:
    """What must still be answered, and answers that are none of the choices."""
    faults = {}
    for one in ASKED[move]:
        said = given.get(one.id)
        if not said:
            if one.is_required:
                faults[one.id] = (
                    f"请填写{one.label}" if one.choices is None else f"请选择{one.label}"
                )
            continue
        several = said if isinstance(said, (list, tuple)) else [said]
        if one.choices is not None and not set(map(str, several)) <= set(one.choices):
            faults[one.id] = f"请在列出的选项中选择{one.label}"
    return faults
