"""The words of declarations by organisations (plan 4.1.5)."""

from django.db.models import TextChoices


class FormKind(TextChoices):
    """Which form an organisation fills in; the codes are those of its kind of department."""

    ENTERPRISE = "enterprise", "企业"
    SCHOOL = "school", "学校"
    SITE = "site", "建筑工地"


class Origin(TextChoices):
    AGENT = "agent", "单位录入"
    BATCH = "batch", "批量导入"
    SELF = "self", "本人申报"


class Outcome(TextChoices):
    CASE = "case", "已转社区核实"
    REGISTERED = "registered", "已登记"
