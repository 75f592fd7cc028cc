"""The city this deployment serves."""

from django.db import models


class City(models.Model):
    """One row a deployment: names, numbers to call, and whether everything in it is invented."""

    name = models.CharField(max_length=32)
    short_name = models.CharField(max_length=8)
    area_code = models.CharField(max_length=6)  # 4 digits for a city, 6 for a district
    hotline = models.CharField(max_length=20, blank=True)
    is_demo = models.BooleanField(default=False)
    started_on = models.DateField()  # first day of the campaign: 累计 counts from here

    def __str__(self) -> str:
        return self.name
