"""导出 at the desk: chosen fields, a line list without names, a second person for many."""

import pytest
from playwright.sync_api import expect

from lianfang.approvals.actions import decide
from lianfang.approvals.models import Approval
from lianfang.city.actions import set_up_city
from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.org.enums import RoleCode
from lianfang.policy.actions import set_parameter
from lianfang.roster.jobs import look_after_exports, make_soon
from lianfang.roster.models import Export
from tests.browser.test_app import CITY
from tests.browser.test_console import at_the_desk, make_desk
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.uploads import id_number

__all__ = ["at_the_desk"]


@pytest.fixture(autouse=True)
def ground():
    set_up_city(CITY, by=Actor.system(), at=T0)
    make_area()
    make_person(name="张三", phone="13800138000", id_number=id_number(1))
    make_desk(RoleCode.CDC_OFFICER, "jikong", areas=(GRID[:4],))


def open_box(page):
    page.get_by_role("link", name="人员列表").click()
    page.get_by_role("button", name="导出", exact=True).click()
    return page.get_by_role("dialog")


def test_the_list_is_exported_by_chosen_fields(at_the_desk):
    desk = at_the_desk("jikong")
    page, dialog = desk.page, open_box(desk.page)
    dialog.get_by_text("导出完整号码和住址").click()
    dialog.get_by_role("button", name="导出", exact=True).click()
    expect(dialog.get_by_text("请填写导出理由")).to_be_visible()
    desk.finds_no_barrier()
    desk.shoots("export")

    dialog.get_by_label("导出理由").fill("流调协查")
    dialog.get_by_text("CSV 文本").click()
    with page.expect_download() as sent:
        dialog.get_by_role("button", name="导出", exact=True).click()

    assert sent.value.suggested_filename.startswith("人员-")
    text = sent.value.path().read_text(encoding="utf-8-sig")
    assert "13800138000" in text
    assert "# " in text
    expect(page.get_by_text("已导出，请妥善保管")).to_be_visible()


def test_many_wait_for_approval_and_are_fetched_from_the_list(at_the_desk, settle):
    now = clock.now()
    admin = make_staff("sysadmin", areas=("CN",))
    set_parameter("export.alone_most", 0, valid_from=now, by=admin, at=now)
    desk = at_the_desk("jikong")
    page, dialog = desk.page, open_box(desk.page)
    dialog.get_by_text("去标识病例清单").click()
    expect(dialog.get_by_text("编号只在这一份清单内有效")).to_be_visible()
    desk.shoots("export-line-list")
    dialog.get_by_label("导出理由").fill("周报分析")
    dialog.get_by_role("button", name="导出", exact=True).click()

    expect(page.get_by_role("heading", name="导出记录")).to_be_visible()
    expect(page.get_by_text("待审批")).to_be_visible()
    desk.finds_no_barrier()
    leader = make_staff("commander", areas=(GRID[:4],))
    decide(Approval.objects.unscoped().get(), granted=True, by=leader, at=clock.now())
    settle()
    look_after_exports.call_local()
    make_soon.call_local(Export.objects.get().pk)
    fetch = page.get_by_role("button", name="下载")
    expect(fetch).to_be_visible(timeout=15_000)
    desk.finds_no_barrier()
    desk.shoots("exports")
    with page.expect_download() as sent:
        fetch.click()
    assert sent.value.suggested_filename.startswith("去标识清单-")


def test_the_list_of_exports_fits_a_phone(at_the_desk):
    desk = at_the_desk("jikong", viewport={"width": 375, "height": 812})
    desk.page.goto(f"{desk.site}/console/#/people")
    desk.page.get_by_role("button", name="导出", exact=True).click()
    desk.page.get_by_role("dialog").get_by_text("去标识病例清单").click()
    desk.shoots("export-phone")
    with desk.page.expect_download():
        desk.page.get_by_role("dialog").get_by_role("button", name="导出", exact=True).click()
    desk.page.goto(f"{desk.site}/console/#/exports")

    expect(desk.page.get_by_text("可下载")).to_be_visible()
    desk.finds_no_barrier()
    desk.shoots("exports-phone")


def test_who_may_not_see_people_finds_no_exports(at_the_desk):
    make_desk(RoleCode.SUPERVISOR, "looker", areas=(GRID[:4],))
    someone = at_the_desk("looker")

    expect(someone.page.get_by_role("link", name="导出记录")).to_be_hidden()
    someone.page.goto(f"{someone.site}/console/#/exports")
    expect(someone.page.get_by_text("您的岗位没有这项功能")).to_be_visible()
