"""The words of files."""

from django.db.models import TextChoices


class Kind(TextChoices):
    PHOTO = "photo", "照片"
    SIGNATURE = "signature", "签名"
    NOTICE = "notice", "文书"
    ATTACHMENT = "attachment", "附件"
