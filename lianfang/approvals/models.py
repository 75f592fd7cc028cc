"""Acts that wait for a second person."""

from django.db import models

from lianfang.geo.models import Placed
from lianfang.org.models import User


class Approval(Placed):
    """A request to act; the owner of ``act`` hears ``approval.granted`` and does it.

    ``is_open`` is true or empty, so that one request per act and subject waits at a time.
    """

    key = models.UUIDField(unique=True)
    act = models.CharField(max_length=48)
    subject_type = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    is_open = models.BooleanField(null=True, default=True)
    title = models.CharField(max_length=128)
    payload = models.JSONField(default=dict)
    permission = models.CharField(max_length=32)  # what the second person must hold
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="approvals_asked")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="approvals_decided"
    )
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta(Placed.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["act", "subject_type", "subject_id", "is_open"], name="approval_one_open"
            ),
        ]
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["permission", "is_open", "id"], name="approval_waiting"),
            models.Index(fields=["subject_type", "subject_id"], name="approval_subject"),
        ]

    def __str__(self) -> str:
        return self.title
