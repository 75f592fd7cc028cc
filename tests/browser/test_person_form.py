"""新增 and 编辑 at the desk: the form of the 44 fields."""

import pytest
from playwright.sync_api import expect

from lianfang.city.actions import set_up_city
from lianfang.core.actor import Actor
from lianfang.geo.actions import load_areas
from lianfang.geo.rules import NewArea
from lianfang.org.enums import RoleCode
from lianfang.people.actions import correct
from lianfang.people.models import Person
from lianfang.people.queries import by_id
from lianfang.quarantine.queries import open_episode_of
from tests.browser.test_app import CITY
from tests.browser.test_console import at_the_desk, make_desk
from tests.factories.geo import GRID, T0, make_area
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode

__all__ = ["at_the_desk"]
COMMUNITY = GRID[:12]
DOCUMENT = "11010519491231002X"


@pytest.fixture(autouse=True)
def ground():
    set_up_city(CITY, by=Actor.system(), at=T0)
    make_area()


@pytest.fixture
def desk(at_the_desk):
    make_desk(RoleCode.COMMUNITY_OFFICER, "shequ", areas=(COMMUNITY,))
    return at_the_desk("shequ")


def chooses(page, label, option):
    page.get_by_role("combobox", name=label, exact=True).click(force=True)
    page.get_by_role("option", name=option, exact=True).locator("visible=true").click()


def chooses_area(page):
    page.get_by_role("textbox", name="所属网格").click()
    for code in (GRID[:6], GRID[:9], COMMUNITY, GRID):
        page.get_by_role("menuitem", name=code).click()


def test_somebody_new_is_filled_in_kept_over_a_closed_tab_and_registered(desk):
    page = desk.page
    page.goto(f"{desk.site}/console/#/people/new")
    expect(page.get_by_role("heading", name="管理信息")).to_be_visible()
    page.get_by_role("button", name="登记").is_disabled()
    page.get_by_label("姓名").fill("张三")
    page.get_by_label("证件号码").fill(DOCUMENT)
    page.get_by_label("证件号码").blur()
    page.get_by_label("电话", exact=True).fill("13800138000")
    expect(page.get_by_label("航班/火车班次")).to_be_hidden()
    page.get_by_label("何时来市").fill("2020-02-01 09:30")
    page.get_by_label("何时来市").press("Enter")
    chooses(page, "来市交通方式", "火车(高铁/动车/普速)")
    page.get_by_label("航班/火车班次").fill("G1234")
    chooses(page, "新增外来人员/返工人员", "返工人员")
    desk.finds_no_barrier()
    desk.shoots("person-new")

    page.reload()
    expect(page.get_by_label("姓名")).to_have_value("张三")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("请填写所属网格")).to_be_visible()
    chooses_area(page)
    chooses(page, "隔离信息报送来源", "网格排查")
    page.get_by_role("button", name="登记").click()

    expect(page.get_by_role("heading", name="张三")).to_be_visible()
    person = Person.objects.unscoped().get()
    assert (person.sex, str(person.birth_date), person.category) == ("2", "1949-12-31", "02")
    assert person.arrivals.get().transport_no == "G1234"


def test_a_number_on_file_is_told_as_it_is_typed(desk):
    make_person(name="李四", phone="13800138001")
    page = desk.page
    page.goto(f"{desk.site}/console/#/people/new")

    page.get_by_label("电话", exact=True).fill("13800138001")
    page.get_by_label("电话", exact=True).blur()

    expect(page.get_by_text("电话相同的人员已在册：李四")).to_be_visible()
    page.get_by_role("link", name="打开档案").click()
    expect(page.get_by_role("heading", name="李四")).to_be_visible()


def test_the_second_editor_sees_what_changed_and_chooses(desk):
    person = make_person(name="张三", phone="13800138002")
    make_episode(person)
    page = desk.page
    page.goto(f"{desk.site}/console/#/people/{person.key}")
    page.get_by_role("button", name="编辑").click()
    page.get_by_label("姓名").fill("章三")
    chooses(page, "房屋类型", "商品房")
    chooses(page, "隔离观察方式", "集中")
    page.get_by_label("集中隔离点门牌号").fill("8306")
    correct(by_id(person.pk), {"name": "张珊"}, by=Actor.system(), at=T0)

    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("别人改了这几项")).to_be_visible()
    expect(page.get_by_text("现在的：张珊")).to_be_visible()
    desk.finds_no_barrier()
    desk.shoots("person-conflict")
    page.get_by_text("现在的：张珊").click()
    page.get_by_role("button", name="按所选保存").click()

    expect(page.get_by_role("heading", name="张珊")).to_be_visible()
    after = by_id(person.pk)
    assert (after.name, after.house_type) == ("张珊", "1")
    assert open_episode_of(person.pk).room_no == "8306"


def test_who_may_not_edit_gets_no_form(at_the_desk):
    person = make_person(name="张三")
    make_desk(RoleCode.COMMANDER, "leader", areas=(GRID[:4],))
    leader = at_the_desk("leader")

    leader.page.goto(f"{leader.site}/console/#/people/{person.key}")
    expect(leader.page.get_by_role("heading", name="张三")).to_be_visible()
    expect(leader.page.get_by_role("button", name="编辑")).to_be_hidden()
    leader.page.goto(f"{leader.site}/console/#/people/{person.key}/edit")
    expect(leader.page.get_by_text("您的岗位没有这项功能")).to_be_visible()


def test_the_sheet_shows_the_44_fields_what_was_corrected_and_who_looked(desk):
    person = make_person(name="张三", phone="13800138003")
    correct(by_id(person.pk), {"name": "张珊"}, reason="核对身份证", by=Actor.system(), at=T0)
    page = desk.page
    page.goto(f"{desk.site}/console/#/people/{person.key}")

    page.get_by_role("button", name="登记表").click()

    expect(page.get_by_text("44 定期信息报送")).to_be_visible()
    expect(page.get_by_text("138****8003")).to_be_visible()
    expect(page.get_by_text("核对身份证")).to_be_visible()
    expect(page.get_by_text("谁看过")).to_be_visible()
    desk.finds_no_barrier()
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_be_hidden()
    desk.shoots("person-sheet")


def test_an_address_proposes_the_grid_and_enter_takes_it(desk):
    load_areas([NewArea(COMMUNITY, "柳堤社区"), NewArea(GRID, "第1网格")], by=Actor.system(), at=T0)
    page = desk.page
    page.goto(f"{desk.site}/console/#/people/new")
    page.get_by_label("现住址").fill("柳堤社区第1网格3号楼501")
    expect(page.get_by_text("地址中有社区“柳堤”、网格号“1”")).to_be_visible()
    desk.finds_no_barrier()
    desk.shoots("person-address")
    page.get_by_label("现住址").press("Enter")

    expect(page.get_by_text("地址中有社区“柳堤”、网格号“1”")).to_be_hidden()
    expect(page.get_by_text("所属网格已填为")).to_be_visible()
    desk.shoots("person-address-taken")
    page.get_by_label("现住址").fill("火星路1号")
    page.get_by_label("姓名").fill("张三")
    page.get_by_label("电话", exact=True).fill("13800138000")
    chooses(page, "新增外来人员/返工人员", "返工人员")
    chooses(page, "隔离信息报送来源", "网格排查")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("heading", name="张三")).to_be_visible()
    person = Person.objects.unscoped().get()
    assert (person.area_code, person.address) == (GRID, "火星路1号")
