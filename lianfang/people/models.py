"""The person's file: identity, status axes, arrivals, exposures, cohabitants, facts, grants."""

from django.db import models

from lianfang.core.fields import SealedField
from lianfang.geo.models import Placed
from lianfang.people.enums import (
    Axis,
    CaseClass,
    Category,
    ControlStatus,
    ExposureKind,
    FactKind,
    HouseType,
    ReportSource,
    Severity,
    Transport,
)


class Answers(models.Model):
    """Plain answers of the form, one column a field of the dictionary; nothing follows from them.

    Whatever stands here is read, corrected, imported and merged without another line of code.
    """

    native_place_code = models.CharField(max_length=6, blank=True)
    house_type = models.CharField(max_length=1, choices=HouseType.choices, blank=True)
    cohabitant_count = models.PositiveSmallIntegerField(null=True)

    class Meta:
        abstract = True


PLAIN = tuple(field.attname for field in Answers._meta.local_fields)


class Person(Answers, Placed):
    """Someone on file (疫情人员). ``area_code`` is where they live now, a county or finer.

    ``facts_epoch`` moves with every fact the pass depends on; ``version`` with every change.
    """

    key = models.UUIDField(unique=True)
    name = models.CharField(max_length=50)
    name_pinyin = models.CharField(max_length=200, blank=True)
    name_initials = models.CharField(max_length=50, blank=True)
    id_type = models.CharField(max_length=2, default="01")
    id_number = SealedField(purpose="person.id_number", blank=True, default="")
    id_blind = models.CharField(max_length=32, null=True)
    id_last4_blind = models.CharField(max_length=32, blank=True)
    phone = SealedField(purpose="person.phone", blank=True, default="")
    phone_blind = models.CharField(max_length=32, blank=True)
    phone_last4_blind = models.CharField(max_length=32, blank=True)
    sex = models.CharField(max_length=1, default="0")  # GB/T 2261.1
    birth_date = models.DateField(null=True)
    birth_precision = models.CharField(max_length=1, default="D")  # Y, M, D
    category = models.CharField(max_length=2, choices=Category.choices, default=Category.OTHER)
    source = models.CharField(max_length=2, choices=ReportSource.choices)
    address = SealedField(purpose="person.address", blank=True, default="")
    household = models.CharField(max_length=32, blank=True)  # blind index of the door
    emergency_contact = SealedField(purpose="person.emergency", blank=True, default="")
    control_status = models.CharField(
        max_length=24, choices=ControlStatus.choices, default=ControlStatus.REGISTERED
    )
    case_class = models.CharField(max_length=16, choices=CaseClass.choices, default=CaseClass.NONE)
    severity = models.CharField(
        max_length=12, choices=Severity.choices, default=Severity.NONE, blank=True
    )
    latest_temp_c = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    latest_reading_at = models.DateTimeField(null=True)
    registered_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    facts_epoch = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    voided_at = models.DateTimeField(null=True)

    class Meta(Placed.Meta):
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["phone_blind"], name="person_phone"),
            models.Index(
                fields=["name", "birth_date"],
                name="person_name_birth",
                opclasses=["varchar_pattern_ops", "date_ops"],
            ),
            models.Index(
                fields=["name_pinyin"], name="person_pinyin", opclasses=["varchar_pattern_ops"]
            ),
            models.Index(fields=["name_initials"], name="person_initials"),
            models.Index(fields=["id_last4_blind"], name="person_id_last4"),
            models.Index(fields=["phone_last4_blind"], name="person_phone_last4"),
            models.Index(fields=["household"], name="person_household"),
            models.Index(fields=["city", "control_status", "id"], name="person_city_status"),
            models.Index(fields=["street", "control_status", "id"], name="person_street_status"),
            models.Index(fields=["city", "case_class", "id"], name="person_city_class"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["id_type", "id_blind"], name="person_once"),
        ]

    def __str__(self) -> str:
        return f"人员{self.pk}"


