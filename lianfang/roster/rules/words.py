"""Chinese for what a person's page shows: what happened, exposures, ages."""

import datetime as dt

from lianfang.people.enums import ExposureKind

HAPPENED = {
    "person.registered": "登记建档",
    "person.batch_registered": "批量导入建档",
    "person.updated": "补充信息",
    "person.status_changed": "状态变更",
    "person.voided": "作废档案",
    "person.restored": "恢复档案",
    "person.granted": "授权查看",
    "person.fact_stated": "记录事项",
    "person.fact_closed": "事项结束",
    "person.merged": "合并重复档案",
    "person.unmerged": "撤销合并",
    "person.unmasked": "查看完整信息",
    "episode.started": "开始隔离观察",
    "episode.entry_confirmed": "确认纳入观察",
    "episode.paused": "转医院，观察暂停",
    "episode.resumed": "返回继续观察",
    "episode.ended": "观察结束",
    "episode.reopened": "恢复隔离观察",
    "episode.release_signed": "医生签署解除",
    "episode.released": "解除隔离观察",
    "episode.arranged": "调整观察方式或地点",
    "episode.doctor_assigned": "指定医生",
    "episode.visit_planned": "安排上门检查",
    "person.remarked": "补充记录",
    "slot.explained": "说明漏报原因",
    "notice.issued": "发放通知书",
    "notice.signed": "签收通知书",
    "reading.recorded": "体征登记",
    "reading.abnormal": "体征异常",
    "case.submitted": "收到上报",
    "case.accepted": "受理",
    "case.filed": "立案",
    "case.dispatched": "派遣",
    "case.returned": "回退",
    "case.visit_started": "上门核实",
    "case.doctor_invited": "邀请医生联合上门",
    "case.verified": "核实完成",
    "case.unreachable": "联系不上",
    "case.escalated": "升级督办",
    "case.suspended": "挂账",
    "case.resumed": "恢复办理",
    "case.closed": "结案",
    "case.voided": "作废",
    "pass.changed": "通行证变更",
    "contact.filed": "登记为密切接触者",
}
_EXPOSED = {
    ExposureKind.KEY_AREA: {"0": "无", "1": "居住", "2": "旅行", "3": "途经", "9": "不详"},
}
_YES_NO = {"0": "无", "1": "有", "9": "不详"}


def exposed(kind: str, value: str) -> str:
    """What the digit of an exposure means for this kind."""
    words = _EXPOSED.get(ExposureKind(kind), _YES_NO)
    return words.get(value, "不详")


def age_at(birth_date: dt.date | None, precision: str, day: dt.date) -> int | None:
    """Full years; from the year of birth alone, the age reached in that year."""
    if birth_date is None:
        return None
    years = day.year - birth_date.year
    not_yet = precision == "D" and (day.month, day.day) < (birth_date.month, birth_date.day)
    return years - not_yet
