"""Every page behind the WeChat entry under axe, in the usual look and in 长辈版.

The pages come from the router, so that a new one is looked at from its first day. There is no
dark look: the pages say so themselves (color-scheme: light).
"""

import re

import pytest
from playwright.sync_api import expect

from lianfang.accounts.queries import citizen_by_id
from lianfang.core import clock
from lianfang.org.enums import DepartmentKind, RoleCode
from tests.api.calls import hold_clock, sign_in, sign_in_citizen
from tests.browser.conftest import WEB
from tests.browser.test_wechat import under_observation
from tests.factories.accounts import make_account
from tests.factories.cases import make_case
from tests.factories.geo import GRID, T0
from tests.factories.org import make_department, make_staff
from tests.factories.passes import make_gate
from tests.factories.people import make_person
from tests.factories.quarantine import make_reading

ROUTES = WEB / "clients" / "wechat" / "routes.ts"


def routes():
    """Path and reader of every page."""
    text = ROUTES.read_text(encoding="utf-8")
    return re.findall(r"path: '([^']+)',.*?to: '([^']+)'", text, re.DOTALL)


def pages_for(*readers):
    return [path for path, reader in routes() if reader in readers]


def filled(path, report):
    """The address of a page that shows one thing."""
    return path.replace("/reports/:id", f"/reports/{report}").replace(":", "none-")


def walk(someone, look, paths):
    """All of them by one phone; what is wrong, page by page."""
    someone.page.add_init_script(f"localStorage.setItem('lianfang.reader', '{look}')")
    wrong = {}
    for path in paths:
        someone.page.goto(f"{someone.site}/h5/#{path}")
        shown = someone.page.locator("main > :not(.lf-state--loading)").first
        expect(shown).to_be_visible()
        try:
            someone.finds_no_barrier()
        except AssertionError as barrier:
            wrong[path] = str(barrier)
    assert wrong == {}


@pytest.mark.parametrize("look", ["usual", "senior"])
def test_no_page_of_a_citizen_under_observation_has_a_barrier(
    visitor, client, settle, settings, look
):
    person = under_observation(client, settings)
    settle()
    make_reading(person, "37.5", at=T0)
    citizen = make_account(person, family=[make_person(name="李小")])
    report = make_case(by=citizen, at=clock.now())
    sign_in_citizen(client, citizen_by_id(citizen.id))
    someone = visitor()
    someone.is_signed_in(client)

    paths = pages_for("anyone", "signed-in", "citizen")
    walk(someone, look, [filled(path, report.key) for path in paths])


@pytest.mark.parametrize("look", ["usual", "senior"])
def test_no_page_of_gate_and_organisation_has_a_barrier(visitor, client, settings, look):
    hold_clock(settings, T0)
    under_observation(client, settings)
    department = make_department(DepartmentKind.ENTERPRISE)
    make_gate(department=department)
    for role in (RoleCode.GATEKEEPER, RoleCode.GATE_MANAGER, RoleCode.ORG_AGENT):
        staff = make_staff(role, areas=(GRID,), department=department)
        sign_in(client, staff)
        someone = visitor()
        someone.is_signed_in(client)
        walk(someone, look, pages_for(*staff.areas_by_permission))


def test_the_walk_meets_every_page():
    seen = {"anyone", "signed-in", "citizen", "gate.verify", "gate.manage", "declaration.submit"}

    assert {reader for _, reader in routes()} == seen
    assert len(routes()) == ROUTES.read_text(encoding="utf-8").count("{ path: '")
