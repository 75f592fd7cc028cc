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
    FAILED = "failed", "未送达"
