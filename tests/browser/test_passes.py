"""The pass of a citizen and of a child, and the desk that prints one on paper."""

from playwright.sync_api import expect

from lianfang.org.enums import RoleCode
from lianfang.passes.models import Card
from tests.api.calls import sign_in_citizen
from tests.browser.test_console import at_the_desk, make_desk
from tests.factories.accounts import make_account
from tests.factories.geo import GRID
from tests.factories.people import make_person

__all__ = ["at_the_desk"]
DOCUMENT = "11010519491231002X"


def test_a_citizen_shows_their_own_pass_and_that_of_a_child(visitor, client):
    mother = make_person(name="王妈妈", id_number=DOCUMENT)
    child = make_person(name="小明", phone="13700000009")
    sign_in_citizen(client, make_account(mother, family=[child]))
    someone = visitor()
    someone.is_signed_in(client)

    page = someone.goes_to("/h5/#/pass")

    expect(page.get_by_role("img", name="通行证二维码")).to_be_visible()
    expect(page.get_by_text("王*妈", exact=True)).to_be_visible()
    page.get_by_text("出示须知").click()
    page.get_by_text("颜色变化记录").click()
    expect(page.get_by_text("未见异常").last).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("pass")
    page.get_by_text("小*", exact=True).click()
    expect(page.get_by_text("待核验").first).to_be_visible()
    page.evaluate("document.documentElement.dataset.elder = ''")
    someone.shoots("pass-child")


def test_the_desk_prints_a_card_and_a_reprint_ends_the_first(at_the_desk):
    make_desk(RoleCode.COMMUNITY_OFFICER, "desk", areas=(GRID[:12],))
    elder = make_person(name="李奶奶", id_number=DOCUMENT)
    someone = at_the_desk("desk", viewport={"width": 375, "height": 812})

    page = someone.goes_to(f"/console/#/people/{elder.key}")
    page.get_by_role("button", name="通行卡").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("手中没有有效的卡")
    dialog.get_by_role("button", name="打印").click()
    expect(dialog).to_contain_text("卡号")
    expect(dialog).to_contain_text("旧卡立即作废")
    someone.finds_no_barrier()
    someone.shoots("card-desk")
    dialog.get_by_role("button", name="补打新卡").click()
    expect(page.get_by_text("已生成，请打印后交给本人").last).to_be_visible()
    page.wait_for_timeout(1000)
    assert Card.objects.unscoped().filter(is_open=True).count() == 1
    assert Card.objects.unscoped().count() == 2
