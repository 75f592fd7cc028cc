"""Set up roles, departments, people and their posts."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.core.phones import read_phone
from lianfang.org.enums import DepartmentKind, Permission, RoleCode
from lianfang.org.errors import NameTaken
from lianfang.org.models import Department, Post, PostArea, Role, User
from lianfang.org.rules import ROLE_PERMISSIONS, Caller, actor, must, must_grant


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
    must(by, Permission.ORG_EDIT)
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
    record("org.department_added", department, by=actor(by), at=at, detail={"name": name})
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
    must(by, Permission.ORG_EDIT)
    if User.objects.filter(username=username).exists():
        raise NameTaken(fields={"username": NameTaken.title})
    number = read_phone(phone) if phone else ""
    user = User(username=username, name=name, phone=number, department=department)
    user.set_unusable_password()
    user.save(force_insert=True)
    record("org.user_added", user, by=actor(by), at=at, detail={"username": username})
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
    must_grant(by, user.pk)
    codes = sorted(set(areas))
    post = Post.objects.create(
        user=user,
        role=Role.objects.get(code=role),
        department=department or user.department,
        title=title,
    )
    PostArea.objects.bulk_create([PostArea(post=post, area_code=code) for code in codes])
    detail = {"role": role, "areas": codes}
    record("org.post_given", user, by=actor(by), at=at, detail=detail)
    return post


@transaction.atomic
def take_post(post: Post, *, by: Caller | Actor, at: dt.datetime) -> None:
    """End a post with all its rights, effective with the next request; repeating is harmless."""
    must_grant(by, post.user_id)
    gone, _ = Post.objects.filter(pk=post.pk).delete()
    if gone:
        detail = {"role": post.role.code}
        record("org.post_taken", post.user, by=actor(by), at=at, detail=detail)
