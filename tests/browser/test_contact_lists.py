"""A long list of contacts: pasted by one, seen waiting, agreed to by another."""

from playwright.sync_api import expect

from lianfang.core import clock
from lianfang.org.enums import RoleCode
from lianfang.people.models import Fact
from lianfang.treatment.actions import suspect
from tests.browser.test_console import at_the_desk, make_desk
from tests.factories.geo import GRID
from tests.factories.people import make_person

__all__ = ["at_the_desk"]
CITY = GRID[:4]


def test_a_pasted_list_waits_until_a_second_person_agrees(at_the_desk, settle):
    tracer = make_desk(RoleCode.CDC_OFFICER, "tracer", areas=(CITY,))
    make_desk(RoleCode.CDC_OFFICER, "second", areas=(CITY,))
    suspect(make_person(name="张指标"), basis="发热", by=tracer, at=clock.now())
    someone = at_the_desk("tracer")
    page = someone.goes_to("/console/#/contacts")

    page.get_by_role("button", name="填报名单").click()
    someone.finds_no_barrier()
    page.get_by_role("combobox", name="指标病例").fill("张指标")
    page.get_by_role("option").first.click()
    page.get_by_role("textbox", name="什么场合").fill("二月八日聚餐")
    lines = "\n".join(f"密接甲\t1370000{n:04}" for n in range(11))
    page.get_by_role("textbox", name="名单", exact=True).fill(lines)
    page.get_by_placeholder("现住区域").click()
    for name in ("99省", "9901市", "990101区", "990101001街道", "990101001001社区", f"{GRID}网格"):
        page.get_by_role("menuitem").filter(has_text=name).last.click()
    page.get_by_role("combobox", name="最后接触时间").fill("2020-02-08 18:00:00")
    page.get_by_role("combobox", name="最后接触时间").press("Enter")
    expect(page.get_by_text("共 11 人")).to_be_visible()
    someone.shoots("contact-paste")
    page.get_by_role("button", name="提交名单").click()

    expect(page.get_by_text("11 人待第二人同意")).to_be_visible()
    expect(page.get_by_role("region", name="提交的名单")).to_contain_text("待第二人同意")
    someone.shoots("contact-lists")
    assert not Fact.objects.filter(kind="open_close_contact").exists()

    other = at_the_desk("second")
    page = other.goes_to("/console/#/approvals")
    expect(page.get_by_role("table").last).to_contain_text("密接11人将转红码")
    other.shoots("contact-approval")
    page.get_by_role("button", name="同意", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="同意", exact=True).click()
    expect(page.get_by_text("已同意")).to_be_visible()
    settle()
    assert Fact.objects.filter(kind="open_close_contact").count() == 11
