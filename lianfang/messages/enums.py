"""The words of messages."""

from django.db.models import TextChoices


class Level(TextChoices):
    INFO = "info", "通知"
    URGENT = "urgent", "紧急"


class Channel(TextChoices):
    SMS = "sms", "短信"
    WECHAT = "wechat", "微信"


class OutgoingState(TextChoices):
    QUEUED = "queued", "待发送"
    SENT = "sent", "已发送"
    DELIVERED = "delivered", "已送达"
    FAILED = "failed", "未送达"


class Wording(TextChoices):
    """What an SMS says, word for word: operators send approved texts only (handbook §8.5)."""

    CODE = "code", "验证码"
    NOTICE = "notice", "新通知"
    MOVED = "moved", "账号变更"
    FREE = "free", "其他"
