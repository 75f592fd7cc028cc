"""An installation is made ready, and brought up to date after an upgrade."""

from io import StringIO

import pytest
from django.core.management import call_command

from lianfang.audit.models import Entry
from lianfang.org.enums import RoleCode
from lianfang.org.models import Role
from lianfang.org.rules import ROLE_PERMISSIONS
from lianfang.policy.models import Profile

pytestmark = pytest.mark.django_db


def set_up():
    said = StringIO()
    call_command("setup", stdout=said)
    return said.getvalue()


def test_roles_and_rules_are_there_afterwards_and_a_second_time_changes_nothing():
    assert "新增防控规则 0 版" not in set_up()
    entries = Entry.objects.count()

    assert "新增防控规则 0 版" in set_up()
    assert set(Role.objects.values_list("code", flat=True)) == set(RoleCode)
    assert Profile.objects.exists()
    assert Entry.objects.count() == entries


def test_a_role_from_before_an_upgrade_gets_what_is_new():
    set_up()
    Role.objects.filter(code=RoleCode.GRID_WORKER).update(permissions=["person.view"])

    set_up()

    role = Role.objects.get(code=RoleCode.GRID_WORKER)
    assert role.permissions == list(ROLE_PERMISSIONS[RoleCode.GRID_WORKER])
