"""The words of places."""

from django.db.models import TextChoices


class CoordSys(TextChoices):
    """Which datum a coordinate is in; CGCS2000 counts as WGS-84 at our accuracy."""

    WGS84 = "wgs84", "WGS-84/CGCS2000"
    GCJ02 = "gcj02", "GCJ-02"
    BD09 = "bd09", "BD-09"

    @classmethod
    def _missing_(cls, value: object) -> "CoordSys | None":
        return cls.WGS84 if value == "cgcs2000" else None


class GridKind(TextChoices):
    UNIT = "unit", "单元网格"
    DUTY = "duty", "责任网格"
    EVALUATION = "evaluation", "评价网格"
    GOVERNANCE = "governance", "综治网格"


class AreaLevel(TextChoices):
    """How deep an area lies in the tree."""

    PROVINCE = "province", "省级"
    CITY = "city", "地级"
    COUNTY = "county", "县级"
    STREET = "street", "街道(乡镇)"
    COMMUNITY = "community", "社区(村)"
    GRID = "grid", "单元网格"
