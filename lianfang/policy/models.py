"""Rules as data: editions of the epidemic rules, and single parameters, each effective-dated."""

from django.db import models


class Profile(models.Model):
    """One edition of the rules (防控规则, handbook §2.4); episodes keep the one they began with.

    Which edition is in force is the parameter ``policy_profile``, effective-dated like any other.
    """

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=64)
    rules = models.JSONField()  # subject class → rule

    def __str__(self) -> str:
        return self.code


class Parameter(models.Model):
    """A value of handbook §9 from a moment on; the latest one begun is in force."""

    key = models.CharField(max_length=64)
    value = models.JSONField()
    valid_from = models.DateTimeField()
    changed_by = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = [models.Index(fields=["key", "valid_from"], name="parameter_at")]

    def __str__(self) -> str:
        return self.key
