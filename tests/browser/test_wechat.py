"""The citizens' pages in a real browser."""

import datetime as dt

from PIL import Image
from playwright.sync_api import expect

from lianfang.cases.actions import close, report_back, verify
from lianfang.cases.enums import Outcome
from lianfang.cases.models import Case
from lianfang.city.actions import set_up_city
from lianfang.city.queries import CityInfo
from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.org.enums import RoleCode
from lianfang.quarantine.queries import readings_of
from tests.api.calls import hold_clock, sign_in_citizen
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, T0, make_area, square
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode, make_reading

CITY = CityInfo("望州市", "望", "9901", "0990-12320", is_demo=True, started_on=T0.date())
IN_GRID = {"longitude": 124.005, "latitude": 30.005}

# About a slow 4G network and a quarter of a desk's processor.
WEAK_NETWORK = {"downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8, "latency": 150}
WEAK_PROCESSOR = 4


def a_photo(folder):
    picture = folder / "photo.jpg"
    Image.new("RGB", (2400, 1800), "orange").save(picture)
    return picture


def on_a_weak_phone(visitor):
    phone = visitor.context.new_cdp_session(visitor.page)
    phone.send("Network.enable")
    phone.send("Network.emulateNetworkConditions", {"offline": False} | WEAK_NETWORK)
    phone.send("Emulation.setCPUThrottlingRate", {"rate": WEAK_PROCESSOR})


def test_report_page_works_on_a_weak_phone(visitor):
    someone = visitor()
    on_a_weak_phone(someone)

    someone.page.goto(f"{someone.site}/h5/#/report", wait_until="commit")
    someone.page.get_by_text("发现疑似病例").click()

    assert someone.page.get_by_label("发现疑似病例").is_checked()


def at_home(client, **account):
    """A citizen of a city with one grid, signed in, and their phone standing in it."""
    set_up_city(CITY, by=Actor.system(), at=T0)
    make_area(GRID, name="3号网格", geometry=square())
    citizen = make_account(**account)
    sign_in_citizen(client, citizen)
    return citizen


def test_a_neighbour_is_reported_with_photo_and_place_and_followed_to_the_end(
    visitor, client, settle, tmp_path
):
    at_home(client)
    worker = make_staff(RoleCode.GRID_WORKER)
    someone = visitor(geolocation=IN_GRID, permissions=["geolocation"])
    someone.is_signed_in(client)
    page = someone.goes_to("/h5/")

    page.get_by_text("发现疑似病例").click()
    page.get_by_label("姓名").fill("张先生")
    page.get_by_label("联系电话").fill("13800138000")
    page.get_by_text("发热", exact=True).click()
    page.get_by_label("体温", exact=True).fill("37.8")
    page.get_by_label("症状描述").fill("一直咳嗽，没有戴口罩")
    page.get_by_role("button", name="用手机定位").click()
    expect(page.get_by_text("3号网格")).to_be_visible()
    page.get_by_label("添加照片").set_input_files(a_photo(tmp_path))
    expect(page.get_by_alt_text("第 1 张照片")).to_be_visible()
    expect(page.get_by_text("上传中")).to_be_hidden()
    someone.finds_no_barrier()
    someone.shoots("wechat-report")
    page.get_by_role("button", name="提交上报").click()

    expect(page.get_by_role("heading", name="上报成功")).to_be_visible()
    settle()
    case = Case.objects.unscoped().get()
    assert (case.assignee_id, case.area_code, len(case.photos)) == (worker.id, GRID, 1)

    page.get_by_role("link", name="查看进度").click()
    expect(page.get_by_role("heading", name="核实中")).to_be_visible()
    expect(page.get_by_alt_text("第 1 张照片")).to_be_visible()
    someone.finds_no_barrier()
    verify(case, outcome=Outcome.UNTRUE, note="只是感冒", by=worker, at=clock.now())
    settle()
    page.reload()
    expect(page.get_by_role("heading", name="已办结")).to_be_visible()
    assert "感冒" not in page.inner_text("main")
    someone.shoots("wechat-report-steps")


def test_a_stranger_fills_in_a_report_and_signs_in_to_send_it(visitor, client):
    at_home(client)
    someone = visitor()
    page = someone.goes_to("/h5/")

    page.get_by_text("本人不适").click()
    page.get_by_label("姓名").fill("李女士")
    page.get_by_label("联系电话").fill("13800138001")
    page.get_by_role("button", name="选择社区").click()
    page.get_by_label("按名称查找").fill("社区")
    page.get_by_role("button", name="990101001001社区").click()
    page.get_by_role("button", name="登录并提交").click()
    expect(page.get_by_role("button", name="微信登录")).to_be_visible()
    someone.finds_no_barrier()

    someone.is_signed_in(client)
    page.goto(f"{someone.site}/h5/#/report")
    page.reload()
    expect(page.get_by_text("已为您保留上次没有提交的内容")).to_be_visible()
    page.get_by_role("button", name="提交上报").click()
    expect(page.get_by_role("heading", name="上报成功")).to_be_visible()


def test_the_large_look_is_remembered_and_breaks_nothing(visitor, client):
    at_home(client)
    someone = visitor()
    someone.is_signed_in(client)
    page = someone.goes_to("/h5/#/me")

    page.get_by_text("长辈版").click()
    page.goto(f"{someone.site}/h5/#/report")
    page.reload()

    expect(page.get_by_role("heading", name="疫情上报")).to_be_visible()
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 20
    someone.finds_no_barrier()
    someone.shoots("wechat-senior")


def test_the_report_is_filled_in_by_keyboard_alone(visitor, client):
    at_home(client)
    someone = visitor()
    someone.is_signed_in(client)
    page = someone.goes_to("/h5/#/report")

    for _ in range(3):  # past the ways to the self-check and the news
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("张先生")

    assert page.get_by_label("发现疑似病例").is_checked()
    expect(page.get_by_label("姓名")).to_have_value("张先生")


def test_a_phone_without_network_says_so_and_goes_on_when_it_returns(visitor, client):
    at_home(client)
    someone = visitor()
    someone.is_signed_in(client)
    page = someone.goes_to("/h5/#/reports")
    expect(page.get_by_text("还没有上报过")).to_be_visible()
    page.goto(f"{someone.site}/h5/#/report")

    someone.context.set_offline(True)
    page.get_by_role("link", name="记录").click()
    expect(page.get_by_text("网络不通")).to_be_visible()
    someone.finds_no_barrier()
    someone.context.set_offline(False)

    expect(page.get_by_text("还没有上报过")).to_be_visible()


def under_observation(client, settings):
    """Li Xiaomei at nine in the morning of her first day at home, signed in."""
    hold_clock(settings, T0)
    set_up_city(CITY, by=Actor.system(), at=T0)
    make_area(GRID, name="3号网格", geometry=square())
    make_staff(RoleCode.COMMUNITY_DOCTOR, areas=(GRID[:12],), phone="13900001234", name="陈医生")
    person = make_person(name="李晓梅")
    make_episode(person, at=T0, place="柳堤小区3号楼501")
    sign_in_citizen(client, make_account(person))
    return person


def check_oneself(page, degrees):
    page.get_by_role("textbox", name="体温").fill(degrees)
    page.get_by_label("详细门楼号").fill("柳堤小区3号楼501")
    page.get_by_role("button", name="提交自查").click()


def test_a_resident_reads_the_notice_signs_it_and_checks_twice_a_day(
    visitor, client, settle, settings
):
    under_observation(client, settings)
    settle()
    someone = visitor()
    someone.is_signed_in(client)
    page = someone.goes_to("/h5/#/check")

    expect(page.get_by_text("第 1 天 / 共 14 天")).to_be_visible()
    expect(page.get_by_text("待上报")).to_be_visible()
    expect(page.get_by_role("link", name="陈医生")).to_have_attribute("href", "tel:13900001234")
    someone.finds_no_barrier()
    someone.shoots("wechat-check")
    page.get_by_role("button", name="阅读并签名").click()
    expect(page.get_by_role("img", name="请在这里手写签名")).to_be_hidden()  # read first
    page.get_by_role("link", name="先看告知书全文").click()
    write_name(page)
    someone.finds_no_barrier()
    someone.shoots("wechat-sign")
    page.get_by_role("button", name="确认签署").click()
    expect(page.get_by_text("已签署").last).to_be_visible()

    page.get_by_role("link", name="现在自查").click()
    check_oneself(page, "37.2")
    expect(page.get_by_role("heading", name="体征正常")).to_be_visible()
    page.get_by_role("link", name="返回自查").click()
    expect(page.get_by_text("已上报", exact=True)).to_be_visible()


def write_name(page):
    """Three strokes on the pad."""
    pad = page.get_by_role("img", name="请在这里手写签名").bounding_box()
    for line in (((0.2, 0.3), (0.7, 0.25)), ((0.45, 0.1), (0.3, 0.8)), ((0.45, 0.4), (0.75, 0.8))):
        (x, y), end = line
        page.mouse.move(pad["x"] + x * pad["width"], pad["y"] + y * pad["height"])
        page.mouse.down()
        page.mouse.move(
            pad["x"] + end[0] * pad["width"], pad["y"] + end[1] * pad["height"], steps=8
        )
        page.mouse.up()


def test_a_resident_asks_for_medicine_and_sees_it_answered(visitor, client, settle, settings):
    under_observation(client, settings)
    worker = make_staff(RoleCode.GRID_WORKER)
    leader = make_staff(RoleCode.SHIFT_LEADER, areas=(GRID[:4],))
    settle()
    someone = visitor()
    someone.is_signed_in(client)
    page = someone.goes_to("/h5/#/check")

    page.get_by_role("link", name="我需要帮助").click()
    page.get_by_text("药品", exact=True).click()
    page.get_by_label("具体说明").fill("降压药一盒")
    someone.finds_no_barrier()
    someone.shoots("wechat-help")
    page.get_by_role("button", name="提交求助").click()
    expect(page.get_by_role("heading", name="已受理")).to_be_visible()
    settle()
    case = Case.objects.unscoped().get(kind="help")
    report_back(case, note="药已放在门口", by=worker, at=clock.now())
    case.refresh_from_db()
    close(case, by=leader, at=clock.now())

    page.reload()
    expect(page.get_by_text("药已放在门口")).to_be_visible()
    someone.shoots("wechat-help-answered")
    page.goto(f"{someone.site}/h5/#/reports?kind=help")
    expect(page.get_by_text("李晓梅 · 求助：药品")).to_be_visible()
    page.get_by_role("button", name="更多条件").click()
    someone.finds_no_barrier()
    someone.shoots("wechat-reports-filters")


def test_a_resident_sees_the_curve_with_the_threshold(visitor, client, settings):
    person = under_observation(client, settings)
    for hours, degrees in enumerate(("36.4", "36.8", "37.4", "36.9", "36.6")):
        make_reading(person, degrees, at=T0 - dt.timedelta(hours=12 * (5 - hours)))
    someone = visitor()
    someone.is_signed_in(client)
    page = someone.goes_to("/h5/#/check/history")

    expect(page.get_by_role("img", name="体温变化")).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("wechat-curve")
    page.get_by_text("异常", exact=True).first.click()
    expect(page.get_by_text("37.4℃ · 无")).to_be_visible()
    expect(page.get_by_text("36.4℃ · 无")).to_be_hidden()


def test_a_fever_is_answered_with_what_to_do_and_whom_to_call(visitor, client, settle, settings):
    person = under_observation(client, settings)
    settle()
    someone = visitor()
    someone.is_signed_in(client)
    page = someone.goes_to("/h5/#/check/new")

    check_oneself(page, "37.3")

    expect(page.get_by_role("heading", name="体征异常")).to_be_visible()
    expect(page.get_by_text("留在房间内")).to_be_visible()
    expect(page.get_by_role("link", name="陈医生")).to_have_attribute("href", "tel:13900001234")
    someone.finds_no_barrier()
    someone.shoots("wechat-check-abnormal")
    assert [reading.is_abnormal for reading in readings_of(person.pk)] == [True]

    page.goto(f"{someone.site}/h5/#/check/history")
    expect(page.get_by_text("37.3℃ · ")).to_be_visible()
    someone.finds_no_barrier()


def test_a_follower_signs_in_by_wechat_and_comes_back_to_where_they_were(visitor, simulator):
    set_up_city(CITY, by=Actor.system(), at=T0)
    someone = visitor()
    page = someone.goes_to("/h5/#/reports")

    page.get_by_role("button", name="微信登录").click()
    page.get_by_text("新关注的用户").click()

    expect(page.get_by_role("heading", name="上报记录")).to_be_visible()
    assert page.url == f"{someone.site}/h5/#/reports"


def test_a_citizen_signs_in_by_phone_and_out_again(visitor, simulator):
    set_up_city(CITY, by=Actor.system(), at=T0)
    make_area(GRID)
    someone = visitor()
    page = someone.goes_to("/h5/#/sign-in")

    page.get_by_label("手机号").fill("13800138000")
    page.get_by_role("button", name="获取验证码").click()
    page.get_by_label("验证码").fill(code_shown(page))
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", name="疫情上报")).to_be_visible()

    page.get_by_role("link", name="我的").click()
    expect(page.get_by_text("138****8000")).to_be_visible()
    someone.finds_no_barrier()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("button", name="微信登录")).to_be_visible()


def code_shown(page):
    hint = page.get_by_text("演示环境，验证码是")
    return hint.inner_text().split()[-1]


def test_a_gate_keeper_with_a_wrong_password_is_told_and_gets_in_with_the_right_one(visitor):
    set_up_city(CITY, by=Actor.system(), at=T0)
    make_staff(RoleCode.GATEKEEPER, username="gate01", password="Lianfang-2020")
    someone = visitor()
    page = someone.goes_to("/h5/#/gate")

    page.get_by_label("账号").fill("gate01")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    someone.finds_no_barrier()
    page.get_by_label("密码").fill("Lianfang-2020")
    page.get_by_role("button", name="登录", exact=True).click()

    expect(page.get_by_role("heading", name="通行核验")).to_be_visible()
