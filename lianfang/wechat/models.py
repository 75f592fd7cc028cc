"""What we know of the platform: its credentials, who follows the account, letters received."""

from django.db import models

from lianfang.core.fields import SealedField


class Credential(models.Model):
    """The access token or the page ticket: one row for all processes, renewed by whoever claims it.

    ``edition`` goes up with every claim and every renewal, so that of two only one wins.
    """

    name = models.CharField(max_length=64, unique=True)  # of which account and which kind
    value = SealedField(purpose="wechat.credential", blank=True, default="")
    edition = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Follower(models.Model):
    """Somebody who follows the account, or no longer does."""

    openid = models.CharField(max_length=64, unique=True)
    is_following = models.BooleanField()
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"关注者{self.pk}"


class Received(models.Model):
    """A letter of the platform that was dealt with: sent again it changes nothing."""

    key = models.CharField(max_length=40, unique=True)
    nonce = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="wechat_received_at")]

    def __str__(self) -> str:
        return self.key
