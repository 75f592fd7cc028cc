"""状态变更, 更正 and 作废 at the desk: by who may, refused in words, agreed by a second person."""

import uuid

from playwright.sync_api import expect

from lianfang.audit.jobs import deliver_due
from lianfang.core import clock
from lianfang.org.enums import RoleCode
from lianfang.people.queries import by_id, history_of
from lianfang.quarantine.actions import prepare_notices
from lianfang.tracing.actions import file_contact
from lianfang.treatment.actions import suspect
from tests.browser.test_console import at_the_desk, make_desk
from tests.factories.geo import GRID, T0, make_area
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode

__all__ = ["at_the_desk"]


def open_file(desk, person):
    desk.page.goto(f"{desk.site}/console/#/people/{person.key}")


def choose(page, label, option):
    page.locator(".dialog-fade-enter-active").wait_for(state="detached")
    page.get_by_role("combobox", name=label, exact=True).click(force=True)
    page.get_by_role("option", name=option, exact=True).locator("visible=true").click()
    page.get_by_role("dialog").locator("header").click()  # a list still open closes


def test_a_status_is_moved_and_the_move_is_taken_back(at_the_desk):
    make_area()
    person = make_person(name="张三")
    make_desk(RoleCode.COMMUNITY_OFFICER, "shequ", areas=(GRID[:12],))
    desk = at_the_desk("shequ")
    page = desk.page
    open_file(desk, person)
    page.get_by_role("button", name="状态变更").click()
    choose(page, "变更为", "移交外地")
    page.get_by_role("button", name="确认变更").click()
    expect(page.get_by_text("请填写接收地区和单位")).to_be_visible()
    page.get_by_label("接收地区和单位").fill("邻市疾控中心")
    page.get_by_label("说明和依据").fill("回户籍地居住")
    desk.finds_no_barrier()
    desk.shoots("person-move")
    page.get_by_role("button", name="确认变更").click()
    expect(page.get_by_text("已登记 → 移交外地")).to_be_visible()
    assert by_id(person.pk).control_status == "transferred_out"

    page.get_by_role("button", name="更正").click()
    page.get_by_role("dialog").get_by_role("button", name="更正").click()
    expect(page.get_by_text("请写明原因")).to_be_visible()
    page.get_by_label("更正原因").fill("未成行")
    page.get_by_role("dialog").get_by_role("button", name="更正").click()
    expect(page.get_by_text("移交外地 → 已登记")).to_be_visible()
    expect(page.get_by_role("button", name="更正")).to_have_count(0)
    desk.shoots("person-corrected")
    assert history_of(person)[-1].compensates_id


def test_a_file_is_voided_by_two_people_and_restored(at_the_desk):
    make_area()
    person = make_person(name="张三")
    make_desk(RoleCode.COMMUNITY_OFFICER, "shequ", areas=(GRID[:12],))
    make_desk(RoleCode.CDC_OFFICER, "jikong", areas=(GRID[:4],))
    desk = at_the_desk("shequ")
    open_file(desk, person)
    desk.page.get_by_role("button", name="作废").click()
    desk.page.get_by_label("作废原因").fill("重复建档")
    desk.page.get_by_role("button", name="提交审批").click()
    expect(desk.page.get_by_text("待另一人审批后生效")).to_be_visible()

    second = at_the_desk("jikong")
    page = second.page
    page.goto(f"{second.site}/console/#/approvals")
    expect(page.get_by_text("作废张*的档案：重复建档")).to_be_visible()
    second.shoots("void-approval")
    page.get_by_role("button", name="同意", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="同意", exact=True).click()
    expect(page.get_by_text("作废张*的档案：重复建档")).to_have_count(0)
    while deliver_due(now=clock.now()):
        pass

    open_file(second, person)
    expect(page.get_by_text("该档案已作废：重复建档。")).to_be_visible()
    second.finds_no_barrier()
    second.shoots("person-voided")
    page.get_by_role("button", name="恢复").click()
    page.get_by_label("恢复原因").fill("误作废")
    page.get_by_role("dialog").get_by_role("button", name="恢复").click()
    expect(page.get_by_text("该档案已作废")).to_have_count(0)
    assert by_id(person.pk).voided_at is None


def test_who_only_reads_is_offered_no_change(at_the_desk):
    make_area()
    person = make_person(name="张三")
    make_desk(RoleCode.COMMANDER, "zhihui", areas=(GRID[:4],))
    desk = at_the_desk("zhihui")
    open_file(desk, person)
    expect(desk.page.get_by_role("heading", name="张三")).to_be_visible()
    for name in ("状态变更", "更正", "作废"):
        expect(desk.page.get_by_role("button", name=name)).to_have_count(0)


def test_papers_and_contacts_stand_beside_the_page(at_the_desk):
    make_area()
    cdc = make_desk(RoleCode.CDC_OFFICER, "jikong", areas=(GRID[:4],))
    index = make_person(name="甲某")
    suspect(index, basis="发热", by=cdc, at=T0)
    told = {"phone": "13700000009", "relation": "1", "manner": "2", "last_at": T0}
    file_contact(index, key=uuid.uuid4(), name="乙某", area_code=GRID, **told, by=cdc, at=T0)
    episode = make_episode(index)
    prepare_notices(episode, issued_by="社区", by=cdc.actor, at=T0)
    desk = at_the_desk("jikong")
    open_file(desk, index)
    page = desk.page
    expect(page.get_by_role("link", name="居家医学观察告知书")).to_be_visible()
    expect(page.get_by_role("link", name="乙某")).to_be_visible()
    desk.finds_no_barrier()
    desk.shoots("person-related")
