"""申报表单: an administrator changes what schools are asked, and a parent sees it at once."""

import uuid

import pytest
from playwright.sync_api import expect

from lianfang.city.actions import set_up_city
from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.declarations.actions import open_link
from lianfang.declarations.models import FormVersion
from lianfang.org.enums import DepartmentKind, RoleCode
from tests.browser.test_app import CITY
from tests.browser.test_console import at_the_desk, make_desk
from tests.factories.geo import T0, make_area
from tests.factories.org import make_department
from tests.factories.passes import make_agent

__all__ = ["at_the_desk"]


@pytest.fixture(autouse=True)
def ground():
    set_up_city(CITY, by=Actor.system(), at=T0)
    make_area()


def changes_the_form(page):
    page.get_by_text("学校", exact=True).click()
    expect(page.get_by_role("heading", name="学校 · 出厂版")).to_be_visible()
    page.get_by_label("标题").fill("{organisation}{colour}")
    page.get_by_role("button", name="保存为新版本").click()
    expect(page.get_by_text("没有变量 {colour}")).to_be_visible()
    page.get_by_label("标题").fill("{organisation}开学申报（{key_date}起）")
    page.get_by_role("button", name="去掉 学校名称").click()
    page.get_by_label("“班级”显示的名称").fill("所在班级")
    page.get_by_role("button", name="上移 班级").click()


def test_an_administrator_changes_a_form_and_takes_an_old_version_up_again(visitor, at_the_desk):
    make_desk(RoleCode.SYSADMIN, "guanli")
    admin = at_the_desk("guanli")
    page = admin.page
    page.get_by_role("link", name="申报表单").click()
    expect(page.get_by_role("heading", name="企业 · 出厂版")).to_be_visible()
    admin.finds_no_barrier()
    changes_the_form(page)
    page.get_by_role("button", name="保存为新版本").click()
    expect(page.get_by_role("heading", name="学校 · 第 1 版")).to_be_visible()
    admin.finds_no_barrier()
    admin.shoots("declare-forms")

    school = make_agent(make_department(DepartmentKind.SCHOOL, name="望舒中学"))
    key, now = uuid.uuid4(), clock.now()
    link = open_link(key=key, name="一年级", days=7, most=50, by=school, at=now)
    parent = visitor()
    form = parent.goes_to(f"/h5/#/d/{link.token}")
    expect(form.get_by_role("heading", name="望舒中学开学申报（1月17日起）")).to_be_visible()
    expect(form.get_by_label("所在班级")).to_be_visible()
    assert form.get_by_label("学校名称").count() == 0

    page.get_by_role("button", name="用这一版 出厂版").click()
    expect(page.get_by_label("标题")).to_have_value("{organisation}返校师生申报")
    page.get_by_role("button", name="保存为新版本").click()
    expect(page.get_by_role("heading", name="学校 · 第 2 版")).to_be_visible()
    assert FormVersion.objects.count() == 2
