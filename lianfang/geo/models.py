"""Areas, their outlines, and what it means for a row to stand in one."""

from typing import ClassVar, NoReturn, Self, TypeVar

from django.db import models
from django.db.models.functions import Substr

from lianfang.geo.enums import GridKind
from lianfang.geo.errors import Unscoped

M = TypeVar("M", bound=models.Model)


class Area(models.Model):
    """A node of the area tree; its code is a prefix of all below it and of nothing else.

    Province 2 digits, city 4, county 6, street 9, community 12, unit grid 15. Codes are never
    used again: an area that ends keeps its row with ``valid_to``.
    """

    code = models.CharField(max_length=15, unique=True)
    name = models.CharField(max_length=64)
    digits = models.PositiveSmallIntegerField()  # length of the code, which is the level
    parent_code = models.CharField(max_length=12, blank=True)
    gb_code = models.CharField(max_length=12, blank=True)  # GB/T 2260 (or 10114), zero-padded
    source_code = models.CharField(max_length=15, blank=True)  # as imported, e.g. 14 digits
    kind = models.CharField(max_length=12, choices=GridKind.choices, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["parent_code", "code"], name="area_children"),
            models.Index(fields=["name"], name="area_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Boundary(models.Model):
    """The outline of an area: a GeoJSON Polygon or MultiPolygon in WGS-84/CGCS2000."""

    area = models.OneToOneField(Area, on_delete=models.CASCADE, related_name="boundary")
    geometry = models.JSONField()
    area_m2 = models.FloatField(null=True)

    def __str__(self) -> str:
        return f"{self.area_id}"


class Edition(models.Model):
    """One row whose token changes with every change to areas or outlines, so that caches know."""

    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.token


class ScopedManager(models.Manager[M]):
    """Fails closed: a query says which rows it may see, or that it sees them all."""

    def get_queryset(self) -> NoReturn:
        raise Unscoped(self.model.__name__)

    def scoped(self, condition: models.Q) -> models.QuerySet[M]:
        return super().get_queryset().filter(condition)

    def unscoped(self) -> models.QuerySet[M]:
        """For handlers, jobs and counts, which act as the system."""
        return super().get_queryset()


def _level(digits: int) -> models.GeneratedField:
    return models.GeneratedField(
        expression=Substr("area_code", 1, digits),
        output_field=models.CharField(max_length=digits),
        db_persist=True,
    )


class Placed(models.Model):
    """A row that belongs to an area; one indexed column a level, so that scope is equality."""

    area_code = models.CharField(max_length=15)
    city = _level(4)
    county = _level(6)
    street = _level(9)
    community = _level(12)

    objects: ClassVar[ScopedManager[Self]] = ScopedManager()

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=[column, "id"], name=f"%(class)s_{column}")
            for column in ("city", "county", "street", "community", "area_code")
        ]
