"""Citizens' accounts, phone codes, and whose file an account may see."""

from django.db import models

from lianfang.accounts.enums import Assurance, Purpose, Relation
from lianfang.core.fields import SealedField
from lianfang.people.models import Person


class Account(models.Model):
    """A citizen who can sign in, by WeChat openid or by phone and code."""

    key = models.UUIDField(unique=True)
    openid = models.CharField(max_length=64, null=True, unique=True)
    phone = SealedField(purpose="account.phone", blank=True, default="")
    phone_blind = models.CharField(max_length=32, null=True, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"账号{self.pk}"


class Binding(models.Model):
    """An account speaks for a person: itself or, as guardian, a family member (§3.5)."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="bindings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bindings")
    relation = models.CharField(max_length=8, choices=Relation.choices)
    assurance = models.PositiveSmallIntegerField(
        choices=Assurance.choices, default=Assurance.DECLARED
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "until"], name="binding_account"),
            models.Index(fields=["person", "until"], name="binding_person"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} → {self.person_id}"


class PhoneCode(models.Model):
    """A six-digit code sent to a phone: hashed, single use, few attempts, soon over (§8.5)."""

    phone_blind = models.CharField(max_length=32)
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    code_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    origin_blind = models.CharField(max_length=32, blank=True, default="")  # the asker's address
    session_blind = models.CharField(max_length=32, blank=True, default="")  # the asker's browser

    class Meta:
        indexes = [
            models.Index(fields=["phone_blind", "purpose", "id"], name="phone_code_latest"),
            models.Index(fields=["origin_blind", "created_at"], name="phone_code_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"
