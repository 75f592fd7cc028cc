"""The console: a case is sent to a grid worker and seen in its flow; menus follow rights."""

import pytest
from playwright.sync_api import expect

from lianfang.cases import actions
from lianfang.core import clock
from lianfang.org.enums import RoleCode
from lianfang.org.models import User
from tests.factories.cases import make_case
from tests.factories.geo import GRID
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode, make_reading

COUNTY = GRID[:6]
DESK = {"viewport": {"width": 1440, "height": 900}}
PASSWORD = "Console-2020"


def make_desk(role, username, areas=(COUNTY,)):
    """Somebody whose password is fresh, so that they may begin at once."""
    caller = make_staff(role, areas=areas, username=username, password=PASSWORD)
    User.objects.filter(pk=caller.id).update(password_set_at=clock.now())
    return caller


@pytest.fixture
def at_the_desk(visitor):
    """Signs somebody in through the page, as they would."""

    def sit(username, **screen):
        someone = visitor(**(DESK | screen))
        page = someone.goes_to("/console/")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.get_by_role("heading", name="您好").wait_for()
        return someone

    return sit


def test_a_dispatcher_sends_a_grid_worker_and_sees_it_in_the_flow(at_the_desk):
    leader = make_staff(RoleCode.SHIFT_LEADER, areas=(COUNTY,))
    worker = make_staff(RoleCode.GRID_WORKER, name="钱网格")
    make_desk(RoleCode.DISPATCHER, "sender")
    case = make_case(subject_name="李四")
    actions.accept(case, by=leader, at=case.opened_at)
    case.refresh_from_db()
    actions.file(case, by=leader, at=case.opened_at)
    someone = at_the_desk("sender")
    page = someone.page
    someone.finds_no_barrier()

    page.get_by_role("link", name="指挥派遣").click()
    expect(page.get_by_role("button", name="待派遣")).to_have_attribute("aria-pressed", "true")
    someone.finds_no_barrier()
    page.get_by_role("link", name=case.number).click()
    page.get_by_role("button", name="派遣", exact=True).click()
    page.get_by_role("dialog").get_by_text("钱网格").click()
    page.get_by_role("dialog").get_by_role("button", name="派遣", exact=True).click()

    flow = page.get_by_role("list", name="流程")
    expect(flow.get_by_role("listitem").last).to_contain_text("钱网格")
    expect(page.get_by_text("已派遣给 钱网格")).to_be_visible()
    case.refresh_from_db()
    assert case.assignee_id == worker.id
    someone.finds_no_barrier()


def test_a_wrong_password_is_said_and_the_name_kept(visitor):
    make_desk(RoleCode.DISPATCHER, "sender")
    someone = visitor(**DESK)
    page = someone.goes_to("/console/#/cases")
    page.get_by_label("用户名").fill("sender")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()

    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不对")
    expect(page.get_by_label("用户名")).to_have_value("sender")
    someone.finds_no_barrier()


def test_an_old_password_is_changed_before_anything_else(visitor):
    make_staff(RoleCode.DISPATCHER, areas=(COUNTY,), username="sender", password=PASSWORD)
    someone = visitor(**DESK)
    page = someone.goes_to("/console/#/cases")
    page.get_by_label("用户名").fill("sender")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("原密码").fill(PASSWORD)
    fresh = page.locator("input[autocomplete=new-password]")
    fresh.first.fill("Another-1234")
    fresh.last.fill("Another-1234")
    someone.finds_no_barrier()
    page.get_by_role("button", name="修改").click()

    expect(page.get_by_role("heading", name="案卷列表")).to_be_visible()


def test_a_grid_worker_gets_no_menu_of_the_seat(at_the_desk):
    make_desk(RoleCode.GRID_WORKER, "walker", areas=(GRID,))
    someone = at_the_desk("walker")
    page = someone.page

    expect(page.get_by_role("link", name="人员列表")).to_be_visible()
    for hidden in ("案卷列表", "指挥派遣", "待我审批", "疫情态势大屏"):
        expect(page.get_by_role("link", name=hidden)).to_have_count(0)
    someone.goes_to("/console/#/cases")
    expect(page.get_by_text("您的岗位没有这项功能")).to_be_visible()


def test_cdc_finds_a_person_and_unmasks_with_a_reason(at_the_desk):
    make_desk(RoleCode.CDC_OFFICER, "tracer")
    person = make_person(name="孙观察", phone="13912345678")
    make_episode(person)
    make_reading(person, "37.6")
    someone = at_the_desk("tracer")
    page = someone.page

    page.get_by_role("link", name="人员列表").click()
    page.get_by_role("textbox", name="姓名、证件或电话").fill("孙观察")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("table").last).to_contain_text("139****5678")
    someone.finds_no_barrier()
    page.get_by_role("link", name="详情").click()
    expect(page.get_by_role("img", name="最高 37.6℃")).to_be_visible()
    someone.finds_no_barrier()
    page.get_by_role("button", name="查看完整信息").click()
    page.get_by_role("button", name="查看", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("请填写查看理由")
    page.get_by_role("textbox", name="理由").fill("流行病学调查")
    page.get_by_role("button", name="查看", exact=True).click()

    expect(page.get_by_text("13912345678")).to_be_visible()


@pytest.mark.parametrize("width", [1024, 375])
def test_the_desk_fits_smaller_screens(at_the_desk, width):
    make_desk(RoleCode.SHIFT_LEADER, "leader")
    case = make_case()
    someone = at_the_desk("leader", viewport={"width": width, "height": 800})

    for address in ("/console/#/", "/console/#/cases", f"/console/#/cases/{case.key}"):
        someone.goes_to(address)
        someone.finds_no_barrier()
