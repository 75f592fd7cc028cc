"""Stored files: photos, signatures, generated documents."""

from django.db import models


class File(models.Model):
    """One file on disk under MEDIA_ROOT; reached by key only through the app that holds it."""

    key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=16)  # photo, signature, notice
    name = models.CharField(max_length=128)
    mime = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    owner_kind = models.CharField(max_length=16)
    owner_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
