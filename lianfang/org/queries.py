"""Who may sign in, what they hold and where, and who works a grid."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q, QuerySet

from lianfang.core.compiled import Compiled, Shaped
from lianfang.core.problems import NotFound
from lianfang.org.enums import DepartmentKind, RoleCode
from lianfang.org.models import Department, Post, PostArea, Role, User
from lianfang.org.rules import COUNTRY, Caller, is_password_old, mark_of

_NEAREST = (15, 12, 9)  # digits of a grid, a community, a street


@dataclass(frozen=True)
class _Held:
    post__user_id: int
    post__user__name: str
    post__user__department_id: int | None
    post__user__must_change_password: bool
    post__user__password_set_at: dt.datetime | None
    post__role__code: str
    post__role__permissions: list[str]
    area_code: str


@dataclass(frozen=True)
class StaffCard:
    """A member of staff as others see them."""

    id: int
    name: str
    phone: str
    department: str
    is_on_duty: bool


@dataclass(frozen=True)
class DepartmentRow:
    """A department in a list to choose from."""

    id: int
    name: str
    kind: str
    area_code: str
    phone: str
    beds: int


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
    first = held[0]
    return Caller(
        id=user_id,
        name=first.post__user__name,
        department_id=first.post__user__department_id,
        roles=frozenset(row.post__role__code for row in held),
        areas_by_permission={name: frozenset(codes) for name, codes in areas.items()},
        must_change_password=first.post__user__must_change_password,
        password_set_at=first.post__user__password_set_at,
    )


def caller_in(held: SessionBase, *, now: float) -> Caller | None:
    """Whose session this still is, ``now`` in epoch seconds.

    Nobody's after half an hour of silence, twelve hours, or another password (handbook §7.1).
    """
    user_id = held.get("user_id")
    if (
        not user_id
        or now - held.get("seen_at", 0) > settings.STAFF_IDLE_SECONDS
        or now - held.get("signed_in_at", 0) > settings.STAFF_SESSION_SECONDS
    ):
        return None
    caller = caller_by_id(user_id)
    if caller is None or held.get("password_set_at") != mark_of(caller.password_set_at):
        return None
    return caller


def must_change_password(caller: Caller, *, at: dt.datetime) -> bool:
    """Handed out by somebody else, or too old."""
    return caller.must_change_password or is_password_old(caller.password_set_at, at=at)


def grid_worker_for(area_code: str) -> User | None:
    """Who is on duty in this very grid; nobody when none is."""
    return _on_duty(RoleCode.GRID_WORKER, area_code).first()


def doctor_for(area_code: str) -> User | None:
    """The community doctor of the grid, the community or the street, the nearest first."""
    return _nearest(RoleCode.COMMUNITY_DOCTOR, area_code)


def officer_for(area_code: str) -> User | None:
    """The community officer responsible for a place, the nearest first."""
    return _nearest(RoleCode.COMMUNITY_OFFICER, area_code)


def staff_card(user_id: int) -> StaffCard | None:
    """Name, telephone, office and whether on duty; also of those who left."""
    return staff_cards([user_id]).get(user_id)


def staff_cards(user_ids: Iterable[int]) -> dict[int, StaffCard]:
    """``staff_card`` for a whole list in one query."""
    users = User.objects.filter(pk__in=set(user_ids))
    columns = users.values_list("pk", "name", "phone", "department__name", "duty__on_duty")
    return {
        pk: StaffCard(pk, name, phone, department or "", bool(on_duty))
        for pk, name, phone, department, on_duty in columns
    }


def staff_with(role: RoleCode, *, areas: Iterable[str]) -> list[StaffCard]:
    """Holders of a role over any place inside ``areas``, those on duty first."""
    posts = Post.objects.filter(_inside(areas, "areas__area_code"), role__code=role)
    users = User.objects.filter(is_active=True, pk__in=posts.values("user"))
    rows = users.values_list("pk", "name", "phone", "department__name", "duty__on_duty")
    cards = [StaffCard(pk, name, phone, of or "", bool(duty)) for pk, name, phone, of, duty in rows]
    return sorted(cards, key=lambda card: (not card.is_on_duty, card.id))


def areas_of_role(user_id: int, role: RoleCode) -> frozenset[str]:
    """Where somebody holds a role; nowhere for those who left."""
    held = Post.objects.filter(user_id=user_id, user__is_active=True, role__code=role)
    codes = held.values_list("areas__area_code", flat=True)
    return frozenset(code for code in codes if code)


def on_duty_count(areas: Iterable[str]) -> int:
    """How many people with a post inside ``areas`` are on duty now."""
    count, codes = _spans(areas)
    return _on_duty_inside.count(count, **codes)


@dataclass(frozen=True)
class _Id:
    id: int


def _with_duty(count: int, **codes: str) -> QuerySet[User]:
    posts = Post.objects.filter(_between(count, "areas__area_code", codes)).order_by()
    return User.objects.filter(is_active=True, duty__on_duty=True, pk__in=posts.values("user"))


_on_duty_inside = Shaped(_Id, _with_duty)


def department(department_id: int) -> Department:
    """Raises NotFound."""
    found = Department.objects.filter(pk=department_id).first()
    if found is None:
        raise NotFound
    return found


def departments_of_kind(kind: DepartmentKind, area_code: str = COUNTRY) -> list[DepartmentRow]:
    """Departments of a kind standing inside an area, by id."""
    return departments_inside([area_code], kind)


def departments_inside(areas: Iterable[str], kind: DepartmentKind) -> list[DepartmentRow]:
    """Departments of a kind standing inside any of several areas, by id; one statement."""
    count, codes = _spans(areas)
    return _departments(count, kind=kind, **codes)


def _of_kind(count: int, kind: str, **codes: str) -> QuerySet[Department]:
    inside = _between(count, "area_code", codes)
    return Department.objects.filter(inside, kind=kind).order_by("id")


_departments = Shaped(DepartmentRow, _of_kind)


def gate_managers(area_code: str, department_id: int | None) -> list[int]:
    """Who looks after the gates there: of that department where the gate has one; one statement."""
    above = [area_code[:digits] for digits in (4, 6, *_NEAREST)]
    posts = Post.objects.filter(role__code=RoleCode.GATE_MANAGER, areas__area_code__in=above)
    users = User.objects.filter(is_active=True, pk__in=posts.values("user"))
    if department_id:
        users = users.filter(department_id=department_id)
    return list(users.order_by("id").values_list("pk", flat=True))


def role_names(codes: Iterable[str]) -> dict[str, str]:
    return dict(Role.objects.filter(code__in=set(codes)).values_list("code", "name"))


def user_by_id(user_id: int) -> User:
    """For handlers and set-up. Raises NotFound."""
    found = User.objects.filter(pk=user_id).first()
    if found is None:
        raise NotFound
    return found


def _nearest(role: RoleCode, area_code: str) -> User | None:
    for digits in _NEAREST:
        holder = _holders(role, area_code[:digits]).order_by("-duty__on_duty", "id").first()
        if holder:
            return holder
    return None


def _holders(role: RoleCode, area_code: str) -> QuerySet[User]:
    posts = Post.objects.filter(role__code=role, areas__area_code=area_code)
    return User.objects.filter(is_active=True, pk__in=posts.values("user")).order_by("id")


def _on_duty(role: RoleCode, area_code: str) -> QuerySet[User]:
    return _holders(role, area_code).filter(duty__on_duty=True)


def _inside(areas: Iterable[str], column: str) -> Q:
    """Rows whose code lies in any of ``areas``; posts and offices are few, so a span will do."""
    count, codes = _spans(areas)
    return _between(count, column, codes)


def _spans(areas: Iterable[str]) -> tuple[int, dict[str, str]]:
    """How many spans of codes, and their ends by name; the whole country is one from "" on."""
    codes = sorted(areas)
    codes = [""] if COUNTRY in codes else codes
    lows = {f"low{n}": code for n, code in enumerate(codes)}
    return len(codes), lows | {f"high{n}": f"{code}:" for n, code in enumerate(codes)}


def _between(count: int, column: str, codes: Mapping[str, str]) -> Q:
    """``:`` follows the last digit, so that all codes that begin with one lie below ``code:``."""
    condition = Q(pk__in=[])
    for n in range(count):
        low, high = codes[f"low{n}"], codes[f"high{n}"]
        condition |= Q(**{f"{column}__gte": low, f"{column}__lt": high})
    return condition
