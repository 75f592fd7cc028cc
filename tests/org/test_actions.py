import datetime as dt

import pytest

from lianfang.audit.queries import timeline
from lianfang.core.actor import Actor
from lianfang.core.phones import BadPhone
from lianfang.org import actions
from lianfang.org.enums import DepartmentKind, Permission, RoleCode
from lianfang.org.errors import MissingPermission, NameTaken, OwnRights
from lianfang.org.models import Duty, Role, User
from lianfang.org.queries import caller_by_id
from lianfang.org.rules import ROLE_PERMISSIONS
from tests.factories.geo import GRID, T0
from tests.factories.org import make_department, make_role, make_staff, make_user

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def actions_on(row):
    entries = timeline(row._meta.label_lower, row.pk)
    return list(entries.values_list("action", flat=True))


def test_seed_roles_writes_every_role_with_its_permissions():
    actions.seed_roles(by=SYSTEM, at=T0)

    assert set(Role.objects.values_list("code", flat=True)) == set(RoleCode.values)
    worker = Role.objects.get(code=RoleCode.GRID_WORKER)
    assert worker.name == "网格员"
    assert worker.permissions == list(ROLE_PERMISSIONS[RoleCode.GRID_WORKER])


def test_seed_roles_twice_records_only_what_changed():
    actions.seed_roles(by=SYSTEM, at=T0)
    Role.objects.filter(code=RoleCode.AUDITOR).update(permissions=[])

    actions.seed_roles(by=SYSTEM, at=T0)

    assert actions_on(Role.objects.get(code=RoleCode.AUDITOR)) == ["org.role_set"] * 2
    assert actions_on(Role.objects.get(code=RoleCode.COMMANDER)) == ["org.role_set"]
    assert Role.objects.get(code=RoleCode.AUDITOR).permissions == [Permission.AUDIT_READ]


def test_sysadmin_adds_department_and_user_and_it_is_recorded():
    admin = make_staff(RoleCode.SYSADMIN)

    department = actions.add_department(
        name="柳堤社区居委会",
        kind=DepartmentKind.COMMUNITY,
        area_code=GRID[:12],
        by=admin,
        at=T0,
    )
    user = actions.add_user(
        username="wang", name="王一", phone="138 0013 8000", department=department, by=admin, at=T0
    )

    assert user.phone == "13800138000"
    assert not user.has_usable_password()
    assert actions_on(department) == ["org.department_added"]
    assert actions_on(user) == ["org.user_added"]


def test_grid_worker_may_not_add_a_user_or_a_department():
    worker = make_staff(RoleCode.GRID_WORKER)

    with pytest.raises(MissingPermission):
        actions.add_user(username="wang", name="王一", by=worker, at=T0)
    with pytest.raises(MissingPermission):
        actions.add_department(name="x", kind=DepartmentKind.CDC, area_code=GRID, by=worker, at=T0)


def test_user_added_twice_is_refused_and_a_bad_phone_too():
    make_user(username="wang")

    with pytest.raises(NameTaken):
        actions.add_user(username="wang", name="王二", by=SYSTEM, at=T0)
    with pytest.raises(BadPhone):
        actions.add_user(username="li", name="李二", phone="12", by=SYSTEM, at=T0)


def test_security_admin_gives_and_takes_a_post_and_rights_follow_at_once():
    security, user = make_staff(RoleCode.SECURITY_ADMIN), make_user()
    make_role(RoleCode.GRID_WORKER)

    post = actions.give_post(user, role=RoleCode.GRID_WORKER, areas=[GRID], by=security, at=T0)
    held = caller_by_id(user.pk)
    actions.take_post(post, by=security, at=T0)
    actions.take_post(post, by=security, at=T0)

    assert held.covers(GRID, Permission.CASE_VERIFY)
    assert caller_by_id(user.pk) is None
    assert actions_on(user) == ["org.user_added", "org.post_given", "org.post_taken"]


def test_sysadmin_may_not_give_rights_and_security_admin_not_to_themselves():
    admin, security = make_staff(RoleCode.SYSADMIN), make_staff(RoleCode.SECURITY_ADMIN)
    user, own = make_user(), User.objects.get(pk=security.id)
    make_role(RoleCode.CDC_OFFICER)

    with pytest.raises(MissingPermission):
        actions.give_post(user, role=RoleCode.CDC_OFFICER, areas=["CN"], by=admin, at=T0)
    with pytest.raises(OwnRights):
        actions.give_post(own, role=RoleCode.CDC_OFFICER, areas=["CN"], by=security, at=T0)


def test_duty_said_again_is_a_heartbeat_and_not_an_event():
    worker = make_staff(RoleCode.GRID_WORKER, on_duty=False)
    later = T0 + dt.timedelta(minutes=1)

    actions.set_duty(on_duty=True, by=worker, at=T0)
    actions.set_duty(on_duty=True, by=worker, at=later)

    duty = Duty.objects.get(user_id=worker.id)
    assert (duty.on_duty, duty.since, duty.heartbeat_at) == (True, T0, later)
    assert actions_on(duty.user)[-2:] == ["org.duty_set", "org.duty_set"]  # off, then on


def test_department_of_the_post_falls_back_to_the_users():
    department = make_department()

    caller = make_staff(department=department)

    assert caller.department_id == department.pk
