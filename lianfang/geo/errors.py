"""What can go wrong with places."""

from lianfang.core.problems import Invalid


class Unscoped(Exception):
    """A query on a scoped table did not say whose rows it may see."""


class UnknownArea(Invalid):
    code, title = "area.unknown", "没有这个区域，请重新选择"


class BadCoordinate(Invalid):
    code, title = "area.bad_coordinate", "位置坐标有误，请重新定位或手工选择社区"


class BadAreaCode(Invalid):
    code, title = "area.bad_code", "区域代码格式不对，应为2、4、6、9、12或15位数字"


class BadOutline(Invalid):
    code, title = "area.bad_outline", "边界图形有误，应为闭合且不自交的面"
