"""Referrals to designated hospitals, clinic visits, admissions, tests and timed duties."""

from django.db import models

from lianfang.cases.models import Case
from lianfang.core.fields import SealedField
from lianfang.geo.models import Placed
from lianfang.org.models import Department, User
from lianfang.people.models import Person
from lianfang.treatment.enums import LabResult, ObligationKind, ReferralState, ReferralWhy


class Referral(Placed):
    """Someone is to be seen by a designated hospital (转诊); one open at a time per person."""

    key = models.UUIDField(unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="referrals")
    hospital = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="referrals")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="referrals")
    why = models.CharField(max_length=12, choices=ReferralWhy.choices)
    state = models.CharField(
        max_length=12, choices=ReferralState.choices, default=ReferralState.OPEN
    )
    is_open = models.BooleanField(null=True, default=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)

    class Meta(Placed.Meta):
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["hospital", "state", "due_at"], name="referral_inbox"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "is_open"], name="referral_one_open"),
        ]

    def __str__(self) -> str:
        return f"转诊{self.pk}"


class ClinicVisit(Placed):
    """A visit to the fever clinic (发热门诊接诊)."""

    key = models.UUIDField(unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="clinic_visits")
    hospital = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    temp_c = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    symptoms = models.JSONField(default=list)
    note = SealedField(purpose="clinic.note", blank=True, default="")
    seen_at = models.DateTimeField()
    doctor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"接诊{self.pk}"


class Admission(Placed):
    """A stay in hospital (入院); one open at a time per person."""

    key = models.UUIDField(unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="admissions")
    hospital = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="admissions")
    is_open = models.BooleanField(null=True, default=True)
    ward = models.CharField(max_length=32, blank=True)
    bed = models.CharField(max_length=16, blank=True)
    admitted_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta(Placed.Meta):
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["hospital", "is_open", "id"], name="admission_ward"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "is_open"], name="admission_one_open"),
        ]

    def __str__(self) -> str:
        return f"住院{self.pk}"


class LabTest(models.Model):
    """One test of one sample (handbook §2.4)."""

    key = models.UUIDField(unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="lab_tests")
    method = models.CharField(max_length=12, default="pcr")
    result = models.CharField(max_length=12, choices=LabResult.choices)
    sampled_at = models.DateTimeField()
    reported_at = models.DateTimeField()
    reporter = models.CharField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["person", "sampled_at"], name="lab_person")]

    def __str__(self) -> str:
        return f"检测{self.pk}"


class Obligation(Placed):
    """Work that must be done by a time, opened by a change of class, for CDC (疾控待办)."""

    key = models.UUIDField(unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="obligations")
    kind = models.CharField(max_length=16, choices=ObligationKind.choices)
    why = models.CharField(max_length=64)  # unique with the person: a repeat opens nothing new
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Placed.Meta):
        constraints = [models.UniqueConstraint(fields=["person", "why"], name="obligation_once")]
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["done_at", "due_at"], name="obligation_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
