"""An organisation's agent, the people who open its link, and a stranger, in a real browser."""

import uuid

import pytest
from playwright.sync_api import expect

from lianfang.city.actions import set_up_city
from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.core.clock import local_date
from lianfang.declarations.actions import open_link, revoke_link
from lianfang.declarations.models import Declaration
from lianfang.org.enums import DepartmentKind
from lianfang.roster.jobs import declare_soon
from lianfang.roster.models import Batch
from tests.api.calls import call, sign_in
from tests.browser.test_wechat import CITY
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_department
from tests.factories.passes import make_agent
from tests.factories.uploads import id_number, make_workbook
from tests.flows.test_enterprise_table import HEADERS, as_given, cells

PC = {"viewport": {"width": 1440, "height": 900}}
PHONE = "13700000002"


@pytest.fixture(autouse=True)
def city(settings):
    settings.SIMULATOR_URL = "http://localhost:1"  # so that the page is told the code
    set_up_city(CITY, by=Actor.system(), at=T0)
    make_area(GRID, name="3号网格")


def an_agent(kind=DepartmentKind.SCHOOL, name="望舒中学"):
    return make_agent(make_department(kind, name=name))


def at_work(visitor, client, agent, **screen):
    sign_in(client, agent)
    someone = visitor(**screen)
    someone.is_signed_in(client)
    return someone


def a_link(agent, name="一年级 3 班"):
    key, at = uuid.uuid4(), clock.now()
    return open_link(key=key, name=name, days=7, most=50, by=agent, at=at)


def is_large(someone):
    """长辈版: switched on as the page does it."""
    someone.page.evaluate("document.documentElement.dataset.reader = 'senior'")


def fills_in(page):
    page.get_by_label("姓名").fill("王小明")
    page.get_by_text("男", exact=True).click()
    page.get_by_label("身份证号码").fill(id_number(12))
    page.get_by_label("手机号").fill(PHONE)
    page.get_by_role("group", name="1月17日后").get_by_text("否", exact=True).click()
    page.get_by_role("group", name="是否接触").get_by_text("是", exact=True).click()
    page.get_by_label("籍贯").fill("湖北省黄冈市")
    page.get_by_label("学校名称").fill("望舒中学")
    page.get_by_label("年级").fill("一年级")
    page.get_by_label("班级").fill("3班")
    page.get_by_label("拟返望时间").fill(local_date(clock.now()).isoformat())
    page.get_by_label("返望方式").select_option("火车(高铁/动车/普速)")
    page.get_by_role("button", name="选择社区").click()
    page.get_by_label("按名称查找").fill("社区")
    page.get_by_role("button", name="990101001001社区").click()


def test_an_agent_gives_a_link_out_and_takes_it_back(visitor, client):
    agent = at_work(visitor, client, an_agent())
    page = agent.goes_to("/h5/")
    expect(page.get_by_role("heading", name="望舒中学")).to_be_visible()
    agent.finds_no_barrier()
    agent.shoots("unit-home")

    page.get_by_role("link", name="申报链接与二维码").click()
    expect(page.get_by_text("还没有链接")).to_be_visible()
    page.get_by_role("button", name="新建链接").click()
    page.get_by_role("button", name="生成链接").click()
    expect(page.get_by_text("请填写给谁填写")).to_be_visible()
    page.get_by_label("给谁填写").fill("一年级 3 班")
    page.get_by_role("button", name="生成链接").click()
    expect(page.get_by_role("img", name="申报二维码")).to_be_visible()
    agent.finds_no_barrier()
    agent.shoots("unit-link-poster")
    page.get_by_role("button", name="关闭").click()
    expect(page.get_by_text("已填 0 / 500")).to_be_visible()
    agent.finds_no_barrier()
    agent.shoots("unit-links")

    page.get_by_role("button", name="收回链接 一年级 3 班").click()
    page.get_by_role("button", name="确认收回").click()
    expect(page.get_by_text("已收回", exact=True)).to_be_visible()


def test_a_parent_without_an_account_declares_by_the_link(visitor, client):
    school = an_agent()
    link = a_link(school)
    parent = visitor()
    page = parent.goes_to(f"/h5/#/d/{link.token}")
    expect(page.get_by_role("heading", name="望舒中学返校师生申报")).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    parent.finds_no_barrier()
    parent.shoots("self-declare")
    fills_in(page)
    page.reload()
    expect(page.get_by_text("已为您保留上次没有提交的内容")).to_be_visible()
    assert page.get_by_label("身份证号码").input_value() == ""
    assert id_number(12) not in page.evaluate("JSON.stringify(localStorage)")
    page.get_by_role("button", name="提交申报").click()
    expect(page.get_by_text("请填写身份证号码")).to_be_visible()

    page.get_by_label("身份证号码").fill(id_number(12))
    page.get_by_role("button", name="获取验证码").click()
    hint = page.get_by_text("演示环境，验证码是").inner_text()
    page.get_by_label("验证码").fill(hint[-6:])
    page.get_by_role("button", name="提交申报").click()

    expect(page.get_by_role("heading", name="已提交")).to_be_visible()
    assert "核实。" not in page.inner_text("h2")
    parent.finds_no_barrier()
    parent.shoots("self-declare-done")
    told = Declaration.objects.unscoped().get()
    assert (told.origin, told.outcome) == ("self", "case")
    assert "王小明" not in page.evaluate("JSON.stringify(localStorage)")

    agent = at_work(visitor, client, school)
    page = agent.goes_to("/h5/#/declarations")
    expect(page.get_by_text("王小明")).to_be_visible()
    expect(page.get_by_text("本人已申报")).to_be_visible()
    assert "核实" not in page.inner_text("main")


