"""批量办理 at the desk: ticked or found, previewed, done, taken back, what stands in the way."""

import pytest
from playwright.sync_api import expect

from lianfang.city.actions import set_up_city
from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.org.enums import RoleCode
from lianfang.quarantine.actions import arrange_stay
from lianfang.quarantine.models import Episode
from lianfang.roster.jobs import run_bulk_soon
from lianfang.roster.models import BulkAct
from tests.browser.test_app import CITY
from tests.browser.test_console import at_the_desk, make_desk
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode

__all__ = ["at_the_desk"]


@pytest.fixture(autouse=True)
def ground():
    set_up_city(CITY, by=Actor.system(), at=T0)
    make_area()
    make_desk(RoleCode.COMMUNITY_OFFICER, "shequ", areas=(GRID[:12],))
    make_person(name="王五")
    for name in ("李一", "李二", "李三"):
        make_episode(make_person(name=name), at=clock.now())


def modes():
    return sorted(Episode.objects.unscoped().values_list("mode", flat=True))


def test_the_people_found_are_moved_and_brought_back(at_the_desk):
    desk = at_the_desk("shequ")
    page = desk.page
    page.get_by_role("link", name="人员列表").click()
    page.get_by_role("button", name="批量办理", exact=True).click()
    desk.finds_no_barrier()
    desk.shoots("bulk-new")
    page.get_by_role("button", name="预览").click()
    expect(page.get_by_text("请选择观察方式或填写地点")).to_be_visible()
    page.get_by_role("combobox", name="观察方式").click(force=True)
    page.get_by_role("option", name="集中", exact=True).locator("visible=true").click()
    page.get_by_label("观察地点").fill("澜前街道集中隔离点")
    page.get_by_role("button", name="预览").click()

    expect(page.get_by_role("tab", name="将办理 3")).to_be_visible()
    expect(page.get_by_text("没有进行中的隔离观察").first).to_be_visible()
    assert modes() == ["1", "1", "1"]
    desk.finds_no_barrier()
    desk.shoots("bulk-preview")
    page.get_by_role("button", name="办理 3 人").click()
    page.get_by_role("dialog").get_by_role("button", name="办理 3 人").click()
    expect(page.get_by_role("tab", name="已办理 3")).to_be_visible()
    assert modes() == ["2", "2", "2"]
    with page.expect_download() as rest:
        page.get_by_role("link", name="下载未办理的人员").click()
    assert rest.value.suggested_filename == "not-done.xlsx"
    desk.shoots("bulk-done")

    page.get_by_role("button", name="撤销这次办理").click()
    page.get_by_role("dialog").get_by_role("button", name="撤销这次办理").click()
    expect(page.get_by_role("tab", name="已撤销 3")).to_be_visible()
    assert modes() == ["1", "1", "1"]


def test_those_ticked_are_reached_and_a_later_change_stands_in_the_way(at_the_desk):
    desk = at_the_desk("shequ")
    page = desk.page
    page.get_by_role("link", name="人员列表").click()
    for name in ("李一", "李二"):
        page.get_by_role("checkbox", name=f"勾选 {name}").dispatch_event("click")
    desk.shoots("bulk-ticked")
    page.get_by_role("button", name="批量办理（已勾选 2 人）").click()
    expect(page.get_by_text("在人员列表中勾选的 2 人。")).to_be_visible()
    page.get_by_label("观察地点").fill("另一处")
    page.get_by_role("button", name="预览").click()
    page.get_by_role("button", name="办理 2 人").click()
    page.get_by_role("dialog").get_by_role("button", name="办理 2 人").click()
    expect(page.get_by_role("tab", name="已办理 2")).to_be_visible()

    moved = Episode.objects.unscoped().get(person__name="李一")
    arrange_stay(moved, {"place": "第三处"}, by=Actor.system(), at=clock.now())
    page.get_by_role("button", name="撤销这次办理").click()
    page.get_by_role("dialog").get_by_role("button", name="撤销这次办理").click()
    expect(page.get_by_text("李一：之后又变更过")).to_be_visible()
    desk.finds_no_barrier()
    desk.shoots("bulk-in-the-way")


def test_the_pages_fit_a_phone(at_the_desk):
    make_staff("community_doctor", areas=(GRID[:12],), name="刘医生")
    desk = at_the_desk("shequ", viewport={"width": 375, "height": 812})
    page = desk.page
    page.goto(f"{desk.site}/console/#/bulk/new")
    page.get_by_text("指定医生").click()
    page.get_by_role("combobox", name="医生").click(force=True)
    page.get_by_role("option", name="刘医生").locator("visible=true").click()
    desk.finds_no_barrier()
    desk.shoots("bulk-new-phone")
    page.get_by_role("button", name="预览").click()
    expect(page.get_by_role("tab", name="将办理 3")).to_be_visible()
    desk.finds_no_barrier()
    desk.shoots("bulk-preview-phone")
    page.goto(f"{desk.site}/console/#/bulk")
    expect(page.get_by_text("刘医生")).to_be_visible()
    desk.finds_no_barrier()
    desk.shoots("bulk-list-phone")


def test_documents_of_many_come_bound_and_single(at_the_desk):
    desk = at_the_desk("shequ")
    page = desk.page
    page.goto(f"{desk.site}/console/#/bulk/new")
    page.get_by_text("发放文书").click()
    page.get_by_role("button", name="预览").click()
    page.get_by_role("button", name="办理 3 人").click()
    page.get_by_role("dialog").get_by_role("button", name="办理 3 人").click()
    expect(page.get_by_text("办理中")).to_be_visible()
    run_bulk_soon.call_local(BulkAct.objects.get().pk)
    with page.expect_download(timeout=15_000) as bound:
        page.get_by_role("link", name="下载合订本").click()
    with page.expect_download() as single:
        page.get_by_role("link", name="下载单张（zip）").click()
    names = bound.value.suggested_filename, single.value.suggested_filename
    assert names == ("notices-all.pdf", "notices-single.zip")
    desk.finds_no_barrier()
    desk.shoots("bulk-notices")


def test_who_may_not_edit_people_finds_no_bulk_acts(at_the_desk):
    make_desk(RoleCode.GRID_WORKER, "wangge", areas=(GRID,))
    someone = at_the_desk("wangge")
    page = someone.page

    page.get_by_role("link", name="人员列表").click()
    expect(page.get_by_text("李一").first).to_be_visible()
    expect(page.get_by_role("button", name="批量办理")).to_be_hidden()
    expect(page.get_by_role("checkbox", name="勾选 李一")).to_be_hidden()
    page.goto(f"{someone.site}/console/#/bulk/new")
    expect(page.get_by_text("您的岗位没有这项功能")).to_be_visible()
