"""A question about people in words, for notes and trails; a number in it is never whole."""

from collections.abc import Mapping

from lianfang.core.masking import mask_number
from lianfang.people.enums import CaseClass, Category, ControlStatus, ReportSource
from lianfang.quarantine.enums import Mode
from lianfang.roster.fields.declared import SEX

_LABELS = {
    "text": "姓名或号码",
    "area_code": "区域",
    "control_status": "管控状态",
    "case_class": "病例分类",
    "category": "人员类别",
    "source": "报送来源",
    "sex": "性别",
    "mode": "观察方式",
    "starts_from": "开始不早于",
    "starts_until": "开始不晚于",
    "ends_from": "结束不早于",
    "ends_until": "结束不晚于",
    "is_abnormal_today": "今日异常",
    "custom": "自定义字段",
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "control_status": dict(ControlStatus.choices),
    "case_class": dict(CaseClass.choices),
    "category": dict(Category.choices),
    "source": dict(ReportSource.choices),
    "sex": SEX,
    "mode": dict(Mode.choices),
    "is_abnormal_today": {"True": "是"},
}


def safely(query: Mapping[str, object]) -> dict[str, str]:
    """What was asked, without empty conditions; typed digits keep 3 and 4."""
    told = {name: str(value) for name, value in query.items() if value not in {None, "", False}}
    if "custom" in told:  # their values may be anything
        told["custom"] = "已设条件"
    if any(sign.isdigit() for sign in told.get("text", "")):
        told["text"] = mask_number(told["text"])
    return told


def in_words(query: Mapping[str, object]) -> str:
    told = safely(query)
    said = [f"{_LABELS.get(n, n)}：{_WORDS.get(n, {}).get(v, v)}" for n, v in told.items()]
    return "；".join(said) or "全部人员"
