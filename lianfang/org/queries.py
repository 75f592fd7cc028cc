"""Who may sign in, what they hold and where, and who works a grid."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from lianfang.core.compiled import Compiled
from lianfang.org.enums import RoleCode
from lianfang.org.models import Post, PostArea, User
from lianfang.org.rules import Caller


@dataclass(frozen=True)
class _Held:
    post__user_id: int
    post__user__name: str
    post__user__department_id: int | None
    post__role__code: str
    post__role__permissions: list[str]
    area_code: str


def _held_by(user_id: int) -> QuerySet[PostArea]:
    held = PostArea.objects.filter(post__user_id=user_id, post__user__is_active=True)
    return held.order_by("id")


_held = Compiled(_Held, _held_by, user_id=int)


def caller_by_id(user_id: int) -> Caller | None:
    """The caller with every right their posts give; none for the inactive or postless."""
    held = _held(user_id=user_id)
    if not held:
        return None
    areas: dict[str, set[str]] = defaultdict(set)
    for row in held:
        for permission in row.post__role__permissions:
            areas[permission].add(row.area_code)
    return Caller(
        id=user_id,
        name=held[0].post__user__name,
        department_id=held[0].post__user__department_id,
        roles=frozenset(row.post__role__code for row in held),
        areas_by_permission={name: frozenset(codes) for name, codes in areas.items()},
    )


def grid_worker_for(area_code: str) -> User | None:
    """Who is on duty in this very grid; nobody when none is."""
    return _on_duty(RoleCode.GRID_WORKER, area_code).first()


def doctor_for(area_code: str) -> User | None:
    """The community doctor of the grid, the community or the street, the nearest first."""
    for digits in (15, 12, 9):
        doctor = _holders(RoleCode.COMMUNITY_DOCTOR, area_code[:digits]).first()
        if doctor:
            return doctor
    return None


def _holders(role: RoleCode, area_code: str) -> QuerySet[User]:
    posts = Post.objects.filter(role__code=role, areas__area_code=area_code)
    return User.objects.filter(is_active=True, pk__in=posts.values("user")).order_by("id")


def _on_duty(role: RoleCode, area_code: str) -> QuerySet[User]:
    return _holders(role, area_code).filter(duty__on_duty=True)
