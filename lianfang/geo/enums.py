"""The words of places."""

from django.db.models import TextChoices


class CoordSys(TextChoices):
    """Which datum a coordinate is in; CGCS2000 counts as WGS-84 at our accuracy."""

    WGS84 = "wgs84", "WGS-84/CGCS2000"
    GCJ02 = "gcj02", "GCJ-02"
    BD09 = "bd09", "BD-09"


class GridKind(TextChoices):
    UNIT = "unit", "单元网格"
    DUTY = "duty", "责任网格"
    EVALUATION = "evaluation", "评价网格"
    GOVERNANCE = "governance", "综治网格"
