"""The words of contact tracing (handbook §2.5, CL4)."""

from django.db.models import TextChoices


class Relation(TextChoices):
    FAMILY = "1", "家庭成员"
    MEDICAL = "2", "医务人员"
    CLASSMATE = "3", "同学"
    COLLEAGUE = "4", "同事"
    OTHER = "5", "其他"


class ListState(TextChoices):
    """A list of contacts on its way."""

    WAITING = "waiting", "待第二人同意"
    FILED = "filed", "已登记"
    REFUSED = "refused", "未获同意"


class Manner(TextChoices):
    MEAL = "1", "同进餐"
    ROOM = "2", "同处一室"
    WARD = "3", "同一病区"
    UTENSILS = "4", "共用食具茶具毛巾玩具等"
    SECRETIONS = "5", "接触分泌物排泄物"
    CARE = "6", "诊治护理"
    VISIT = "7", "探视"
    VEHICLE = "8", "共用交通工具"
    OTHER = "9", "其他"
