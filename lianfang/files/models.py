"""Stored files: photos, signatures, generated documents."""

from django.db import models

from lianfang.files.enums import Kind

_SUFFIX = {
    "image/jpeg": "jpg",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}


class File(models.Model):
    """One sealed file under MEDIA_ROOT; reached by key only through the app that holds it."""

    key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(max_length=128)
    mime = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    owner_kind = models.CharField(max_length=16)
    owner_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """Where it lies, spread over 256 folders."""
        return f"{self.kind}/{self.key.hex[:2]}/{self.key.hex}.{_SUFFIX[self.mime]}"
