"""The words of articles (plan 4.1.1: 自查说明, 防疫宣传, 要闻播报)."""

from django.db.models import TextChoices

CITIZEN = "citizen"  # the reader who is no role of the staff


class ArticleKind(TextChoices):
    NEWS = "news", "要闻播报"
    GUIDANCE = "guidance", "防疫宣传"
    SELF_CHECK = "self_check", "自查说明"


class ArticleState(TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤回"


class Showing(TextChoices):
    """What a state means at a moment, by the schedule."""

    DRAFT = "draft", "草稿"
    WAITING = "waiting", "待展示"
    ON = "on", "展示中"
    OVER = "over", "已到期"
    WITHDRAWN = "withdrawn", "已撤回"


class AdviceLevel(TextChoices):
    """How urgent an advice of the self-check is."""

    CALM = "calm", "保持防护"
    WATCH = "watch", "居家观察"
    ACT = "act", "尽快就医"
