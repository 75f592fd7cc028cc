"""信息查询 at the desk: the rarer conditions, and a question kept and opened again."""

from playwright.sync_api import expect

from lianfang.api import console
from lianfang.core import clock
from lianfang.org.enums import RoleCode
from tests.browser.test_console import at_the_desk, make_desk
from tests.factories.geo import GRID, make_area
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode, make_reading

__all__ = ["at_the_desk"]


def test_a_question_of_several_conditions_is_asked_kept_and_opened_again(at_the_desk):
    make_area()
    make_episode(make_person(name="李四", phone="13800138001"), at=clock.now(), mode="2")
    make_episode(make_person(name="王五", phone="13800138002"), at=clock.now())
    make_desk(RoleCode.COMMUNITY_OFFICER, "shequ", areas=(GRID[:12],))
    desk = at_the_desk("shequ")
    page = desk.page
    page.get_by_role("link", name="人员列表").click()
    expect(page.get_by_role("link", name="详情 王五")).to_be_visible()

    page.get_by_role("button", name="更多条件").click()
    page.get_by_role("combobox", name="观察方式").click(force=True)
    page.get_by_role("option", name="集中", exact=True).locator("visible=true").click()
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.get_by_role("link", name="详情 王五")).to_be_hidden()
    expect(page.get_by_role("link", name="详情 李四")).to_be_visible()
    desk.finds_no_barrier()
    desk.shoots("person-search")

    page.get_by_role("button", name="保存这个查询").click()
    page.get_by_label("给查询起个名字").fill("集中隔离")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存").first).to_be_visible()
    page.get_by_role("button", name="重置").click()
    expect(page.get_by_role("link", name="详情 王五")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="更多条件").click()
    page.get_by_role("combobox", name="已保存的查询").click(force=True)
    page.get_by_role("option", name="集中隔离").locator("visible=true").click()

    expect(page.get_by_role("link", name="详情 王五")).to_be_hidden()
    expect(page.get_by_role("link", name="详情 李四")).to_be_visible()


def test_symptoms_and_days_narrow_the_list_too(at_the_desk):
    make_area()
    make_person(name="王五")
    make_reading(make_person(name="李四"), at=clock.now(), symptoms=["02"])
    make_desk(RoleCode.COMMUNITY_OFFICER, "shequ", areas=(GRID[:12],))
    desk = at_the_desk("shequ")
    page = desk.page
    page.get_by_role("link", name="人员列表").click()
    page.get_by_role("button", name="更多条件").click()
    page.get_by_role("combobox", name="近 14 天症状").click(force=True)
    page.get_by_role("option", name="咳嗽", exact=True).locator("visible=true").click()
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.get_by_role("link", name="详情 王五")).to_be_hidden()
    expect(page.get_by_role("link", name="详情 李四")).to_be_visible()
    desk.finds_no_barrier()
    desk.shoots("person-symptom")


def test_columns_are_chosen_and_kept_and_all_are_counted_when_asked(at_the_desk, monkeypatch):
    monkeypatch.setattr(console, "_MOST", 2)
    make_area()
    for number in range(3):
        make_person(name="李四", phone=f"1380013800{number}")
    make_desk(RoleCode.COMMUNITY_OFFICER, "shequ", areas=(GRID[:12],))
    desk = at_the_desk("shequ")
    page = desk.page
    page.get_by_role("link", name="人员列表").click()
    expect(page.get_by_text("共 2+ 条")).to_be_visible()
    page.get_by_role("button", name="精确计数").click()
    expect(page.get_by_text("共 3 条")).to_be_visible()

    page.get_by_role("button", name="显示列").click()
    page.get_by_text("信息来源").click()
    page.get_by_text("证件号码", exact=True).last.click()
    expect(page.get_by_role("columnheader", name="信息来源")).to_be_visible()
    expect(page.get_by_role("columnheader", name="证件号码")).to_be_hidden()
    desk.finds_no_barrier()
    desk.shoots("person-columns")
    page.reload()
    expect(page.get_by_role("columnheader", name="信息来源")).to_be_visible()