class Merge(models.Model):
    """Two files of one person made one (合并); the second stays as an alias, rows are not moved.

    ``before`` holds, sealed, what the merge changed in either file, so that it can be undone.
    """

    key = models.UUIDField(unique=True)
    winner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    loser = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merged_by")
    before = SealedField(purpose="merge.before")
    reason = models.CharField(max_length=200)
    actor_name = models.CharField(max_length=64)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["winner", "id"], name="merge_winner")]

    def __str__(self) -> str:
        return f"{self.loser_id} → {self.winner_id}"


class Void(models.Model):
    """A file that does not count any more (作废), until it is restored; nothing is deleted.

    ``before`` holds, sealed, what was taken from the file so that it can be put back.
    """

    key = models.UUIDField(unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="voids")
    before = SealedField(purpose="void.before")
    reason = models.CharField(max_length=200)
    asked_by = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=64)  # the second person
    at = models.DateTimeField()
    restored_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "restored_at"], name="void_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.reason}"


# A file counts while it is neither an alias of another nor void.
COUNTS = models.Q(merged_into__isnull=True, voided_at__isnull=True)


class StatusEvent(models.Model):
    """A move on one axis; never deleted, a wrong one is compensated by another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="status_events")
    axis = models.CharField(max_length=16, choices=Axis.choices)
    before = models.CharField(max_length=24, blank=True)
    after = models.CharField(max_length=24, blank=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    reason = models.CharField(max_length=3)
    note = SealedField(purpose="status.note", blank=True, default="")
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=64)
    area_at = models.CharField(max_length=15)  # where the person stood then, for counting
    compensates = models.ForeignKey("self", null=True, on_delete=models.PROTECT)

    class Meta:
        indexes = [
            models.Index(fields=["person", "axis", "id"], name="status_history"),
            models.Index(fields=["axis", "after", "effective_at"], name="status_count"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.axis} {self.after}"


class Arrival(models.Model):
    """A trip into the city (来市); the latest is the current one."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="arrivals")
    arrived_at = models.DateTimeField()
    from_area_code = models.CharField(max_length=15, blank=True)
    transport = models.CharField(max_length=1, choices=Transport.choices, blank=True)
    transport_no = models.CharField(max_length=20, blank=True)
    seat_no = models.CharField(max_length=10, blank=True)
    depart_date = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "arrived_at"], name="arrival_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.arrived_at:%F}"


class Exposure(models.Model):
    """A history that may have infected.

    ``value``: 0 none, 1 lived or yes, 2 travelled, 3 passed through, 9 unknown.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="exposures")
    kind = models.CharField(max_length=12, choices=ExposureKind.choices)
    value = models.CharField(max_length=1)
    area_code = models.CharField(max_length=15, blank=True)
    from_date = models.DateField(null=True)
    to_date = models.DateField(null=True)
    last_at = models.DateTimeField(null=True)
    contact = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="exposed")
    detail = SealedField(purpose="exposure.detail", blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["person", "kind"], name="exposure_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class Cohabitant(models.Model):
    """Someone living behind the same door, linked to a file where there is one (同住人)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="cohabitants")
    other = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="lives_with"
    )
    name = models.CharField(max_length=50, blank=True)
    relation = models.CharField(max_length=1, default="8")  # GB/T 4761
    phone = SealedField(purpose="cohabitant.phone", blank=True, default="")

    def __str__(self) -> str:
        return f"{self.person_id} {self.relation}"


class Fact(models.Model):
    """What the pass colour depends on, and when it holds; open while ``ends_at`` is empty."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=24, choices=FactKind.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    detail = models.JSONField(default=dict)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["person", "kind", "ends_at"], name="fact_open")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class Grant(models.Model):
    """Leave for a user or a department to see one person for a while, wherever the person lives."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    grantee_kind = models.CharField(max_length=12)  # user, department
    grantee_id = models.BigIntegerField()
    until = models.DateTimeField()
    why = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "grantee_kind", "grantee_id", "why"], name="grant_once"
            ),
        ]
        indexes = [
            models.Index(fields=["grantee_kind", "grantee_id", "until"], name="grant_open"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.grantee_kind} {self.grantee_id}"
