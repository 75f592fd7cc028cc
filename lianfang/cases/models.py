"""The case, its stages on the clock, and its numbers."""

from django.db import models

from lianfang.cases.enums import Kind, Limited, Outcome, Source, State, SubjectKind, Urgency
from lianfang.core.fields import SealedField
from lianfang.geo.models import Placed
from lianfang.org.models import User
from lianfang.people.models import Person


class Case(Placed):
    """A reported suspicion on its way from report to closing (案卷).

    Who reported is kept as an actor and never shown to handlers (handbook §7.3).
    """

    key = models.UUIDField(unique=True)  # made by the client: replays find the same row
    number = models.CharField(max_length=24, unique=True)  # §1.5: Y 420000 20200210 00001
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.VERIFY)
    source = models.CharField(max_length=16, choices=Source.choices)
    subject_kind = models.CharField(max_length=12, choices=SubjectKind.choices, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.SUBMITTED)
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices, default=Urgency.NORMAL)
    held_state = models.CharField(
        max_length=12, choices=State.choices, blank=True
    )  # 挂账: where from
    version = models.PositiveIntegerField(default=1)  # moves with every step: the swap compares it
    opened_at = models.DateTimeField()
    state_since = models.DateTimeField()
    limit_s = models.PositiveIntegerField(null=True)  # of this stage; empty: no clock runs
    paused_s = models.PositiveIntegerField(default=0)  # suspended time of this stage
    carried_s = models.PositiveIntegerField(default=0)  # already used when this stage began
    paused_since = models.DateTimeField(null=True)
    yellow_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)  # calls without an answer
    retry_at = models.DateTimeField(null=True)
    step_key = models.UUIDField(null=True)  # the device's key of the last step: a resend is known
    step_by = models.BigIntegerField(null=True)
    reporter_kind = models.CharField(max_length=16)
    reporter_id = models.BigIntegerField(null=True)
    assignee = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="tasks")
    doctor = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="joint_visits"
    )  # invited to a joint visit
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="cases")
    subject_name = models.CharField(max_length=50)
    subject_phone = SealedField(purpose="case.phone", blank=True, default="")
    phone_blind = models.CharField(max_length=32, blank=True)
    address = SealedField(purpose="case.address", blank=True, default="")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    is_guessed = models.BooleanField(default=False)  # the grid is the nearest, not the containing
    symptoms = models.JSONField(default=list)  # CL2 codes
    temp_c = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    description = SealedField(purpose="case.description", blank=True, default="")
    finding = SealedField(purpose="case.finding", blank=True, default="")
    photos = models.JSONField(default=list)  # file keys
    last_contact_at = models.DateTimeField(null=True)  # close contacts: day 0
    area_at = models.CharField(max_length=15)  # where it was reported, for counting

    class Meta(Placed.Meta):
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["due_at"], name="case_due"),
            models.Index(fields=["assignee", "state", "due_at", "id"], name="case_tasks"),
            models.Index(fields=["reporter_kind", "reporter_id", "id"], name="case_reporter"),
            models.Index(fields=["city", "state", "id"], name="case_city_state"),
            models.Index(fields=["retry_at"], name="case_retry"),
            models.Index(fields=["phone_blind"], name="case_phone"),
            models.Index(fields=["area_code", "opened_at"], name="case_recent"),
        ]

    def __str__(self) -> str:
        return self.number


class Stage(models.Model):
    """A stage a case has passed or stands in, with its clock (计时)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stages")
    state = models.CharField(max_length=12, choices=State.choices)
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    limit_s = models.PositiveIntegerField(null=True)
    paused_s = models.PositiveIntegerField(default=0)
    carried_s = models.PositiveIntegerField(default=0)
    handler_name = models.CharField(max_length=64, blank=True)  # who finished it

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="stage_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"


class CaseNumber(models.Model):
    """The last number given for a letter, county and day; never used again."""

    letter = models.CharField(max_length=1)
    county = models.CharField(max_length=6)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "county", "day"], name="case_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.letter}{self.county}{self.day:%Y%m%d}"


class DayCount(models.Model):
    """How much one sender sent on one day; the mark is of that day only and leads to no case."""

    kind = models.CharField(max_length=8, choices=Limited.choices)
    mark = models.CharField(max_length=32)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "mark", "day"], name="day_count_once"),
        ]
        indexes = [models.Index(fields=["day"], name="day_count_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day:%Y%m%d}"
