"""What happened, who must still hear of it, and who looked at whom."""

from typing import Any, NoReturn

from django.db import models


class AppendOnly(TypeError):
    """The trail is written once; nothing in the program changes or removes a line."""


class Looks(models.QuerySet["Access"]):
    """Refuses to change or delete a line of the access log."""

    def update(self, **_: Any) -> NoReturn:  # noqa: ANN401 -- Django's own signature
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly


class Trail(models.QuerySet["Entry"]):
    """Refuses to change anything but a seal that is not there yet, and to delete."""

    def update(self, **values: Any) -> int:  # noqa: ANN401 -- Django's own signature
        if not set(values) <= {"seal", "seal_no"}:
            raise AppendOnly
        return self.filter(seal_no=None)._write(values)

    def _write(self, values: dict[str, Any]) -> int:
        return super().update(**values)

    def delete(self) -> NoReturn:
        raise AppendOnly


class Once(models.Model):
    """A line that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own signature
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *_: object, **__: object) -> NoReturn:
        raise AppendOnly


class Entry(Once):
    """One thing that happened: audit trail, case timeline and event, written once."""

    action = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=64)
    happened_at = models.DateTimeField()
    area_code = models.CharField(max_length=15, blank=True)  # where, for the live stream's scope
    detail = models.JSONField(default=dict)
    batch = models.UUIDField(null=True)
    seal = models.CharField(
        max_length=64, blank=True
    )  # hash over this entry and the seal before it
    # The order of sealing, without gaps: an entry may commit after later ones were sealed.
    seal_no = models.BigIntegerField(null=True, unique=True)

    objects = Trail.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="entry_timeline"),
            models.Index(fields=["actor_kind", "actor_id", "id"], name="entry_actor"),
            models.Index(fields=["seal_no", "id"], name="entry_seal_no"),
        ]

    def __str__(self) -> str:
        return f"{self.action} #{self.subject_id}"


class Delivery(models.Model):
    """An entry owed to one handler (the outbox); ``next_at`` is empty once done or shelved."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="deliveries")
    handler = models.CharField(max_length=128)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    shelved_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "handler"], name="delivery_once"),
        ]
        indexes = [models.Index(fields=["next_at", "id"], name="delivery_due")]

    def __str__(self) -> str:
        return f"{self.entry_id} → {self.handler}"


class Receipt(models.Model):
    """An operation that a device named and that was carried out: sent again it changes nothing."""

    key = models.UUIDField(unique=True)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    path = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="receipt_at")]

    def __str__(self) -> str:
        return f"{self.key} {self.path}"


class Access(Once):
    """Someone looked at personal data (the access log); ``fields`` names what was unmasked."""

    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    fields = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    objects = Looks.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="access_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} → {self.subject_type} {self.subject_id}"
