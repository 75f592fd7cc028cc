"""Counters at the leaves: one cell per figure, grid and day, and those that must be recounted."""

import datetime as dt

from django.db import models

from lianfang.geo.models import Placed
from lianfang.stats.enums import Figure

NOW = dt.date(1970, 1, 1)  # the day of stocks


class Cell(Placed):
    """How many, in one area (a grid, or coarser for people without one) on one day."""

    figure = models.CharField(max_length=16, choices=Figure.choices)
    day = models.DateField()
    value = models.IntegerField()

    class Meta(Placed.Meta):
        constraints = [
            models.UniqueConstraint(fields=["figure", "day", "area_code"], name="cell_once"),
        ]
        indexes = [
            models.Index(fields=["city", "day", "figure"], name="cell_city_day"),
            models.Index(fields=["street", "day", "figure"], name="cell_street_day"),
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.area_code} {self.day}"


class Dirty(models.Model):
    """A cell that no longer holds; an empty area means the figure everywhere."""

    figure = models.CharField(max_length=16)
    area_code = models.CharField(max_length=15, blank=True)
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["figure", "day", "area_code"], name="dirty_once"),
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.area_code} {self.day}"
