"""批量导入 at the desk."""

import pytest
from playwright.sync_api import expect

from lianfang.city.actions import set_up_city
from lianfang.core.actor import Actor
from lianfang.org.enums import RoleCode
from lianfang.people.models import Person
from lianfang.people.queries import by_document
from lianfang.roster.jobs import commit_soon
from lianfang.roster.models import Batch
from tests.browser.test_app import CITY
from tests.browser.test_console import at_the_desk, make_desk
from tests.factories.geo import GRID, T0, make_area
from tests.factories.quarantine import make_episode
from tests.factories.uploads import id_number, make_cells, make_workbook

__all__ = ["at_the_desk"]
HEADERS = ("甲", "证件号码", "电话", "来源", "所属网格", "报送来源", "现住址")


@pytest.fixture(autouse=True)
def ground():
    set_up_city(CITY, by=Actor.system(), at=T0)
    make_area()


@pytest.fixture
def desk(at_the_desk):
    make_desk(RoleCode.CDC_OFFICER, "jikong", areas=(GRID[:4],))
    return at_the_desk("jikong")


def test_a_table_is_read_corrected_put_on_file_and_taken_back(desk, tmp_path):
    place = tmp_path / "名单.xlsx"
    place.write_bytes(
        make_workbook([make_cells(1), make_cells(2), make_cells(3, 电话="12")], HEADERS)
    )
    page = desk.page
    page.get_by_role("link", name="批量导入").click()
    page.locator("input[type=file]").set_input_files(place)

    expect(page.get_by_text("还有 1 列不认识")).to_be_visible()
    page.get_by_role("combobox", name="甲 对应的字段").click(force=True)
    page.get_by_role("option", name="姓名", exact=True).locator("visible=true").click()
    page.get_by_role("button", name="按所选重新识别").click()
    expect(page.get_by_role("tab", name="有误 1")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_text("号码位数不对").or_(page.get_by_text("电话号码有误"))).to_be_visible()
    desk.finds_no_barrier()
    desk.shoots("import-preview")
    with page.expect_download() as bad:
        page.get_by_role("link", name="下载有误的行").click()
    assert bad.value.suggested_filename == "rows-to-correct.xlsx"

    with page.expect_response("**/commit"):
        page.get_by_role("button", name="导入 2 人").click()
    commit_soon.call_local(Batch.objects.latest("id").pk)
    expect(page.get_by_text("已导入 2 人。")).to_be_visible(timeout=10_000)
    assert Person.objects.unscoped().count() == 2

    held = by_document("01", id_number(1))
    make_episode(held)
    page.get_by_role("button", name="撤销这一批").click()
    page.get_by_role("dialog").get_by_role("button", name="撤销这一批").click()
    expect(page.get_by_text(f"第2行 {held.name}")).to_be_visible()
    assert Person.objects.unscoped().count() == 2


def test_who_may_not_import_finds_no_way_in(at_the_desk):
    make_desk(RoleCode.COMMANDER, "leader", areas=(GRID[:4],))
    leader = at_the_desk("leader")

    expect(leader.page.get_by_role("link", name="批量导入")).to_be_hidden()
    leader.page.goto(f"{leader.site}/console/#/imports")
    expect(leader.page.get_by_text("您的岗位没有这项功能")).to_be_visible()
