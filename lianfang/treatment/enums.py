"""The words of referral, clinic, admission and laboratory (handbook §2.2, §2.4, §4.1)."""

from django.db.models import TextChoices


class ReferralWhy(TextChoices):
    ABNORMAL = "abnormal", "体征异常"
    VERIFIED = "verified", "核实有症状"
    GATE = "gate", "卡口发现症状"
    DOCTOR = "doctor", "医生建议"


class ReferralState(TextChoices):
    OPEN = "open", "待接收"
    ACCEPTED = "accepted", "已接收"
    ARRIVED = "arrived", "已到院"
    CANCELLED = "cancelled", "已取消"


class LabResult(TextChoices):
    NEGATIVE = "negative", "阴性"
    POSITIVE = "positive", "阳性"
    SUSPECT = "suspect", "可疑"
    RETEST = "retest", "待复检"
    INVALID = "invalid", "无效"


class ObligationKind(TextChoices):
    """Work with a legal clock that a change of class opens (handbook §4.1)."""

    REPORT = "report", "2 小时网络直报"
    INVESTIGATION = "investigation", "24 小时流行病学调查"
    TRACING = "tracing", "密接追踪"
    FOLLOW_UP = "follow_up", "出院后 14 天随访"


class DeathCause(TextChoices):
    DISEASE = "disease", "本病"
    OTHER = "other", "其他原因"
