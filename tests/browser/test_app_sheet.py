"""完整登记表 on a phone: filled in without a network, sent once, a conflict chosen by a person."""

import pytest
from playwright.sync_api import expect

from lianfang.audit.models import Entry
from lianfang.core.actor import Actor
from lianfang.geo.actions import load_areas
from lianfang.geo.rules import NewArea
from lianfang.org.enums import RoleCode
from lianfang.people.actions import correct
from lianfang.people.models import Person
from lianfang.people.queries import by_id
from tests.browser.test_app import a_city
from tests.browser.test_app_doors import comes_in
from tests.factories.fields import make_field
from tests.factories.geo import GRID, T0, make_area
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode

NEXT_DOOR = "990101001001002"
DOCUMENT = "11010519491231002X"


@pytest.fixture(autouse=True)
def city():
    a_city()


def field(page, name):
    return page.locator(f"[data-field={name}] :is(input, select, textarea)").first


def opens(page, group):
    page.locator("summary", has_text=group).click()


def packs_the_app(page):
    page.get_by_role("link", name="人员", exact=True).click()
    expect(page.get_by_role("link", name="完整登记表")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_timeout(800)  # the form is being packed


def fills_in(page):
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("请填写姓名")).to_be_visible()
    field(page, "name").fill("张三")
    field(page, "sex").select_option("1")
    field(page, "id_number").fill("110105194912310021")
    field(page, "id_number").blur()
    expect(page.get_by_text("请留意：身份证号码的校验位不符，请核对")).to_be_visible()
    field(page, "id_number").fill(DOCUMENT)
    field(page, "id_number").blur()
    expect(page.get_by_text("请留意：与身份证号码不一致，已按号码填写")).to_be_visible()
    expect(field(page, "birth_date")).to_have_value("1949-12-31")
    field(page, "category").select_option("02")
    field(page, "phone").fill("13800138000")
    opens(page, "轨迹信息")
    expect(field(page, "transport_no")).to_be_hidden()
    field(page, "arrived_at").fill("2020-02-01T09:30")
    field(page, "transport").select_option("2")
    field(page, "transport_no").fill("G1234")


def test_a_sheet_filled_in_offline_survives_a_reload_and_is_sent_once(visitor):
    row = make_field("楼栋", access={"grid_worker": "must"})
    _, someone, page = comes_in(visitor, RoleCode.GRID_WORKER, "wangge")
    packs_the_app(page)
    someone.context.set_offline(True)
    page.reload()
    page.get_by_role("link", name="人员", exact=True).click()
    page.get_by_role("link", name="完整登记表").click()
    fills_in(page)
    someone.finds_no_barrier()
    someone.shoots("app-sheet")

    page.reload()
    expect(field(page, "name")).to_have_value("张三")
    opens(page, "轨迹信息")
    expect(field(page, "transport_no")).to_have_value("G1234")
    opens(page, "管理信息")
    field(page, "source").select_option("4")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("请填写楼栋")).to_be_visible()
    field(page, f"custom_{row.pk}").fill("3")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("待发送 1")).to_be_visible()
    someone.shoots("app-sheet-waiting")
    assert not Person.objects.unscoped().exists()

    someone.context.set_offline(False)
    expect(page.get_by_text("待发送 1")).to_be_hidden(timeout=20_000)
    person = Person.objects.unscoped().get()
    assert (person.sex, str(person.birth_date), person.area_code) == ("2", "1949-12-31", GRID)
    assert person.arrivals.get().transport_no == "G1234"
    assert person.custom_values.get().text == "3"
    assert Entry.objects.filter(action="person.registered").count() == 1


def test_what_others_changed_meanwhile_is_chosen_field_by_field(visitor):
    person = make_person(name="张三", phone="13800138000")
    make_episode(person)
    _, someone, page = comes_in(visitor, RoleCode.GRID_WORKER, "wangge")
    packs_the_app(page)
    page.get_by_role("link", name="张三").click()
    expect(field(page, "name")).to_have_value("张三")
    someone.finds_no_barrier()
    someone.context.set_offline(True)
    field(page, "name").fill("章三")
    opens(page, "管理信息")
    field(page, "house_type").select_option("1")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("待发送 1")).to_be_visible()
    correct(by_id(person.pk), {"name": "张珊"}, by=Actor.system(), at=T0)

    someone.context.set_offline(False)
    page.goto(f"{someone.site}/app/#/outbox")
    expect(page.get_by_text("您填写期间，别人改了这几项，请逐项选择")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("保留现在的：张珊")).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("app-sheet-conflict")
    page.get_by_text("保留现在的：张珊").click()
    page.get_by_role("button", name="按所选发送").click()

    expect(page.get_by_text("全部已发送")).to_be_visible(timeout=20_000)
    after = by_id(person.pk)
    assert (after.name, after.house_type) == ("张珊", "1")


def test_a_refused_sheet_is_filled_in_again_from_where_it_was(visitor):
    _, someone, page = comes_in(visitor, RoleCode.GRID_WORKER, "wangge")
    packs_the_app(page)
    page.get_by_role("link", name="完整登记表").click()
    fills_in(page)
    field(page, "source").select_option("4")
    field(page, "phone").fill("12")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("被服务器退回")).to_be_visible(timeout=20_000)
    page.goto(f"{someone.site}/app/#/outbox")
    expect(page.get_by_text("位数不对")).to_be_visible()
    page.get_by_role("button", name="重新填写").click()

    expect(field(page, "name")).to_have_value("张三")
    field(page, "phone").fill("13800138000")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("link", name="完整登记表")).to_be_visible()
    page.goto(f"{someone.site}/app/#/outbox")
    expect(page.get_by_text("全部已发送")).to_be_visible(timeout=20_000)
    assert Person.objects.unscoped().get().phone == "13800138000"


def test_an_address_proposes_the_grid_and_a_tap_takes_it(visitor):
    make_area(NEXT_DOOR)
    load_areas(
        [NewArea(GRID[:12], "柳堤社区"), NewArea(NEXT_DOOR, "第2网格")], by=Actor.system(), at=T0
    )
    _, someone, page = comes_in(visitor, RoleCode.GRID_WORKER, "wangge", areas=(GRID, NEXT_DOOR))
    packs_the_app(page)
    page.get_by_role("link", name="完整登记表").click()
    field(page, "address").fill("柳堤社区2网格3号楼")
    field(page, "address").blur()
    expect(page.get_by_text("地址中有社区“柳堤”、网格号“2”")).to_be_visible()
    someone.finds_no_barrier()
    field(page, "address").scroll_into_view_if_needed()
    someone.shoots("app-sheet-places")
    assert field(page, "area").input_value() == ""
    page.get_by_role("button", name="填入").click()

    expect(field(page, "area")).to_have_value(NEXT_DOOR)
