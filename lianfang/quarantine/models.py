"""Isolation episodes, their check slots, readings, doctor's visits and notices."""

from django.db import models

from lianfang.core.fields import SealedField
from lianfang.files.models import File
from lianfang.geo.models import Placed
from lianfang.org.models import User
from lianfang.people.models import Person
from lianfang.quarantine.enums import (
    EndReason,
    Mode,
    NoticeKind,
    PostRelease,
    ReadingKind,
    RemarkKind,
    SlotPart,
    SlotState,
    Step,
    SubjectClass,
    VisitKind,
)


class Episode(Placed):
    """One stay under observation (隔离观察); a person may have many, one open at a time.

    ``is_open`` is true or empty, so that a plain unique constraint holds on every database.
    Paused (in hospital as suspected) it stays open with mode 3 and keeps its planned end.
    """

    key = models.UUIDField(unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="episodes")
    is_open = models.BooleanField(null=True, default=True)
    subject_class = models.CharField(max_length=20, choices=SubjectClass.choices)
    profile = models.CharField(max_length=24)  # the policy edition it began under
    mode = models.CharField(max_length=1, choices=Mode.choices, default=Mode.HOME)
    place = SealedField(purpose="episode.place", blank=True, default="")
    room_no = models.CharField(max_length=20, blank=True)
    managed_by = models.CharField(max_length=64, blank=True)  # the enterprise in charge
    visit_contact = SealedField(purpose="episode.contact", blank=True, default="")
    anchor_at = models.DateTimeField()  # last exposure or arrival: day 0
    anchor_evidence = models.CharField(max_length=2, blank=True)  # CL6, or empty with a waiver
    waiver = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    planned_end = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=16, choices=EndReason.choices, blank=True)
    post_release = models.CharField(max_length=1, choices=PostRelease.choices, blank=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    doctor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    grid_worker = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    baseline = models.JSONField(default=list)  # symptoms a doctor saw and found nothing new in
    open_abnormal_at = models.DateTimeField(null=True)  # since when an abnormal sign is not cleared

    class Meta(Placed.Meta):
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["is_open", "planned_end"], name="episode_due"),
            models.Index(fields=["is_open", "mode"], name="episode_mode"),
            models.Index(fields=["is_open", "starts_at"], name="episode_begun"),
            models.Index(fields=["doctor", "is_open"], name="episode_doctor"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "is_open"], name="episode_one_open"),
        ]

    def __str__(self) -> str:
        return f"观察{self.pk}"


class Segment(models.Model):
    """A stretch of an episode in one mode (home, central, hospital)."""

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="segments")
    mode = models.CharField(max_length=1, choices=Mode.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.episode_id} {self.mode}"


class Reading(Placed):
    """One measurement of temperature and signs; append-only, placed where it was counted."""

    key = models.UUIDField(unique=True)  # made by the device: a resend finds the same row
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="readings")
    episode = models.ForeignKey(
        Episode, null=True, on_delete=models.PROTECT, related_name="readings"
    )
    kind = models.CharField(max_length=8, choices=ReadingKind.choices)
    temp_c = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    symptoms = models.JSONField(default=list)  # CL2 codes
    is_abnormal = models.BooleanField(default=False)
    measured_at = models.DateTimeField()
    received_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    measured_by = models.CharField(max_length=64)
    distance_m = models.PositiveIntegerField(null=True)  # from the place of observation
    door_no = SealedField(purpose="reading.door", blank=True, default="")
    note = SealedField(purpose="reading.note", blank=True, default="")
    photo = models.ForeignKey(File, null=True, on_delete=models.PROTECT)

    class Meta(Placed.Meta):
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["person", "measured_at"], name="reading_person"),
            models.Index(fields=["measured_at"], name="reading_time"),
        ]

    def __str__(self) -> str:
        return f"体征{self.pk}"


class Slot(models.Model):
    """One check that is due (早/晚); made once per episode, day and part."""

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="slots")
    day = models.DateField()
    part = models.CharField(max_length=2, choices=SlotPart.choices)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    grace_until = models.DateTimeField()
    state = models.CharField(max_length=16, choices=SlotState.choices, default=SlotState.PLANNED)
    is_late = models.BooleanField(default=False)
    reading = models.ForeignKey(Reading, null=True, on_delete=models.PROTECT, related_name="slots")
    level = models.PositiveSmallIntegerField(default=0)  # of escalation reached, 0 none yet
    next_at = models.DateTimeField(null=True)  # when the next step is due; empty: nothing more
    explanation = SealedField(purpose="slot.explanation", blank=True, default="")  # if missed
    explained_by = models.CharField(max_length=64, blank=True)
    explained_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "day", "part"], name="slot_once"),
        ]
        indexes = [
            models.Index(fields=["next_at", "id"], name="slot_due"),
            models.Index(fields=["day", "state"], name="slot_day"),
        ]

    def __str__(self) -> str:
        return f"{self.episode_id} {self.day} {self.part}"

    @property
    def area_code(self) -> str:
        return self.episode.area_code


class Escalation(models.Model):
    """A level of the missed-check ladder that was reached; the constraint makes it happen once."""

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="escalations")
    level = models.PositiveSmallIntegerField(choices=Step.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slot", "level"], name="escalation_once")]

    def __str__(self) -> str:
        return f"{self.slot_id} {self.level}"


class Visit(Placed):
    """A task for a doctor or grid worker to see or call an observed person (上门检查)."""

    key = models.UUIDField(unique=True)
    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="visits")
    kind = models.CharField(max_length=8, choices=VisitKind.choices)
    why = models.CharField(max_length=64)  # unique with the episode: a repeat plans nothing new
    assignee = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="visits")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    is_done = models.BooleanField(default=False)  # without done_at: not needed any more
    reading = models.ForeignKey(Reading, null=True, on_delete=models.PROTECT)
    note = SealedField(purpose="visit.note", blank=True, default="")

    class Meta(Placed.Meta):
        constraints = [models.UniqueConstraint(fields=["episode", "why"], name="visit_once")]
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["assignee", "is_done", "due_at"], name="visit_tasks"),
        ]

    def __str__(self) -> str:
        return f"巡诊{self.pk}"


class Notice(models.Model):
    """A notice served on a person (告知书, 指引, 解除通知书) with its PDF."""

    key = models.UUIDField(unique=True)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    number = models.CharField(max_length=32, null=True, unique=True)  # 解〔2020〕00001号
    file = models.ForeignKey(File, null=True, on_delete=models.PROTECT)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=64)
    signed_at = models.DateTimeField(null=True)
    signature = SealedField(purpose="notice.signature", blank=True, default="")  # strokes, JSON
    signed_file = models.ForeignKey(
        File, null=True, on_delete=models.PROTECT, related_name="signed_notices"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["episode", "kind"], name="notice_once")]

    def __str__(self) -> str:
        return self.number or f"{self.kind} {self.pk}"

    @property
    def area_code(self) -> str:
        return self.episode.area_code


class Remark(models.Model):
    """A line of a log about one person's isolation, append-only."""

    key = models.UUIDField(unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="remarks")
    kind = models.CharField(max_length=12, choices=RemarkKind.choices)
    text = SealedField(purpose="remark.text")
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "id"], name="remark_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class NoticeNumber(models.Model):
    """The last number given in a year; never used again."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"
