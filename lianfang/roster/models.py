"""Batches of uploaded rows, what became of each, and what a sender's headers mean."""

from django.db import models

from lianfang.core.fields import SealedField
from lianfang.people.models import Person
from lianfang.roster.enums import BatchState, Pile


class Batch(models.Model):
    """One uploaded table (批量导入), from preview to commit and perhaps undo."""

    key = models.UUIDField(unique=True)
    name = models.CharField(max_length=128)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=BatchState.choices)
    headers = models.JSONField(default=list)
    columns = models.JSONField(default=dict)  # column number → field id
    counts = models.JSONField(default=dict)  # pile → rows
    done = models.PositiveIntegerField(default=0)  # rows read or written so far
    total = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    user_id = models.BigIntegerField()
    user_name = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user_id", "id"], name="batch_user")]

    def __str__(self) -> str:
        return f"批次{self.pk}"


class BatchRow(models.Model):
    """A row of a batch: the cells as they came, sealed, the pile it went to, and why."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = SealedField(purpose="batch.cells")
    pile = models.CharField(max_length=8, choices=Pile.choices)
    faults = models.JSONField(default=dict)  # field id → sentence
    doubts = models.JSONField(default=dict)  # likewise; they refuse nothing
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL)
    is_new = models.BooleanField(default=False)  # this row put the person on file

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="batch_row_once"),
        ]
        indexes = [models.Index(fields=["batch", "pile", "number"], name="batch_pile")]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number}"


class Learned(models.Model):
    """What a sender chose for a header once; asked no more."""

    user_id = models.BigIntegerField()
    header = models.CharField(max_length=64)
    field = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "header"], name="learned_once")]

    def __str__(self) -> str:
        return f"{self.header} → {self.field}"


class SavedSearch(models.Model):
    """A question somebody keeps, for themselves or for their department."""

    key = models.UUIDField(unique=True)
    user_id = models.BigIntegerField()
    department_id = models.BigIntegerField(null=True)  # shared with, where it is
    name = models.CharField(max_length=30)
    query = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["user_id", "id"], name="search_user"),
            models.Index(fields=["department_id", "id"], name="search_department"),
        ]

    def __str__(self) -> str:
        return self.name
