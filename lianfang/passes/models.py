"""Passes, the key that signs them, gates, and what was seen at them."""

from django.db import models

from lianfang.core.fields import SealedField
from lianfang.geo.models import Placed
from lianfang.org.models import Department, User
from lianfang.passes.enums import Colour, Direction, KeyArea, Refusal, ScanKind, Verdict
from lianfang.people.models import Person


class Pass(models.Model):
    """The colour last computed from a person's facts (通行证); nobody can set it.

    ``epoch`` is the person's ``facts_epoch`` it was computed at: when that has moved on, the
    colour is computed again before anything is decided by it.
    """

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="health_pass")
    pass_id = models.UUIDField(unique=True)  # random; the only name a code carries
    colour = models.CharField(max_length=8, choices=Colour.choices)
    rule = models.CharField(max_length=24)
    reason = models.CharField(max_length=100)
    epoch = models.PositiveIntegerField()
    valid_until = models.DateTimeField()
    computed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["valid_until", "id"], name="pass_expiry")]

    def __str__(self) -> str:
        return f"通行证{self.pk}"


class SigningKey(models.Model):
    """An Ed25519 key pair; the newest signs, all verify, so that keys can be rotated."""

    kid = models.CharField(max_length=8, unique=True)
    algorithm = models.CharField(max_length=12, default="EdDSA")
    private = SealedField(purpose="pass.signing_key")  # base64url of the 32-byte seed
    public = models.CharField(max_length=64)  # base64url of the 32 bytes
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.kid


class Gate(Placed):
    """An entrance where people are checked (卡口)."""

    key = models.UUIDField(unique=True)
    name = models.CharField(max_length=64)
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT)

    def __str__(self) -> str:
        return self.name


class Scan(Placed):
    """One check or registration at a gate; append-only, refusals with a named reason."""

    key = models.UUIDField(unique=True)  # made by the device: a resend finds the same row
    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, related_name="scans")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="scans")
    kind = models.CharField(max_length=12, choices=ScanKind.choices)
    direction = models.CharField(max_length=3, choices=Direction.choices)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    refusal = models.CharField(max_length=12, choices=Refusal.choices, blank=True)
    colour = models.CharField(max_length=8, choices=Colour.choices)
    name_masked = models.CharField(max_length=50, blank=True)
    temp_c = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    symptoms = models.JSONField(default=list)
    key_area = models.CharField(max_length=10, choices=KeyArea.choices, default=KeyArea.NONE)
    vehicle = SealedField(purpose="scan.vehicle", blank=True, default="")  # number plate
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    device_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta(Placed.Meta):
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["user", "received_at"], name="scan_user"),
            models.Index(fields=["gate", "received_at"], name="scan_gate"),
        ]

    def __str__(self) -> str:
        return f"核验{self.pk}"
