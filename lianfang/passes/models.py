"""Passes, the key that signs them, gates, and what was seen at them."""

from django.db import models

from lianfang.core.fields import SealedField
from lianfang.geo.models import Placed
from lianfang.org.models import Department, User
from lianfang.passes.enums import (
    AlertKind,
    Colour,
    ColourRule,
    Direction,
    KeyArea,
    PlaceKind,
    Refusal,
    ScanKind,
    Verb,
    Verdict,
)
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
        indexes = [
            models.Index(fields=["valid_until", "id"], name="pass_expiry"),
            models.Index(fields=["colour", "pass_id"], name="pass_colour"),
        ]

    def __str__(self) -> str:
        return f"通行证{self.pk}"


class Card(Placed):
    """A printed pass (纸质通行卡) for whoever has no phone; the newest one of a person counts.

    ``is_open`` is true or empty, so that one card a person is good at a time.
    """

    key = models.UUIDField(unique=True)
    serial = models.UUIDField(unique=True)  # random; the only name the code carries
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="cards")
    is_open = models.BooleanField(null=True, default=True)
    colour = models.CharField(max_length=8, choices=Colour.choices)
    epoch = models.PositiveIntegerField()
    printed_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta(Placed.Meta):
        constraints = [
            models.UniqueConstraint(fields=["person", "is_open"], name="card_one_open"),
        ]
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["valid_until", "id"], name="card_expiry"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """As it is printed, to be read out."""
        return self.serial.hex[:8].upper()


class Place(Placed):
    """Somewhere with a code at its door (场所码) that visitors scan."""

    key = models.UUIDField(unique=True)
    serial = models.UUIDField(unique=True)  # random; what the code names
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=PlaceKind.choices)
    address = models.CharField(max_length=128, blank=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta(Placed.Meta):
        indexes = [*Placed.Meta.indexes, models.Index(fields=["name"], name="place_name")]

    def __str__(self) -> str:
        return self.name


class CheckIn(Placed):
    """Somebody was at a place; append-only, once a minute, kept as long as the retention says."""

    key = models.UUIDField(unique=True)  # made by the phone
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="check_ins")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="check_ins")
    minute = models.BigIntegerField()  # since 1970
    companions = models.PositiveSmallIntegerField(default=0)
    colour = models.CharField(max_length=8, choices=Colour.choices)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    account_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta(Placed.Meta):
        constraints = [
            models.UniqueConstraint(fields=["place", "person", "minute"], name="check_in_once"),
        ]
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["place", "at"], name="checkin_place"),
            models.Index(fields=["person", "id"], name="checkin_person"),
            models.Index(fields=["at"], name="checkin_at"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.person_id}"


class Partner(Placed):
    """Another system with a key of its own (对接系统): which verbs, for people of which area."""

    key = models.UUIDField(unique=True)
    name = models.CharField(max_length=60)
    token_hash = models.CharField(max_length=32, unique=True)  # the token itself is kept nowhere
    verbs = models.JSONField(default=list)
    per_minute = models.PositiveIntegerField(default=60)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class PartnerCall(models.Model):
    """One call of another system; append-only, also what the rate is counted by."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="calls")
    verb = models.CharField(max_length=16, choices=Verb.choices)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["partner", "at"], name="partner_call_at")]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.verb}"


class ColourChange(Placed):
    """A pass changed its colour: by which rule, from which facts, who made them; append-only.

    The person is named by number alone: the line outlives a file that was withdrawn.
    """

    person_id = models.BigIntegerField()
    before = models.CharField(max_length=8, choices=Colour.choices, blank=True)
    after = models.CharField(max_length=8, choices=Colour.choices)
    rule = models.CharField(max_length=24, choices=ColourRule.choices)
    facts = models.JSONField(default=list)
    maker_kind = models.CharField(max_length=16)  # of the fact that decided, or the last move
    maker_id = models.BigIntegerField(null=True)
    maker_name = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta(Placed.Meta):
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["person_id", "id"], name="colourchange_person"),
            models.Index(fields=["at", "id"], name="colourchange_at"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.after}"


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


class GateDevice(Placed):
    """A phone enrolled for one gate: it signs what it sends with a key that never leaves it."""

    key = models.UUIDField(unique=True)  # made by the phone
    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, related_name="devices")
    name = models.CharField(max_length=40)
    public = models.CharField(max_length=128)  # base64url of a P-256 point, uncompressed
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    skew_s = models.IntegerField(default=0)  # its clock minus ours, when it was seen last
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Placed.Meta):
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["gate", "revoked_at"], name="gate_device_use"),
        ]

    def __str__(self) -> str:
        return self.name


class Scan(Placed):
    """One check or registration at a gate; append-only, refusals with a named reason.

    ``verdict`` is what was decided there. What was decided without network is judged once more
    when it arrives: ``found`` is what the server would have said.
    """

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
    device = models.ForeignKey(
        GateDevice, null=True, on_delete=models.PROTECT, related_name="scans"
    )
    device_at = models.DateTimeField()
    received_at = models.DateTimeField()
    skew_s = models.IntegerField(default=0)  # the device's clock minus ours
    is_offline = models.BooleanField(default=False)
    list_age_s = models.PositiveIntegerField(null=True)  # of the deny list it was decided by
    found = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    nonce = models.CharField(max_length=16, blank=True)  # of the code shown, in hexadecimal

    class Meta(Placed.Meta):
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["user", "received_at"], name="scan_user"),
            models.Index(fields=["nonce", "gate"], name="scan_nonce"),
            models.Index(fields=["gate", "received_at"], name="scan_gate"),
        ]

    def __str__(self) -> str:
        return f"核验{self.pk}"


class GateAlert(Placed):
    """Something a keeper and a manager must know of what happened at a gate."""

    kind = models.CharField(max_length=12, choices=AlertKind.choices)
    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, related_name="alerts")
    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, related_name="alerts")
    other = models.ForeignKey(Scan, null=True, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()

    class Meta(Placed.Meta):
        constraints = [
            models.UniqueConstraint(fields=["scan", "other", "kind"], name="gate_alert_once"),
        ]
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["gate", "found_at"], name="gate_alert_of"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.pk}"
