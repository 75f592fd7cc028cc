"""Gates and their keepers."""

from lianfang.core.actor import Actor
from lianfang.org.enums import DepartmentKind, RoleCode
from lianfang.passes.actions import add_gate, issue_ticket, issue_tokens
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_department, make_staff


def make_gate(area_code=GRID, name="东门", department=None):
    make_area(area_code)
    return add_gate(name=name, area_code=area_code, department=department, by=Actor.system(), at=T0)


def make_keeper(areas=(GRID,), department=None):
    return make_staff(RoleCode.GATEKEEPER, areas=areas, department=department)


def make_gate_manager(areas=(GRID,), department=None):
    return make_staff(RoleCode.GATE_MANAGER, areas=areas, department=department)


def make_tokens(person, at=T0):
    """A ticket of the holder's own account, and the codes made from it."""
    ticket = issue_ticket(person, session="s", by=make_account(person), at=at)
    return ticket, issue_tokens(ticket, by=Actor.system(), at=at)


def make_agent(department=None):
    department = department or make_department(DepartmentKind.ENTERPRISE)
    return make_staff(RoleCode.ORG_AGENT, areas=(GRID,), department=department)
