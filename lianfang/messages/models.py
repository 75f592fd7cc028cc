"""What to tell whom, and what still has to leave the house."""

from django.db import models

from lianfang.core.fields import SealedField
from lianfang.messages.enums import Channel, Level, OutgoingState, Wording


class Message(models.Model):
    """A line in someone's in-app inbox; never holds health details (handbook §8.4)."""

    key = models.UUIDField(unique=True)
    to_kind = models.CharField(max_length=16)  # user or account
    to_id = models.BigIntegerField()
    title = models.CharField(max_length=64)
    body = models.CharField(max_length=400)
    link = models.CharField(max_length=128, blank=True)
    level = models.CharField(max_length=8, choices=Level.choices, default=Level.INFO)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    dedupe = models.CharField(max_length=96, unique=True)  # the same news is told once

    class Meta:
        indexes = [models.Index(fields=["to_kind", "to_id", "id"], name="message_inbox")]

    def __str__(self) -> str:
        return self.title


class Outgoing(models.Model):
    """Something owed to the outside: an SMS or a WeChat message."""

    key = models.UUIDField(unique=True)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    address = SealedField(purpose="message.address")
    address_blind = models.CharField(max_length=32)
    body = SealedField(purpose="message.body")
    wording = models.CharField(max_length=8, choices=Wording.choices, default=Wording.FREE)
    facts = SealedField(purpose="message.facts", blank=True, default="")  # what fills the wording
    state = models.CharField(
        max_length=12, choices=OutgoingState.choices, default=OutgoingState.QUEUED
    )
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=64, blank=True, default="")  # the other side's number
    reason = models.CharField(max_length=64, blank=True, default="")  # why it did not arrive
    ask_at = models.DateTimeField(null=True)  # when to ask the other side how it ended

    class Meta:
        indexes = [
            models.Index(fields=["channel", "state", "id"], name="outgoing_queue"),
            models.Index(fields=["address_blind", "created_at"], name="outgoing_limit"),
            models.Index(fields=["receipt"], name="outgoing_receipt"),
            models.Index(fields=["state", "id"], name="outgoing_state"),
            models.Index(fields=["ask_at", "id"], name="outgoing_ask"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"
