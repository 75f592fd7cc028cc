"""The pass, the gate and the organisation's pages in a real browser."""

import pytest
from playwright.sync_api import expect

from lianfang.cases.models import Case
from lianfang.city.actions import set_up_city
from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.core.clock import local_date
from lianfang.declarations.models import Declaration
from lianfang.org.enums import RoleCode
from lianfang.passes.actions import refresh
from lianfang.passes.enums import Refusal
from lianfang.passes.models import Scan
from lianfang.people.enums import ControlStatus
from lianfang.people.queries import by_phone
from lianfang.quarantine.queries import open_episode_of
from tests.api.calls import sign_in, sign_in_citizen
from tests.browser.test_wechat import CITY
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.passes import make_agent, make_gate, make_keeper
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode

DOCUMENT = "11010519491231002X"
WUHAN = "4201"


@pytest.fixture(autouse=True)
def city():
    set_up_city(CITY, by=Actor.system(), at=T0)


def a_holder(visitor, client):
    """Li Xiaomei, on file and bound, at her phone."""
    person = make_person(name="李晓梅", phone="13800138000", id_number=DOCUMENT)
    has_pass(person)
    sign_in_citizen(client, make_account(person))
    someone = visitor()
    someone.is_signed_in(client)
    return person, someone


def a_keeper(visitor, client):
    """A keeper of the east gate at theirs, with their phone enrolled."""
    make_gate(name="东门")
    sign_in(client, make_keeper())
    keeper = visitor()
    keeper.is_signed_in(client)
    page = keeper.goes_to("/h5/#/gate")
    page.get_by_label("设备名称").fill("东门值班手机")
    page.get_by_role("button", name="登记到这个卡口").click()
    expect(page.get_by_text("刚更新")).to_be_visible()
    return keeper


def an_agent(visitor, client):
    make_area(GRID, name="3号网格")
    sign_in(client, make_agent())
    agent = visitor()
    agent.is_signed_in(client)
    return agent


def has_pass(person):
    """Computed beforehand: tests' databases in memory refuse the page's two writers at once."""
    refresh(person, by=Actor.system(), at=clock.now())


def shows_code(someone):
    """Opens the pass; gives the text of the code on show."""
    with someone.page.expect_response("**/api/citizen/pass/tokens") as answer:
        page = someone.goes_to("/h5/#/pass")
    expect(page.get_by_role("img", name="通行证二维码")).to_be_visible()
    return answer.value.json()["tokens"][0]["text"]


def is_checked(page, code, degrees="36.5"):
    page.get_by_label("通行证 / 手机号 / 证件号").fill(code)
    page.get_by_label("通行证 / 手机号 / 证件号").press("Enter")
    page.get_by_role("textbox", name="体温").fill(degrees)


def test_a_green_pass_is_shown_and_lets_its_holder_through_the_gate(visitor, client):
    _, someone = a_holder(visitor, client)
    code = shows_code(someone)
    expect(someone.page.get_by_text("通行", exact=True).first).to_be_visible()
    expect(someone.page.get_by_text("李*梅")).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("pass-green")

    keeper = a_keeper(visitor, client)
    page = keeper.page
    expect(page.get_by_role("link", name="东门")).to_be_visible()
    keeper.finds_no_barrier()
    keeper.shoots("gate-verify")
    is_checked(page, code)

    expect(page.get_by_role("heading", name="放行")).to_be_visible()
    expect(page.get_by_text("李*梅")).to_be_visible()
    keeper.finds_no_barrier()
    keeper.shoots("gate-allow")
    page.goto(f"{keeper.site}/h5/#/gate/records")
    expect(page.get_by_text("李*梅 · 核验 · 进")).to_be_visible()
    keeper.finds_no_barrier()


def test_a_code_shown_before_its_holder_was_observed_is_stopped_at_the_gate(visitor, client):
    person, someone = a_holder(visitor, client)
    code = shows_code(someone)
    make_episode(person)
    person.refresh_from_db()
    has_pass(person)
    someone.page.reload()
    expect(someone.page.get_by_text("禁止", exact=True)).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("pass-red")

    page = a_keeper(visitor, client).page
    is_checked(page, code)

    expect(page.get_by_role("heading", name="禁止")).to_be_visible()
    expect(page.get_by_text("请联系社区")).to_be_visible()
    scan = Scan.objects.unscoped().get()
    assert (scan.verdict, scan.refusal) == ("deny", Refusal.COLOUR)


