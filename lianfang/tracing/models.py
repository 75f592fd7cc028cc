"""Close contacts of cases, and proposals to release them when the case turns out to be none."""

from django.db import models

from lianfang.cases.models import Case
from lianfang.core.fields import SealedField
from lianfang.geo.models import Placed
from lianfang.org.models import User
from lianfang.people.models import Person
from lianfang.tracing.enums import ListState, Manner, Relation


class Contact(Placed):
    """A close contact filed by CDC (密切接触者登记表, handbook §2.5)."""

    key = models.UUIDField(unique=True)
    index = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contact_of")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="contacts")
    relation = models.CharField(max_length=1, choices=Relation.choices)
    manner = models.CharField(max_length=1, choices=Manner.choices)
    is_protected = models.BooleanField(default=False)
    last_at = models.DateTimeField()
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta(Placed.Meta):
        constraints = [models.UniqueConstraint(fields=["index", "person"], name="contact_once")]

    def __str__(self) -> str:
        return f"密接{self.pk}"


class ContactList(Placed):
    """Contacts of one case proposed together; nothing of them is on file while it waits."""

    key = models.UUIDField(unique=True)
    index = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contact_lists")
    rows = SealedField(purpose="contact_list.rows")
    total = models.PositiveIntegerField()
    why = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=ListState.choices)
    is_agreed = models.BooleanField(default=False)  # a second person saw it
    user_id = models.BigIntegerField()
    user_name = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)

    class Meta(Placed.Meta):
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["user_id", "sent_at"], name="contact_list_sent"),
        ]

    def __str__(self) -> str:
        return f"密接名单{self.pk}"


class ReleaseProposal(Placed):
    """The case was excluded: its contact may go, once CDC says so (handbook §2.3)."""

    key = models.UUIDField(unique=True)
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="proposal")
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    is_granted = models.BooleanField(null=True)

    class Meta(Placed.Meta):
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["decided_at", "id"], name="proposal_waiting"),
        ]

    def __str__(self) -> str:
        return f"解除建议{self.pk}"
