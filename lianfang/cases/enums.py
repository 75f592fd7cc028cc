"""The words of a case (handbook §1.5, §4.2)."""

from django.db.models import IntegerChoices, TextChoices


class Kind(TextChoices):
    """The first letter of the case number follows from it: Y verification, Z declared, E event."""

    VERIFY = "verify", "疫情核实"
    CONFIRM_DETAILS = "confirm_details", "补充信息"
    MISSED_CHECKS = "missed_checks", "连续漏报"
    HOSPITAL = "hospital", "送医协调"
    HELP = "help", "居民求助"
    APPEAL = "appeal", "通行证申诉"
    PLACE = "place", "场所核查"


class Source(TextChoices):
    CITIZEN = "citizen", "市民上报"
    TIP = "tip", "匿名线索"
    GATE = "gate", "出入口摸排"
    GRID_WORKER = "grid_worker", "网格员上报"
    CLOSE_CONTACT = "close_contact", "密切接触者"
    ENTERPRISE = "enterprise", "企事业申报"
    SYSTEM = "system", "系统"


class SubjectKind(TextChoices):
    """What a report or a tip is about (handbook §3.6), or what somebody asks for."""

    SELF = "self", "本人不适"
    SUSPECTED = "suspected", "发现疑似病例"
    RETURNEE = "returnee", "重点地区旅居归来人员"
    PLACE = "place", "可疑场所"
    MEDICINE = "medicine", "药品"
    FOOD = "food", "食品和日用品"
    RUBBISH = "rubbish", "清运垃圾"
    OTHER = "other", "其他帮助"


class State(TextChoices):
    """Where a case stands; each label says what it waits for."""

    SUBMITTED = "submitted", "待受理"
    ACCEPTED = "accepted", "待立案"
    FILED = "filed", "待派遣"
    DISPATCHED = "dispatched", "待核实"
    VERIFYING = "verifying", "核实中"
    REVIEWING = "reviewing", "待审核"
    CLOSING = "closing", "待结案"
    CLOSED = "closed", "已结案"
    SUSPENDED = "suspended", "挂账"
    REJECTED = "rejected", "不予立案"
    VOIDED = "voided", "作废"


class Outcome(TextChoices):
    UNTRUE = "untrue", "情况不属实"
    UNREACHABLE = "unreachable", "联系不上"
    MOVED = "moved", "已搬离本网格"
    TRUE = "true", "情况属实"
    TRUE_SYMPTOMS = "true_symptoms", "属实且有症状"


class PublicState(TextChoices):
    """All that a citizen is told of a case (handbook §4.2)."""

    ACCEPTED = "accepted", "已受理"
    VERIFYING = "verifying", "核实中"
    CLOSED = "closed", "已办结"


class Urgency(IntegerChoices):
    """The severity icon of §1.6, separate from the light."""

    CRITICAL = 1, "特急"
    URGENT = 2, "紧急"
    NORMAL = 3, "一般"


class Light(TextChoices):
    GREEN = "green", "正常"
    YELLOW = "yellow", "将超时"
    RED = "red", "已超时"
    NONE = "none", "已停止计时"


class Limited(TextChoices):
    """What is counted for a day, so that no one sender floods the desk."""

    DEVICE = "device", "手机"
    ADDRESS = "address", "网络地址"
    AREA = "area", "社区"
    HINT = "hint", "重复提醒"
