"""Gates and their keepers."""

import datetime as dt

from lianfang.core.actor import Actor
from lianfang.org.enums import DepartmentKind, RoleCode
from lianfang.passes.actions import add_gate, issue_ticket, issue_tokens
from lianfang.passes.actions.showing import signing_key
from lianfang.passes.rules import Code, in_link, sign
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_department, make_staff

YEAR = dt.timedelta(days=365)


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


def make_place_code(place):
    """What stands in the address of the place's poster."""
    code = Code(place.serial, "gray", place.since, place.since + YEAR, 0, is_place=True)
    pair = signing_key(at=place.since)
    return in_link(sign(code, area=place.area_code[:6], nonce=b"12345678", pair=pair))


def make_agent(department=None):
    department = department or make_department(DepartmentKind.ENTERPRISE)
    return make_staff(RoleCode.ORG_AGENT, areas=(GRID,), department=department)
