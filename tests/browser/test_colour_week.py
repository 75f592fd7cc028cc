"""周报: whose facts turned how many passes red, seen by a leader."""

from playwright.sync_api import expect

from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.org.enums import RoleCode
from lianfang.passes.actions import refresh
from lianfang.people.actions import state_fact
from lianfang.people.enums import FactKind
from tests.browser.test_console import at_the_desk, make_desk
from tests.factories.geo import GRID
from tests.factories.org import make_staff
from tests.factories.people import make_person

__all__ = ["at_the_desk"]
CITY = GRID[:4]


def test_a_leader_reads_who_turned_how_many_red(at_the_desk):
    make_desk(RoleCode.COMMANDER, "leader", areas=(CITY,))
    officer = make_staff(RoleCode.CDC_OFFICER, areas=(CITY,), name="钱疾控")
    for _ in range(2):
        person, now = make_person(), clock.now()
        refresh(person, by=Actor.system(), at=now)
        kind = FactKind.OPEN_CLOSE_CONTACT
        state_fact(person, kind, starts_at=now, by=officer.actor, at=now)
        refresh(person, by=Actor.system(), at=now)
    someone = at_the_desk("leader")

    page = someone.goes_to("/console/#/colour-week")

    table = page.get_by_role("region", name="变码周报")
    expect(table).to_contain_text("钱疾控")
    expect(table).to_contain_text("密接待核实 2")
    someone.finds_no_barrier()
    someone.shoots("colour-week")
    page.get_by_role("button", name="上一周").click()
    expect(page.get_by_text("这一周没有颜色变化")).to_be_visible()
    someone.finds_no_barrier()
