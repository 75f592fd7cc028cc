"""What the sources sent: every snapshot, whether taken or not, and the figures in it."""

from django.db import models

from lianfang.feeds.enums import Refusal, Source, State


class Snapshot(models.Model):
    """One snapshot of one source: fetched at ``taken_at``, ``as_of`` by the source's own clock."""

    source = models.CharField(max_length=16, choices=Source.choices)
    taken_at = models.DateTimeField()
    as_of = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State.choices)
    refusal = models.CharField(max_length=16, choices=Refusal.choices, blank=True)
    note = models.CharField(max_length=400, blank=True)  # what exactly, in Chinese
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "taken_at", "digest"], name="feed_snapshot_once"
            ),
        ]
        indexes = [models.Index(fields=["state", "taken_at"], name="feed_snapshot_latest")]

    def __str__(self) -> str:
        return f"{self.source} {self.taken_at:%F %R} {self.state}"


class Figure(models.Model):
    """Counts of one area in one snapshot: ``CN`` for the nation, two digits for a province."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="figures")
    area_code = models.CharField(max_length=2)
    confirmed = models.IntegerField()
    cured = models.IntegerField()
    dead = models.IntegerField()
    suspected = models.IntegerField(null=True)
    current = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "area_code"], name="feed_figure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.confirmed}"
