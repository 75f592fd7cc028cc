"""The words of the rules: how days are counted, when an observation ends, pass colours."""

from django.db.models import TextChoices


class CountFrom(TextChoices):
    """Which moment is day 0 (handbook §2.3)."""

    LAST_EXPOSURE = "last_exposure", "末次暴露"
    DEPARTURE = "departure", "离开重点地区"
    ARRIVAL = "arrival", "抵达本市"
    START_DATE = "start_date", "开始隔离"


class ReleaseMoment(TextChoices):
    """When on the last day the observation is over; cities differ."""

    END_OF_LAST_DAY = "end_of_last_day", "末日24时"
    EXACT_HOURS = "exact_hours", "满整小时"
    MORNING_OF_LAST_DAY = "morning_of_last_day", "末日8时"


class PhaseMode(TextChoices):
    HOME = "home", "居家"
    CENTRAL = "central", "集中"
    MONITORING = "monitoring", "居家健康监测"


class PassColour(TextChoices):
    GREEN = "green", "通行"
    YELLOW = "yellow", "限制"
    RED = "red", "禁止"
    GRAY = "gray", "待核验"


class SourcePolicy(TextChoices):
    """What a report of this source does to the person (handbook E7)."""

    AUTO = "auto", "直接纳入"
    VERIFY = "verify", "先核实"
