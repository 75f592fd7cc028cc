"""自定义字段: an administrator adds one, a clerk fills it in, it is searched and exported."""

import io

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from lianfang.city.actions import set_up_city
from lianfang.core.actor import Actor
from lianfang.org.enums import RoleCode
from tests.browser.test_app import CITY
from tests.browser.test_console import at_the_desk, make_desk
from tests.browser.test_person_form import chooses, chooses_area
from tests.factories.fields import make_field
from tests.factories.geo import GRID, T0, make_area
from tests.factories.people import make_person

__all__ = ["at_the_desk"]
COMMUNITY = GRID[:12]


@pytest.fixture(autouse=True)
def ground():
    set_up_city(CITY, by=Actor.system(), at=T0)
    make_area()


def adds_a_field(admin):
    page = admin.page
    page.get_by_role("link", name="自定义字段").click()
    expect(page.get_by_text("还没有自定义字段")).to_be_visible()
    admin.finds_no_barrier()
    page.get_by_role("button", name="新增字段").click()
    chooses(page, "类型", "单选")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("请填写字段名称")).to_be_visible()
    expect(page.get_by_text("请至少填写两个选项")).to_be_visible()
    page.get_by_role("textbox", name="字段名称").fill("轮班")
    page.get_by_role("textbox", name="第 1 个选项").fill("白班")
    page.get_by_role("textbox", name="第 2 个选项").fill("夜班")
    chooses(page, "社区工作人员", "必填")
    admin.finds_no_barrier()
    admin.shoots("custom-field-form")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("table").last).to_contain_text("白班、夜班")
    admin.finds_no_barrier()
    admin.shoots("custom-fields")


def fills_it_in(clerk):
    page = clerk.page
    page.goto(f"{clerk.site}/console/#/people/new")
    expect(page.get_by_role("heading", name="自定义")).to_be_visible()
    page.get_by_label("姓名").fill("张三")
    page.get_by_label("电话", exact=True).fill("13800138000")
    chooses(page, "新增外来人员/返工人员", "返工人员")
    chooses_area(page)
    chooses(page, "隔离信息报送来源", "网格排查")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("请填写轮班")).to_be_visible()
    chooses(page, "轮班", "夜班")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("heading", name="张三")).to_be_visible()
    expect(page.get_by_text("夜班")).to_be_visible()
    clerk.shoots("custom-field-person")
    page.get_by_role("button", name="登记表").click()
    expect(page.get_by_role("heading", name="自定义")).to_be_visible()


def finds_who_says_so(clerk):
    page = clerk.page
    page.goto(f"{clerk.site}/console/#/people")
    page.get_by_role("button", name="更多条件").click()
    chooses(page, "轮班", "轮班：夜班")
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.get_by_role("link", name="详情 李四")).to_be_hidden()
    expect(page.get_by_role("link", name="详情 张三")).to_be_visible()
    clerk.finds_no_barrier()
    clerk.shoots("custom-field-search")


def test_a_field_is_added_filled_in_searched_and_exported(at_the_desk):
    make_person(name="李四", phone="13800138001")
    make_desk(RoleCode.SYSADMIN, "guanli", areas=("CN",))
    make_desk(RoleCode.COMMUNITY_OFFICER, "shequ", areas=(COMMUNITY,))

    adds_a_field(at_the_desk("guanli"))
    clerk = at_the_desk("shequ")
    fills_it_in(clerk)
    finds_who_says_so(clerk)

    page = clerk.page
    page.get_by_role("button", name="导出", exact=True).click()
    page.get_by_role("dialog").get_by_text("轮班").click()
    with page.expect_download() as download:
        page.get_by_role("dialog").get_by_role("button", name="导出", exact=True).click()
    content = io.BytesIO(download.value.path().read_bytes())
    [headers, *people] = CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
    assert headers[-1] == "轮班"
    assert [(row[0], row[-1]) for row in people] == [("张三", "夜班")]


def test_a_field_is_changed_and_switched_off_on_a_narrow_screen(at_the_desk):
    make_field("楼栋")
    make_desk(RoleCode.SYSADMIN, "guanli", areas=("CN",))
    admin = at_the_desk("guanli", viewport={"width": 375, "height": 812})
    page = admin.page
    page.goto(f"{admin.site}/console/#/fields")
    page.get_by_role("button", name="修改 楼栋").click()
    page.get_by_role("textbox", name="字段名称").fill("楼号")
    admin.finds_no_barrier()
    admin.shoots("custom-field-form-narrow")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="停用 楼号").click()
    page.get_by_role("dialog").get_by_role("button", name="停用", exact=True).click()

    expect(page.get_by_role("button", name="启用 楼号")).to_be_visible()
    admin.finds_no_barrier()
    admin.shoots("custom-fields-narrow")


def test_who_may_not_maintain_fields_finds_no_page(at_the_desk):
    make_desk(RoleCode.COMMUNITY_OFFICER, "shequ", areas=(COMMUNITY,))
    clerk = at_the_desk("shequ")

    expect(clerk.page.get_by_role("link", name="自定义字段")).to_have_count(0)
    clerk.page.goto(f"{clerk.site}/console/#/fields")
    expect(clerk.page.get_by_text("您的岗位没有这项功能")).to_be_visible()
