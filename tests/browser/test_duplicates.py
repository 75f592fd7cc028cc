"""查重 at the desk: suggested with reasons, compared, merged, parted again."""

import datetime as dt

from playwright.sync_api import expect

from lianfang.org.enums import RoleCode
from lianfang.people.queries import by_id
from tests.browser.test_console import at_the_desk, make_desk
from tests.factories.geo import GRID, make_area
from tests.factories.people import make_person

__all__ = ["at_the_desk"]
DOCUMENT = "11010519491231002X"


def test_two_files_are_made_one_and_parted_again(at_the_desk):
    make_area()
    born = dt.date(1949, 12, 31)
    one = make_person(name="张三", phone="13800138000", address="3号楼501", birth_date=born)
    make_person(name="张三", phone="13900139000", id_number=DOCUMENT, address="3号楼501")
    make_desk(RoleCode.COMMUNITY_OFFICER, "shequ", areas=(GRID[:12],))
    desk = at_the_desk("shequ")
    page = desk.page
    page.goto(f"{desk.site}/console/#/people/{one.key}")
    page.get_by_role("button", name="查重").click()
    expect(page.get_by_text("姓名相同、出生日期相同、住址相同")).to_be_visible()
    desk.finds_no_barrier()

    page.get_by_role("button", name="对比").click()
    expect(page.get_by_text("本档案：138****8000")).to_be_visible()
    expect(page.get_by_text("对方：110***********002X")).to_be_visible()
    desk.finds_no_barrier()
    desk.shoots("duplicates")
    page.get_by_role("button", name="合并到本档案").click()
    expect(page.get_by_text("请填写合并理由")).to_be_visible()
    page.get_by_label("合并理由").fill("核对身份证为同一人")
    page.get_by_role("button", name="合并到本档案").click()

    expect(page.get_by_text("没有发现相似的档案")).to_be_visible()
    assert (by_id(one.pk).id_number, by_id(one.pk).phone) == (DOCUMENT, "13800138000")
    page.get_by_role("button", name="撤销合并").click()
    expect(page.get_by_text("姓名相同、出生日期相同、住址相同")).to_be_visible()
    assert by_id(one.pk).id_number == ""
