"""The words of the feeds: where figures come from, and why a snapshot was not taken."""

from django.db.models import TextChoices

NATION = "CN"  # the area code of the national figures


class Source(TextChoices):
    DXY = "dxy", "丁香园"


class State(TextChoices):
    ACCEPTED = "accepted", "已采用"
    REFUSED = "refused", "未采用"


class Refusal(TextChoices):
    """The label is the sentence shown to whoever runs the feeds."""

    TORN = "torn", "内容残缺或格式不符，无法完整读出"
    INCOMPLETE = "incomplete", "缺少部分省份的数据"
    NEGATIVE = "negative", "累计数出现负数"
    OLDER = "older", "早于已采用的数据"
    FALLING = "falling", "全国累计数比已采用的数据减少"
