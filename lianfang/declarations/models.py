"""What organisations declared of their own people."""

from django.db import models

from lianfang.cases.models import Case
from lianfang.core.fields import SealedField
from lianfang.declarations.enums import Outcome
from lianfang.geo.models import Placed
from lianfang.org.models import Department, User
from lianfang.people.models import Person


class Declaration(Placed):
    """One person declared by an enterprise, school or site (企事业人员申报)."""

    key = models.UUIDField(unique=True)  # made by the client: a resend finds the same row
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="declarations")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    has_key_area = models.BooleanField()
    has_contact = models.BooleanField()
    return_date = models.DateField(null=True)
    return_by = models.CharField(max_length=1, blank=True)  # CL3
    details = SealedField(purpose="declaration.details", blank=True, default="")
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta(Placed.Meta):
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["department", "id"], name="declaration_own"),
        ]

    def __str__(self) -> str:
        return f"申报{self.pk}"
