"""场所码 from the desk that makes it to the visitor and to CDC."""

import datetime as dt

from playwright.sync_api import expect

from lianfang.core import clock
from lianfang.org.enums import RoleCode
from lianfang.passes.actions import add_place
from lianfang.passes.models import CheckIn
from tests.api.calls import sign_in_citizen
from tests.browser.test_console import at_the_desk, make_desk
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, make_area
from tests.factories.org import make_staff
from tests.factories.passes import make_place_code
from tests.factories.people import make_person

__all__ = ["at_the_desk"]
DOCUMENT = "11010519491231002X"


def a_market():
    make_area()
    officer = make_staff(RoleCode.COMMUNITY_OFFICER)
    return add_place(
        key="5b0c2f4e-8f5f-4f3c-9b55-1a2b3c4d5e6f",
        name="桃源农贸市场",
        kind="market",
        area_code=GRID,
        address="桃源路 18 号",
        by=officer,
        at=clock.now(),
    )


def test_a_visitor_checks_in_by_the_link_of_a_code_and_finds_the_visit(visitor, client):
    market = a_market()
    sign_in_citizen(client, make_account(make_person(name="王妈妈", id_number=DOCUMENT)))
    someone = visitor()
    someone.is_signed_in(client)

    page = someone.goes_to(f"/h5/#/place/{make_place_code(market)}")
    expect(page.get_by_role("heading", name="桃源农贸市场")).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("place-enter")
    page.get_by_role("button", name="登记进入").click()
    expect(page.get_by_text("可以进入")).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("place-done")
    page.get_by_role("link", name="扫另一个").click()
    expect(page.get_by_role("listitem").filter(has_text="桃源农贸市场")).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("place-home")
    page.evaluate("document.documentElement.classList.add('lf-elder')")
    assert CheckIn.objects.unscoped().count() == 1


def test_the_desk_lists_places_and_cdc_finds_who_was_there(visitor, client, at_the_desk):
    market = a_market()
    make_desk(RoleCode.COMMUNITY_OFFICER, "desk", areas=(GRID[:12],))
    make_desk(RoleCode.CDC_OFFICER, "tracer", areas=(GRID[:4],))
    person = make_person(name="孙在场", phone="13912345678")
    now = clock.now()
    CheckIn(
        key="6b0c2f4e-8f5f-4f3c-9b55-1a2b3c4d5e6f",
        place=market,
        person=person,
        area_code=market.area_code,
        minute=1,
        colour="green",
        verdict="allow",
        account_id=1,
        at=now,
    ).save(force_insert=True)
    desk = at_the_desk("desk")
    page = desk.goes_to("/console/#/places")
    expect(page.get_by_role("table").last).to_contain_text("桃源农贸市场")
    expect(page.get_by_role("link", name="海报")).to_be_visible()
    desk.finds_no_barrier()
    desk.shoots("places")

    tracer = at_the_desk("tracer")
    page = tracer.goes_to("/console/#/presence")
    page.get_by_role("combobox", name="场所").fill("桃源")
    page.get_by_role("option").first.click()
    since = now.astimezone(dt.timezone(dt.timedelta(hours=8)))
    for box, moment in zip(
        page.locator(".el-range-input").all(),
        (since - dt.timedelta(hours=1), since + dt.timedelta(hours=1)),
        strict=True,
    ):
        box.fill(f"{moment:%Y-%m-%d %H:%M:%S}")
        box.press("Enter")
    page.keyboard.press("Escape")
    page.get_by_role("textbox", name="查询理由").fill("病例 12 流调")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("table").last).to_contain_text("139****5678")
    tracer.shoots("presence")
