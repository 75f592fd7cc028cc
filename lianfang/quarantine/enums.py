"""The words of isolation and observation (handbook §3.4, §4.3)."""

from django.db.models import IntegerChoices, TextChoices


class SubjectClass(TextChoices):
    """Which rule of the policy profile applies."""

    CLOSE_CONTACT = "close_contact", "密切接触者"
    SECONDARY_CONTACT = "secondary_contact", "密接的密接"
    KEY_AREA_ARRIVAL = "key_area_arrival", "重点地区来市人员"
    ENTRANT = "entrant", "入境人员"
    SYMPTOMATIC = "symptomatic", "有症状人员"
    SUSPECTED = "suspected", "疑似病例"


class Mode(TextChoices):
    """CL7."""

    HOME = "1", "居家"
    CENTRAL = "2", "集中"
    HOSPITAL = "3", "定点医院"
    MONITORING = "4", "居家健康监测"
    OTHER = "9", "其他"


class Evidence(TextChoices):
    """CL6: what the first day of an observation rests on."""

    TICKET = "1", "车票/登机牌"
    TRIP = "2", "行程记录"
    GATE = "3", "卡口登记"
    ROAD = "4", "高速/ETC"
    LODGING = "5", "住宿登记"
    WITNESS = "6", "证人/社区证明"
    CDC = "7", "疾控通知"
    OTHER = "9", "其他"


class RemarkKind(TextChoices):
    """Logs kept by hand beside an observation (fields 31, 39 and 42 of the plan)."""

    HANDOVER = "handover", "移交确认"
    SUPERVISION = "supervision", "督查到岗"
    FOLLOW_UP = "follow_up", "后续动态"


class SlotPart(TextChoices):
    AM = "am", "上午"
    PM = "pm", "下午"


class SlotState(TextChoices):
    PLANNED = "planned", "未到时间"
    OPEN = "open", "待上报"
    DONE = "done", "已上报"
    ABNORMAL = "abnormal_done", "已上报(异常)"
    MISSED = "missed", "漏报"
    EXEMPTED = "exempted", "免报"


class Step(IntegerChoices):
    """The ladder of a check that does not come (handbook §4.3), each level once a slot."""

    REMIND = 1, "提醒自查"
    REMIND_AGAIN = 2, "再次提醒"
    MISSED = 3, "漏报"
    CALL = 4, "网格员电话催报"
    DOCTOR = 5, "医生随访"
    CASE = 6, "连续漏报立案"
    COMMAND = 7, "报指挥部"


class ReadingKind(TextChoices):
    SELF = "self", "自查"
    STAFF = "staff", "上门检查"
    GATE = "gate", "卡口"
    DEVICE = "device", "设备"
    HOSPITAL = "hospital", "医院"


class NoticeKind(TextChoices):
    HOME = "home_obs", "居家医学观察告知书"
    GUIDE = "guide", "居家隔离指引"
    RELEASE = "release", "解除隔离通知书"


class VisitKind(TextChoices):
    FIRST = "first", "首次上门"
    ROUTINE = "routine", "定期巡诊"
    ABNORMAL = "abnormal", "异常复核"
    MISSED = "missed", "漏报随访"
    CALL = "call", "电话催报"


class Conclusion(TextChoices):
    """What the doctor makes of an abnormal sign after looking."""

    NONE = "", "无"
    CLEARED = "cleared", "已排除"


class PostRelease(TextChoices):
    FREE = "1", "自由(居家/正常生活)"
    TREATMENT = "2", "集中治疗(转诊)"
    OTHER = "9", "其他"


class EndReason(TextChoices):
    RELEASED = "released", "期满解除"
    HOSPITALISED = "hospitalised", "转入治疗"
    INDEX_EXCLUDED = "index_excluded", "指标病例排除"
    TRANSFERRED = "transferred", "移交外地"
    DIED = "died", "死亡"
    MISTAKE = "mistake", "录入错误"
