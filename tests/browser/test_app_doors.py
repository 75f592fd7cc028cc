"""What grid workers find at the door, through the page: every outcome, and registering somebody."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from lianfang.cases.models import Case
from lianfang.core import clock
from lianfang.org.enums import RoleCode
from lianfang.org.models import User
from lianfang.people.models import Person
from lianfang.quarantine.models import Episode
from lianfang.treatment.models import Referral
from tests.browser.test_app import PASSWORD, a_city
from tests.factories.cases import make_task
from tests.factories.geo import GRID
from tests.factories.org import make_staff
from tests.factories.treatment import make_hospital

ID_NUMBER = "110101198001010010"
NEXT_DOOR = "990101001001002"


@pytest.fixture(autouse=True)
def city():
    a_city()


def comes_in(visitor, role, username, **staff):
    """Signed in at a phone, with a password of today."""
    who = make_staff(role, username=username, password=PASSWORD, **staff)
    User.objects.filter(username=username).update(password_set_at=clock.now())
    someone = visitor()
    page = someone.goes_to("/app/")
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("navigation")).to_be_visible()
    return who, someone, page


def at_the_door(visitor, settle, name="张三"):
    """A worker with one task, its form open."""
    worker, someone, page = comes_in(visitor, RoleCode.GRID_WORKER, "wangge")
    case, _ = make_task(worker, at=clock.now())
    settle()
    page.reload()
    page.get_by_role("link", name=name).click()
    page.get_by_role("button", name="开始入户").click()
    page.get_by_role("link", name="填写核实结果").click()
    return case, someone, page


def submits(page):
    page.get_by_role("button", name="提交核实结果").click()
    expect(page.get_by_role("heading", name="我的任务")).to_be_visible()
    expect(page.get_by_text("核实结果 · 张三")).to_be_hidden(timeout=15_000)


def describes(page, *, temperature=""):
    contact_at = clock.local_date(clock.now()) - dt.timedelta(days=1)
    page.get_by_label("姓名").fill("张三")
    page.get_by_label("证件号码").fill(ID_NUMBER)
    page.get_by_label("手机号").fill("13800138000")
    page.get_by_label("现住址").fill("3号楼2单元501")
    page.get_by_text("密切接触者", exact=True).first.click()
    page.get_by_text("密切接触者", exact=True).last.click()
    page.get_by_label("最后接触").fill(f"{contact_at}T10:00")
    page.get_by_text("疾控通知", exact=True).click()
    if temperature:
        page.get_by_text("发热", exact=True).click()
        page.get_by_label("体温").fill(temperature)


def state_of(case):
    return Case.objects.unscoped().get(pk=case.pk).state


def test_untrue_closes_the_case_and_leaves_nobody_under_observation(visitor, settle):
    case, _, page = at_the_door(visitor, settle)
    page.get_by_role("button", name="提交核实结果").click()
    expect(page.get_by_text("请选择核实结果")).to_be_visible()

    page.get_by_text("情况不属实", exact=True).click()
    page.get_by_label("情况说明").fill("邻里误会，本人健康")
    submits(page)
    settle()

    assert state_of(case) in {"closing", "closed"}
    assert not Episode.objects.unscoped().exists()


def test_unreachable_stays_with_the_worker_for_another_try(visitor, settle):
    case, _, page = at_the_door(visitor, settle)

    page.get_by_text("联系不上", exact=True).click()
    page.get_by_label("情况说明").fill("敲门无人应答，电话未接")
    submits(page)

    again = Case.objects.unscoped().get(pk=case.pk)
    assert again.state == "verifying"
    assert again.retry_at is not None
    expect(page.get_by_role("link", name="张三")).to_be_visible()


def test_moved_hands_the_case_back_to_be_dispatched_elsewhere(visitor, settle):
    case, _, page = at_the_door(visitor, settle)

    page.get_by_text("已搬离本网格", exact=True).click()
    page.get_by_text("不清楚（退回指挥中心重新派遣）").click()
    page.get_by_label("情况说明").fill("房东说上周已搬走")
    submits(page)

    expect(page.get_by_role("link", name="张三")).to_be_hidden()
    assert Case.objects.unscoped().get(pk=case.pk).assignee_id is None


def test_true_with_symptoms_goes_to_hospital(visitor, settle):
    make_hospital()
    _, someone, page = at_the_door(visitor, settle)

    page.get_by_text("属实且有症状", exact=True).click()
    describes(page, temperature="38.2")
    page.get_by_label("情况说明").fill("发热咳嗽两天")
    someone.finds_no_barrier()
    someone.shoots("app-verify-ill")
    submits(page)
    settle()

    assert Referral.objects.unscoped().get().person.name == "张三"


def test_registering_a_newcomer_at_the_door_begins_the_observation(visitor, settle):
    _, someone, page = comes_in(visitor, RoleCode.GRID_WORKER, "wangge")
    page.get_by_role("link", name="人员").click()
    page.get_by_role("link", name="登记人员").click()
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("请填写姓名")).to_be_visible()

    describes(page)
    someone.finds_no_barrier()
    someone.shoots("app-register")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("link", name="登记人员")).to_be_visible()
    expect(page.get_by_text("张三")).to_be_visible(timeout=15_000)
    settle()

    person = Person.objects.unscoped().get()
    assert (person.phone, person.area_code) == ("13800138000", GRID)
    assert Episode.objects.unscoped().get().person_id == person.pk
