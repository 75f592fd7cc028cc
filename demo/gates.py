"""One gate for everybody who keeps one."""

import datetime as dt

from lianfang.core.actor import Actor
from lianfang.geo.queries import names_of
from lianfang.org.enums import RoleCode
from lianfang.org.models import PostArea
from lianfang.passes.actions import add_gate

_DOORS = ("东门", "南门", "西门", "北门")


def open_gates(*, by: Actor, at: dt.datetime) -> None:
    """Named after the community; the posts of gate keepers say where."""
    posts = PostArea.objects.filter(post__role__code=RoleCode.GATEKEEPER)
    codes = sorted(set(posts.values_list("area_code", flat=True)))
    names = names_of({code[:12] for code in codes})
    for n, code in enumerate(codes):
        name = f"{names.get(code[:12], '')}{_DOORS[n % len(_DOORS)]}"
        add_gate(name=name, area_code=code, by=by, at=at)
