"""Audit entries as lines for a public wall: what and which street, never who or which door."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from lianfang.audit.models import Entry
from lianfang.geo.queries import names_of

_STREET = 9
_WORDS = {
    "case.submitted": "收到疫情上报，已受理",
    "case.dispatched": "案卷已派遣到网格员",
    "case.visit_started": "网格员已出发入户核实",
    "case.verified": "网格员完成入户核实",
    "case.unreachable": "入户核实联系不上，稍后再访",
    "case.escalated": "多次联系不上，已上报协查",
    "case.closed": "一件案卷结案",
    "person.registered": "新登记一名人员",
    "person.batch_registered": "批量登记一批人员",
    "episode.started": "新增一名隔离观察人员",
    "episode.released": "一名观察对象期满解除",
    "reading.abnormal": "体征异常，已通知社区医生",
    "slot.missed": "一次自查漏报，已提醒",
    "visit.done": "社区医生完成上门检查",
    "gate.scanned": "卡口核验一人",
    "gate.registered": "卡口登记一名疑似人员",
    "referral.opened": "一名人员转定点医院",
    "referral.accepted": "定点医院已接收",
    "patient.admitted": "定点医院收治一人",
    "class.suspected": "新增疑似一例",
    "class.excluded": "排除疑似一例",
    "class.confirmed": "新增确诊一例",
    "class.asymptomatic": "新增无症状一例",
    "case_class.recovered": "治愈出院一例",
    "declaration.submitted": "单位申报一名返岗人员",
    "contact.filed": "登记一名密切接触者",
    "feed.accepted": "全国疫情数据已更新",
}


@dataclass(frozen=True)
class Line:
    """One line of the ticker; ``id`` is where a listener resumes."""

    id: int
    at: dt.datetime
    text: str
    area_code: str
    action: str


def lines_of(entries: Iterable[Entry]) -> list[Line]:
    """Only what has words; the area is no finer than the street. One statement for the names."""
    told = [entry for entry in entries if entry.action in _WORDS]
    names = names_of({entry.area_code[:_STREET] for entry in told if entry.area_code})
    return [
        Line(
            entry.pk,
            entry.happened_at,
            f"{names.get(entry.area_code[:_STREET], '')} {_WORDS[entry.action]}".strip(),
            entry.area_code[:_STREET],
            entry.action,
        )
        for entry in told
    ]
