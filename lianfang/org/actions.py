"""Set up departments, people and posts, and say who is on duty."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.core.phones import read_phone
from lianfang.org.enums import DepartmentKind, Permission, RoleCode
from lianfang.org.errors import NameTaken, OwnRights
from lianfang.org.models import Department, Duty, Post, PostArea, Role, User
from lianfang.org.rules import ROLE_PERMISSIONS, Caller


@transaction.atomic
def seed_roles(*, by: Actor, at: dt.datetime) -> None:
    """Write the roles of handbook §4.0 with their permissions; repeating brings them up to date."""
    for code, permissions in ROLE_PERMISSIONS.items():
        values = {"name": code.label, "permissions": list(permissions)}
        role, created = Role.objects.get_or_create(code=code, defaults=values)
        if created or role.permissions != values["permissions"]:
            Role.objects.filter(pk=role.pk).update(**values)
            detail = {"code": code, "permissions": values["permissions"]}
            record("org.role_set", role, by=by, at=at, detail=detail)


@transaction.atomic
def add_department(
    *,
    name: str,
    kind: DepartmentKind,
    area_code: str,
    parent: Department | None = None,
    uscc: str = "",
    phone: str = "",
    address: str = "",
    lon: float | None = None,
    lat: float | None = None,
    beds: int = 0,
    by: Caller | Actor,
    at: dt.datetime,
) -> Department:
    _must(by, Permission.ORG_EDIT)
    department = Department.objects.create(
        name=name,
        kind=kind,
        area_code=area_code,
        parent=parent,
        uscc=uscc,
        phone=phone,
        address=address,
        lon=lon,
        lat=lat,
        beds=beds,
    )
    record("org.department_added", department, by=_actor(by), at=at, detail={"name": name})
    return department


@transaction.atomic
def add_user(
    *,
    username: str,
    name: str,
    phone: str = "",
    department: Department | None = None,
    by: Caller | Actor,
    at: dt.datetime,
) -> User:
    """Someone who cannot sign in yet: ``hand_out_password`` and ``give_post`` follow.

    Raises NameTaken, BadPhone.
    """
    _must(by, Permission.ORG_EDIT)
    if User.objects.filter(username=username).exists():
        raise NameTaken(fields={"username": NameTaken.title})
    number = read_phone(phone) if phone else ""
    user = User(username=username, name=name, phone=number, department=department)
    user.set_unusable_password()
    user.save(force_insert=True)
    record("org.user_added", user, by=_actor(by), at=at, detail={"username": username})
    return user


@transaction.atomic
def give_post(
    user: User,
    *,
    role: RoleCode,
    areas: Iterable[str],
    department: Department | None = None,
    title: str = "",
    by: Caller | Actor,
    at: dt.datetime,
) -> Post:
    """A post over ``areas``, the source of all rights; nobody gives one to themselves."""
    _must_grant(by, user)
    codes = sorted(set(areas))
    post = Post.objects.create(
        user=user,
        role=Role.objects.get(code=role),
        department=department or user.department,
        title=title,
    )
    PostArea.objects.bulk_create([PostArea(post=post, area_code=code) for code in codes])
    detail = {"role": role, "areas": codes}
    record("org.post_given", user, by=_actor(by), at=at, detail=detail)
    return post


@transaction.atomic
def take_post(post: Post, *, by: Caller | Actor, at: dt.datetime) -> None:
    """End a post with all its rights, effective with the next request; repeating is harmless."""
    _must_grant(by, post.user)
    gone, _ = Post.objects.filter(pk=post.pk).delete()
    if gone:
        detail = {"role": post.role.code}
        record("org.post_taken", post.user, by=_actor(by), at=at, detail=detail)


@transaction.atomic
def set_duty(*, on_duty: bool, by: Caller, at: dt.datetime) -> Duty:
    """Go on or off duty; saying the same again is the phone's heartbeat and not an event."""
    held = Duty.objects.filter(user_id=by.id)
    if held.filter(on_duty=on_duty).update(heartbeat_at=at):
        return held.get()
    values = {"on_duty": on_duty, "since": at, "heartbeat_at": at}
    duty, _ = Duty.objects.update_or_create(user_id=by.id, defaults=values)
    record("org.duty_set", duty.user, by=by.actor, at=at, detail={"on_duty": on_duty})
    return duty


def _actor(by: Caller | Actor) -> Actor:
    return by.actor if isinstance(by, Caller) else by


def _must(by: Caller | Actor, permission: Permission) -> None:
    """Set-up and the demo act as the system; people need the permission."""
    if isinstance(by, Caller):
        by.must(permission)


def _must_grant(by: Caller | Actor, user: User) -> None:
    _must(by, Permission.ORG_GRANT)
    if isinstance(by, Caller) and by.id == user.pk:
        raise OwnRights
