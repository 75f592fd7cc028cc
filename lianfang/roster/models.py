"""Uploaded tables and their rows, kept questions, and the fields an administrator added."""

from django.db import models

from lianfang.core.fields import SealedField
from lianfang.people.models import Person
from lianfang.roster.enums import (
    BatchState,
    BulkKind,
    BulkState,
    ExportForm,
    ExportState,
    Pile,
    RowState,
)
from lianfang.roster.fields import Group


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
    department_id = models.BigIntegerField(null=True)  # whose people a table declares
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


class Export(models.Model):
    """People on their way out of the house (导出): what was asked, how far it is, until when.

    Only its maker may fetch it. The file itself lies sealed beside the others, by ``key``.
    """

    key = models.UUIDField(unique=True)
    form = models.CharField(max_length=12, choices=ExportForm.choices)
    state = models.CharField(max_length=12, choices=ExportState.choices)
    query = SealedField(purpose="export.query")  # the question asked, as JSON
    picked = models.JSONField(default=list)  # keys of people ticked one by one; none: all found
    fields = models.JSONField(default=list)
    is_masked = models.BooleanField(default=True)
    is_shifted = models.BooleanField(default=False)  # dates of a line list moved a little
    reason = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=128)
    total = models.PositiveIntegerField(default=0)  # people found when it was asked for
    done = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    fetched = models.PositiveIntegerField(default=0)  # times
    error = models.CharField(max_length=200, blank=True)
    area_code = models.CharField(max_length=15)
    user_id = models.BigIntegerField()
    user_name = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user_id", "id"], name="export_user"),
            models.Index(fields=["state", "expires_at"], name="export_end"),
        ]

    def __str__(self) -> str:
        return f"导出{self.pk}"


class BulkAct(models.Model):
    """One act on many people (批量), from its preview to its end and perhaps back."""

    key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=12, choices=BulkKind.choices)
    state = models.CharField(max_length=12, choices=BulkState.choices)
    wanted = SealedField(purpose="bulk.wanted")  # mode, place, doctor, text …, as JSON
    query = SealedField(purpose="bulk.query")
    counts = models.JSONField(default=dict)  # state of rows → people
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)  # rows gone through so far
    error = models.CharField(max_length=200, blank=True)
    user_id = models.BigIntegerField()
    user_name = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)  # last sign of life of the worker
    ended_at = models.DateTimeField(null=True)
    papers_until = models.DateTimeField(null=True)  # bound documents are kept

    class Meta:
        indexes = [
            models.Index(fields=["user_id", "id"], name="bulk_user"),
            models.Index(fields=["state", "beat_at"], name="bulk_beat"),
        ]

    def __str__(self) -> str:
        return f"批量{self.pk}"


class BulkRow(models.Model):
    """One person of a bulk act: what becomes of it, why not, and how it was before."""

    act = models.ForeignKey(BulkAct, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=RowState.choices)
    why = models.CharField(max_length=64, blank=True)
    before = models.TextField(blank=True, default="")  # as JSON; sealed values stay sealed

    class Meta:
        constraints = [models.UniqueConstraint(fields=["act", "number"], name="bulk_row_once")]
        indexes = [models.Index(fields=["act", "state", "number"], name="bulk_row_state")]

    def __str__(self) -> str:
        return f"{self.act_id}:{self.number}"


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


class CustomField(models.Model):
    """A field an administrator added to the form (自定义字段); switched off, never deleted.

    ``choices`` is a list of ``[code, label]``; ``access`` says for each role what it may do with
    the field, see ``enums.Access``; a role that is not named never sees it.
    """

    key = models.UUIDField(unique=True)
    label = models.CharField(max_length=30, unique=True)
    group = models.CharField(max_length=12, choices=Group.choices)
    kind = models.CharField(max_length=12)  # of rules.added.KINDS
    help = models.CharField(max_length=100, blank=True)
    choices = models.JSONField(default=list)
    access = models.JSONField(default=dict)
    is_on = models.BooleanField(default=True)
    added_by = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["is_on", "id"], name="custom_field_on")]

    def __str__(self) -> str:
        return self.label


class CustomValue(models.Model):
    """What a person's file says in an added field, in the column of the field's type.

    One row a person and field; several of a list are one row each choice. What a filter may ask
    for is indexed after the field; a long text is sealed, a phone number is found by ``blind``.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="custom_values", db_index=False
    )
    field = models.ForeignKey(
        CustomField, on_delete=models.PROTECT, related_name="values", db_index=False
    )
    code = models.CharField(max_length=8, blank=True)  # a choice; yes or no
    text = models.CharField(max_length=100, blank=True)
    number = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    date = models.DateField(null=True)
    moment = models.DateTimeField(null=True)
    sealed = SealedField(purpose="custom.value", blank=True, default="")
    blind = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "field", "code"], name="custom_once"),
        ]
        indexes = [
            models.Index(fields=["field", column, "person"], name=f"custom_{column}")
            for column in ("code", "text", "number", "date", "moment", "blind")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}:{self.field_id}"
