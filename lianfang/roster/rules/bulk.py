"""Whom a bulk act would reach, and why not the others; pure."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from lianfang.core.clock import local_date
from lianfang.org.enums import Permission
from lianfang.quarantine.enums import Mode, NoticeKind
from lianfang.quarantine.queries import StayNow
from lianfang.roster.enums import BulkKind

PERMISSION = {
    BulkKind.ARRANGE: Permission.PERSON_EDIT,
    BulkKind.DOCTOR: Permission.PERSON_EDIT,
    BulkKind.CHECKS: Permission.PERSON_EDIT,
    BulkKind.MESSAGE: Permission.PERSON_EDIT,
    BulkKind.NOTICES: Permission.OBSERVATION_ISSUE,
}
UNDOABLE = frozenset({BulkKind.ARRANGE, BulkKind.DOCTOR})
MODES = frozenset({Mode.HOME, Mode.CENTRAL, Mode.MONITORING, Mode.OTHER})
NOTICES = frozenset({NoticeKind.HOME, NoticeKind.GUIDE})
NO_STAY = "没有进行中的隔离观察"
IN_HOSPITAL = "在定点医院，由医院变更"
SAME = "已经如此，无需变更"
NOT_YOURS = "不在您的管辖范围"
NO_DOCTOR = "还没有负责的医生"
TOO_FAR = "这位医生不负责该区域"
NO_ACCOUNT = "没有绑定微信，收不到消息"
OVER_BEFORE = "观察在检查日之前结束"
ENDED = "观察已经结束或重新开始"
CHANGED = "之后又变更过"
VISITED = "新指定的医生已经上门"
_LATEST = dt.timedelta(days=30)


@dataclass(frozen=True)
class Bulk:
    """What somebody wants done; which fields count depends on ``kind``."""

    kind: BulkKind
    mode: str = ""
    place: str = ""
    doctor_id: int = 0
    doctor_name: str = ""
    due_on: dt.date | None = None
    title: str = ""
    text: str = ""
    notice: str = ""

    def faults(self, today: dt.date) -> dict[str, str]:
        """What is missing or wrong, by field."""
        return _FAULTS[self.kind](self, today)


def _arrange(bulk: Bulk, _today: dt.date) -> dict[str, str]:
    if bulk.mode and bulk.mode not in MODES:
        return {"mode": "转入医院请由医院办理，这里请选其他方式"}
    return {} if bulk.mode or bulk.place.strip() else {"mode": "请选择观察方式或填写地点"}


def _doctor(bulk: Bulk, _today: dt.date) -> dict[str, str]:
    return {} if bulk.doctor_id else {"doctor_id": "请选择医生"}


def _checks(bulk: Bulk, today: dt.date) -> dict[str, str]:
    if bulk.due_on is None or not today <= bulk.due_on <= today + _LATEST:
        return {"due_on": f"请选择今天起 {_LATEST.days} 天内的日期"}
    return {}


def _message(bulk: Bulk, _today: dt.date) -> dict[str, str]:
    wanted = {"title": (bulk.title, "请填写标题"), "text": (bulk.text, "请填写内容")}
    return {name: said for name, (value, said) in wanted.items() if not value.strip()}


def _notices(bulk: Bulk, _today: dt.date) -> dict[str, str]:
    return {} if bulk.notice in NOTICES else {"notice": "请选择要发放的文书"}


_FAULTS: dict[BulkKind, Callable[[Bulk, dt.date], dict[str, str]]] = {
    BulkKind.ARRANGE: _arrange,
    BulkKind.DOCTOR: _doctor,
    BulkKind.CHECKS: _checks,
    BulkKind.MESSAGE: _message,
    BulkKind.NOTICES: _notices,
}


@dataclass(frozen=True)
class Reach:
    """What is known of one person when an act is judged."""

    area_code: str
    stay: StayNow | None = None
    account_id: int | None = None


@dataclass(frozen=True)
class Judge:
    """Says why an act passes somebody by; ``covers`` is the caller's right to it at a place."""

    bulk: Bulk
    covers: Callable[[str], bool]
    doctor_covers: Callable[[str], bool] = field(default=lambda _area: False)

    def why_not(self, one: Reach) -> str:
        """Empty for whoever is reached."""
        if not self.covers(one.area_code):
            return NOT_YOURS
        if self.bulk.kind == BulkKind.MESSAGE:
            return "" if one.account_id else NO_ACCOUNT
        if one.stay is None:
            return NO_STAY
        if not self.covers(one.stay.area_code):
            return NOT_YOURS
        return self._of_stay(one.stay)

    def _of_stay(self, stay: StayNow) -> str:
        bulk = self.bulk
        match bulk.kind:
            case BulkKind.ARRANGE:
                if stay.mode == Mode.HOSPITAL:
                    return IN_HOSPITAL
                return SAME if is_as_left(bulk, stay) else ""
            case BulkKind.DOCTOR:
                if is_as_left(bulk, stay):
                    return SAME
                return "" if self.doctor_covers(stay.area_code) else TOO_FAR
            case BulkKind.CHECKS:
                return self._of_visit(stay)
            case _:
                return ""

    def _of_visit(self, stay: StayNow) -> str:
        if stay.mode == Mode.HOSPITAL:
            return IN_HOSPITAL
        if stay.doctor_id is None:
            return NO_DOCTOR
        due = self.bulk.due_on
        return OVER_BEFORE if due and local_date(stay.planned_end) < due else ""


def is_as_left(bulk: Bulk, stay: StayNow) -> bool:
    """Nobody changed since what the act had changed."""
    if bulk.kind == BulkKind.DOCTOR:
        return stay.doctor_id == bulk.doctor_id
    return bulk.mode in {"", stay.mode} and bulk.place.strip() in {"", stay.place}