def test_a_stranger_with_an_old_link_learns_nothing_but_that_it_is_over(visitor):
    school = an_agent()
    link = a_link(school)
    revoke_link(link, by=school, at=clock.now())
    stranger = visitor()

    for token in (link.token, "never-was"):
        page = stranger.goes_to(f"/h5/#/d/{token}")
        page.reload()
        expect(page.get_by_text("申报链接已失效")).to_be_visible()
        assert "望舒中学" not in page.inner_text("body")
    stranger.finds_no_barrier()
    stranger.shoots("self-declare-over")
    page = stranger.goes_to("/h5/#/declarations")
    expect(page.get_by_role("button", name="登录", exact=True)).to_be_visible()


def test_a_table_is_looked_at_and_declared_on_a_pc_and_seen_on_a_phone(visitor, client, tmp_path):
    factory = an_agent(DepartmentKind.ENTERPRISE, "澄川电子厂")
    sign_in(client, factory)
    call(
        client,
        "post",
        "/enterprise/declarations",
        {"key": str(uuid.uuid4()), "values": as_given(1)},
    )
    table = tmp_path / "返岗名单.xlsx"
    broken = cells(3, id_number="110105194912310021")
    today = local_date(clock.now()).isoformat()
    rows = [cells(1), cells(2, contact="是"), broken, cells(4, return_date=today), cells(4)]
    table.write_bytes(make_workbook(rows, HEADERS))
    agent = at_work(visitor, client, factory, **PC)
    page = agent.goes_to("/h5/#/unit/table")
    agent.finds_no_barrier()
    page.get_by_label("选择表格").set_input_files(table)

    expect(page.get_by_text("身份证号码校验位不对，可能有一位输错")).to_be_visible()
    expect(page.get_by_text("与第5行是同一人")).to_be_visible()
    expect(page.get_by_text("其中 2 人将转社区核实")).to_be_visible()
    agent.finds_no_barrier()
    agent.shoots("unit-table-pc")
    page.get_by_text("无变化 1").click()
    expect(page.get_by_text("第 2 行")).to_be_visible()
    page.get_by_role("button", name="申报 2 人").click()
    expect(page.get_by_role("button", name="正在申报 0 / 2")).to_be_visible()
    declare_soon.call_local(Batch.objects.get().pk)
    expect(page.get_by_text("已申报 2 人").first).to_be_visible()
    agent.finds_no_barrier()

    phone = at_work(visitor, client, factory)
    page = phone.goes_to("/h5/#/unit")
    expect(page.get_by_text("已申报 3 人")).to_be_visible()
    phone.shoots("unit-home-people")
    page.get_by_role("link", name="本周返回").click()
    expect(page.get_by_text("今日").or_(page.get_by_text("返回")).first).to_be_visible()
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(1)
    page.get_by_text("全部", exact=True).click()
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(3)
    page.get_by_label("按姓名、班级或部门查找").fill("没有的人")
    expect(page.get_by_text("没有符合条件的人员")).to_be_visible()
    page.get_by_label("按姓名、班级或部门查找").fill("装配")
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(3)
    phone.finds_no_barrier()
    phone.shoots("unit-people")
    page = phone.goes_to("/h5/#/unit/table")
    page.get_by_label("选择表格").set_input_files(table)
    expect(page.get_by_text("身份证号码校验位不对，可能有一位输错")).to_be_visible()
    phone.finds_no_barrier()
    phone.shoots("unit-table-phone")


@pytest.mark.parametrize("where", ["unit", "declare", "declarations", "unit/links", "unit/table"])
def test_the_agents_pages_stand_the_large_look(visitor, client, where):
    agent = at_work(visitor, client, an_agent())
    page = agent.goes_to(f"/h5/#/{where}")

    is_large(agent)

    expect(page.get_by_role("heading").first).to_be_visible()
    agent.finds_no_barrier()
    agent.shoots(f"senior-{where.replace('/', '-')}")


def test_what_another_organisation_declared_is_on_none_of_the_pages(visitor, client):
    sign_in(client, an_agent())
    body = {
        "key": str(uuid.uuid4()),
        "values": as_given(1) | {"grade": "一", "class_name": "3", "school": "望"},
    }
    assert call(client, "post", "/enterprise/declarations", body).status_code == 200
    agent = at_work(visitor, client, an_agent(name="澜前中学"))

    page = agent.goes_to("/h5/#/unit")
    expect(page.get_by_text("已申报 0 人")).to_be_visible()
    page = agent.goes_to("/h5/#/declarations")
    expect(page.get_by_text("还没有申报过")).to_be_visible()
