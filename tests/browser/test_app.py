"""控疫通 in a real browser, with and without a network."""

import datetime as dt

from playwright.sync_api import expect

from lianfang.audit.models import Entry
from lianfang.cases.models import Case
from lianfang.city.actions import set_up_city
from lianfang.city.queries import CityInfo
from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.org.enums import RoleCode
from lianfang.quarantine.jobs import plan_slots
from lianfang.quarantine.models import Episode, Reading
from tests.api.calls import hold_clock
from tests.factories.cases import make_task
from tests.factories.geo import GRID, T0, make_area, square
from tests.factories.org import make_staff

CITY = CityInfo("望州市", "望", "9901", "0990-12320", is_demo=True, started_on=T0.date())
PASSWORD = "Kongyi-2020-Tong"
NEW_PASSWORD = "Fangyi#2021-Tong"
ID_NUMBER = "110101198001010010"


def a_city():
    set_up_city(CITY, by=Actor.system(), at=T0)
    make_area(GRID, name="3号网格", geometry=square())


def signs_in(visitor, username):
    someone = visitor()
    page = someone.goes_to("/app/")
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    someone.finds_no_barrier()
    page.get_by_role("button", name="登录").click()
    page.get_by_label("原密码").fill(PASSWORD)  # six years old: it must be changed first
    page.get_by_label("新密码").first.fill(NEW_PASSWORD)
    page.get_by_label("再次输入新密码").fill(NEW_PASSWORD)
    someone.finds_no_barrier()
    page.get_by_role("button", name="修改并继续").click()
    expect(page.get_by_role("navigation")).to_be_visible()
    return someone, page


def fills_in_the_truth(page, contact_at):
    page.get_by_text("情况属实", exact=True).click()
    page.get_by_label("姓名").fill("张三")
    page.get_by_label("证件号码").fill(ID_NUMBER)
    page.get_by_label("现住址").fill("3号楼2单元501")
    page.get_by_text("密切接触者", exact=True).first.click()
    page.get_by_text("密切接触者", exact=True).last.click()
    page.get_by_label("最后接触").fill(contact_at)
    page.get_by_text("疾控通知", exact=True).click()
    page.get_by_label("情况说明").fill("与确诊病例同车，核对属实")


def verifies_offline(someone, page):
    page.get_by_role("link", name="张三").click()
    page.get_by_role("button", name="开始入户").click()
    page.get_by_role("link", name="填写核实结果").click()
    contact_at = clock.local_date(clock.now()) - dt.timedelta(days=1)
    fills_in_the_truth(page, f"{contact_at}T10:00")
    someone.shoots("app-verify")
    page.get_by_role("button", name="提交核实结果").click()


def test_a_case_verified_offline_is_sent_once_and_the_doctor_records_the_check(
    visitor, settle, settings
):
    a_city()
    worker = make_staff(RoleCode.GRID_WORKER, username="wangge", password=PASSWORD)
    make_staff(RoleCode.COMMUNITY_DOCTOR, username="yisheng", password=PASSWORD)
    case, _ = make_task(worker, at=clock.now())
    settle()
    someone, page = signs_in(visitor, "wangge")
    expect(page.get_by_text("张三")).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("app-tasks")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_timeout(500)  # the details of the tasks are being packed

    someone.context.set_offline(True)
    page.reload()
    verifies_offline(someone, page)
    expect(page.get_by_text("离线可用")).to_be_visible()
    expect(page.get_by_text("核实结果 · 张三")).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("app-offline")
    assert Case.objects.unscoped().get(pk=case.pk).state == "dispatched"

    someone.context.set_offline(False)
    expect(page.get_by_text("待发送 2")).to_be_hidden(timeout=20_000)
    expect(page.get_by_text("核实结果 · 张三")).to_be_hidden()
    settle()
    assert Entry.objects.filter(action="case.verified").count() == 1
    episode = Episode.objects.unscoped().get()

    tomorrow = clock.now() + dt.timedelta(days=1, hours=2)
    hold_clock(settings, tomorrow)
    plan_slots(now=tomorrow)
    settle()
    doctor, page = signs_in(visitor, "yisheng")
    doctor.shoots("app-visits")
    page.get_by_role("link", name="张三").first.click()
    page.get_by_label("体温").fill("36.6")
    doctor.finds_no_barrier()
    doctor.shoots("app-check")
    page.get_by_role("button", name="提交检查").click()
    expect(page.get_by_text("现在没有要做的巡诊")).to_be_visible(timeout=10_000)
    assert Reading.objects.unscoped().filter(person_id=episode.person_id).count() == 1
