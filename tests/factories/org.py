"""Departments and staff, on duty unless a test says otherwise."""

from itertools import count

from lianfang.core.actor import Actor
from lianfang.org import actions
from lianfang.org.enums import DepartmentKind, RoleCode
from lianfang.org.models import Department, Role, User
from lianfang.org.queries import caller_by_id
from lianfang.org.rules import ROLE_PERMISSIONS, Caller
from tests.factories.geo import GRID, T0

_numbers = count(1)
_SYSTEM = Actor.system()


def make_role(code) -> Role:
    code = RoleCode(code)
    values = {"name": code.label, "permissions": list(ROLE_PERMISSIONS[code])}
    return Role.objects.get_or_create(code=code, defaults=values)[0]


def make_department(kind=DepartmentKind.COMMUNITY, area_code=GRID[:12], **given) -> Department:
    kind = DepartmentKind(kind)
    values = {"name": f"{kind.label}{next(_numbers)}", "kind": kind, "area_code": area_code}
    return actions.add_department(**(values | given), by=_SYSTEM, at=T0)


def make_user(name="王网格", *, username="", password="", phone="", department=None) -> User:
    """Without a password nobody signs in through the door: tests put the session in place."""
    username = username or f"staff{next(_numbers)}"
    user = actions.add_user(
        username=username, name=name, phone=phone, department=department, by=_SYSTEM, at=T0
    )
    if password:
        user.set_password(password)
        user.password_set_at = T0
        user.save()
    return user


def make_staff(
    role=RoleCode.GRID_WORKER,
    areas=(GRID,),
    department=None,
    on_duty=True,  # noqa: FBT002 -- named where it is used
    **user,
) -> Caller:
    """Somebody with one post, as the caller that actions take; ``user`` goes to make_user."""
    make_role(role)
    holder = make_user(**({"name": RoleCode(role).label} | user), department=department)
    actions.give_post(holder, role=RoleCode(role), areas=areas, by=_SYSTEM, at=T0)
    caller = caller_by_id(holder.pk)
    actions.set_duty(on_duty=on_duty, by=caller, at=T0)
    return caller
