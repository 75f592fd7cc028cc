"""What organisations declared of their people, the forms they fill in, and links to them."""

from django.db import models

from lianfang.cases.models import Case
from lianfang.core.fields import SealedField
from lianfang.declarations.enums import FormKind, Origin, Outcome
from lianfang.geo.models import Placed
from lianfang.org.models import Department, User
from lianfang.people.models import Person


class FormVersion(models.Model):
    """A form as an administrator saved it (申报表单); the newest of its kind is in force."""

    kind = models.CharField(max_length=12, choices=FormKind.choices)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=64)
    note = models.CharField(max_length=300, blank=True)
    items = models.JSONField(default=list)
    saved_at = models.DateTimeField()
    saved_by_name = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="form_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class Link(models.Model):
    """A way to an organisation's form for who has no account (申报链接); it ends by itself."""

    key = models.UUIDField(unique=True)
    token = models.CharField(max_length=32, unique=True)  # all that the link itself says
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=32)
    used = models.PositiveIntegerField(default=0)
    most = models.PositiveIntegerField()
    codes = models.PositiveIntegerField(default=0)  # phone codes asked for through it
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["department", "id"], name="link_department")]

    def __str__(self) -> str:
        return self.name


class Declaration(Placed):
    """One person declared by or to an enterprise, school or site (企事业人员申报).

    ``is_matched``: what was declared agrees with the file, so that its colour may be shown.
    """

    key = models.UUIDField(unique=True)  # made by the client: a resend finds the same row
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="declarations")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.AGENT)
    link = models.ForeignKey(Link, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    name = models.CharField(max_length=50, blank=True)  # as declared: the file may know another
    has_key_area = models.BooleanField()
    has_contact = models.BooleanField()
    group_name = models.CharField(max_length=100, blank=True)  # school, grade and class; workshop
    return_date = models.DateField(null=True)
    return_by = models.CharField(max_length=1, blank=True)  # CL3
    details = SealedField(purpose="declaration.details", blank=True, default="")
    content = models.CharField(max_length=64, blank=True)  # blind: the same said again is known
    phone_blind = models.CharField(max_length=32, blank=True)  # who declared themselves
    is_matched = models.BooleanField(default=True)
    is_latest = models.BooleanField(default=True)  # of this person in this organisation
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )  # nobody where one declared oneself

    class Meta(Placed.Meta):
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["department", "id"], name="declaration_own"),
            models.Index(fields=["department", "is_latest", "id"], name="declaration_latest"),
            models.Index(fields=["phone_blind", "submitted_at"], name="declaration_phone"),
            models.Index(fields=["link", "submitted_at"], name="declaration_link"),
        ]

    def __str__(self) -> str:
        return f"申报{self.pk}"
