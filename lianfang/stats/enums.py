"""The figures that are counted (handbook §5.2, §5.3)."""

from django.db.models import TextChoices


class Figure(TextChoices):
    """A stock is what is true now; a flow belongs to a day."""

    REGISTERED = "registered", "在册人员"
    RETURNEES = "returnees", "重点地区回归"
    OBSERVED = "observed_now", "隔离观察"
    CONTACTS = "contacts_now", "疑似接触"
    SUSPECTED = "suspected_now", "疑似"
    CONFIRMED = "confirmed_now", "确诊"
    OPEN_CASES = "open_cases", "在办案卷"
    OBSERVED_NEW = "observed_new", "新增隔离"
    RELEASED = "released", "解除隔离"
    ABNORMAL = "abnormal", "体征异常"
    HEALTHY = "ring_healthy", "健康"
    FEVER = "ring_fever", "发烧"
    COUGH = "ring_cough", "咳嗽"
    OTHER = "ring_other", "其他"


STOCKS = frozenset(
    {
        Figure.REGISTERED,
        Figure.RETURNEES,
        Figure.OBSERVED,
        Figure.CONTACTS,
        Figure.SUSPECTED,
        Figure.CONFIRMED,
        Figure.OPEN_CASES,
    }
)
RING = (Figure.HEALTHY, Figure.FEVER, Figure.COUGH, Figure.OTHER)
FLOWS = (Figure.OBSERVED_NEW, Figure.RELEASED, Figure.ABNORMAL, *RING)
HEALTH = frozenset(
    {Figure.SUSPECTED, Figure.CONFIRMED, Figure.ABNORMAL}
)  # small counts of these are not shown below the street