def test_somebody_with_a_fever_is_stopped_registered_and_observed_at_once(visitor, client):
    keeper = a_keeper(visitor, client)
    page = keeper.page
    is_checked(page, "13700000001", "38.1")
    expect(page.get_by_role("heading", name="禁止")).to_be_visible()
    keeper.finds_no_barrier()

    page.get_by_role("link", name="登记为可疑人员").click()
    page.get_by_label("姓名").fill("赵六")
    expect(page.get_by_label("联系电话")).to_have_value("13700000001")
    expect(page.get_by_role("textbox", name="体温")).to_have_value("38.1")
    page.get_by_text("居住", exact=True).click()
    page.get_by_text("发热", exact=True).click()
    page.get_by_label("从哪里来").fill("武汉市")
    keeper.finds_no_barrier()
    keeper.shoots("gate-register")
    page.get_by_role("button", name="登记", exact=True).click()

    expect(page.get_by_text("已登记")).to_be_visible()
    (person,) = by_phone("13700000001")
    assert person.control_status == ControlStatus.OBSERVED
    assert open_episode_of(person.pk) is not None
    assert person.arrivals.get().from_area_code == WUHAN
    assert Case.objects.unscoped().get(person=person).area_code == GRID
    page.get_by_role("link", name="记录").click()
    expect(page.get_by_text("赵* · 登记 · 进")).to_be_visible()
    keeper.shoots("gate-records")


def test_a_keeper_without_a_gate_is_told_whom_to_ask(visitor, client):
    make_gate(area_code="990101001002001", name="西门")
    sign_in(client, make_staff(RoleCode.GATEKEEPER, areas=(GRID,)))
    keeper = visitor()
    keeper.is_signed_in(client)

    page = keeper.goes_to("/h5/#/gate")

    expect(page.get_by_text("没有分配给您的卡口")).to_be_visible()
    expect(page.get_by_role("button", name="登记到这个卡口")).to_be_disabled()
    assert "西门" not in page.inner_text("body")
    keeper.finds_no_barrier()


def declares(page):
    page.get_by_label("姓名").fill("王小明")
    page.get_by_text("男", exact=True).click()
    page.get_by_label("身份证号码").fill(DOCUMENT)
    page.get_by_label("联系电话").fill("13700000002")
    page.get_by_role("group", name="1月17日后").get_by_text("是", exact=True).click()
    page.get_by_role("group", name="是否接触").get_by_text("否", exact=True).click()
    page.get_by_label("籍贯").fill("湖北省黄冈市")
    page.get_by_label("部门 / 车间").fill("装配车间")
    page.get_by_label("拟返望时间").fill(local_date(clock.now()).isoformat())
    page.get_by_label("返望方式").select_option("火车(高铁/动车/普速)")
    page.get_by_role("button", name="选择社区").click()
    page.get_by_label("按名称查找").fill("社区")
    page.get_by_role("button", name="990101001001社区").click()
    page.get_by_role("button", name="提交申报").click()
    expect(page.get_by_text("已转社区核实")).to_be_visible()


def test_an_organisation_declares_a_returnee_who_becomes_a_case(visitor, client):
    agent = an_agent(visitor, client)
    page = agent.goes_to("/h5/#/declare")
    agent.finds_no_barrier()
    agent.shoots("enterprise-declare")

    declares(page)

    agent.finds_no_barrier()
    assert Declaration.objects.unscoped().get().case.subject_name == "王小明"
    page.get_by_role("link", name="人员").click()
    expect(page.get_by_text("王小明")).to_be_visible()
    assert DOCUMENT not in page.inner_text("body")
    agent.finds_no_barrier()
    agent.shoots("enterprise-declarations")


def test_an_organisation_sees_nothing_of_what_another_declared(visitor, client):
    declares(an_agent(visitor, client).goes_to("/h5/#/declare"))

    page = an_agent(visitor, client).goes_to("/h5/#/declarations")

    expect(page.get_by_text("还没有申报过")).to_be_visible()
    assert Declaration.objects.unscoped().count() == 1


def test_who_holds_the_colour_to_be_wrong_asks_once_and_follows_it(visitor, client):
    person, someone = a_holder(visitor, client)
    make_episode(person)
    page = someone.goes_to("/h5/#/pass")
    page.get_by_role("link", name="颜色不对？申请更正").click()
    page.get_by_role("button", name="提交更正申请").click()
    expect(page.get_by_text("请写明哪里不对", exact=True)).to_be_visible()
    page.get_by_label("哪里不对").fill("我已经解除观察")
    someone.finds_no_barrier()
    someone.shoots("pass-appeal")
    page.get_by_role("button", name="提交更正申请").click()

    page.wait_for_url("**/#/reports/*")
    expect(page.get_by_text(Case.objects.unscoped().get().number)).to_be_visible()
    assert Case.objects.unscoped().get().kind == "appeal"
    someone.goes_to("/h5/#/pass")
    expect(page.get_by_role("link", name="更正申请正在办理，查看进度")).to_be_visible()
