"""Proving who one is, and speaking for a child, in a real browser."""

import re

from playwright.sync_api import expect

from lianfang.messages.models import Outgoing
from tests.accounts.test_binding import document
from tests.browser.test_wechat import at_home

PHONE = "13800138000"


def test_a_citizen_proves_who_they_are_with_their_community_and_adds_a_child(visitor, client):
    at_home(client)
    someone = visitor()
    someone.is_signed_in(client)
    page = someone.goes_to("/h5/#/me")
    page.get_by_role("link", name="未实名认证").click()

    page.get_by_label("姓名").fill("李四")
    page.get_by_label("证件号码").fill(document())
    page.get_by_label("手机号").fill(PHONE)
    page.get_by_role("button", name="获取验证码").click()
    expect(page.get_by_role("button", name=re.compile("秒"))).to_be_visible()
    code = re.search(r"\d{6}", Outgoing.objects.get().body)[0]
    page.get_by_role("textbox", name="验证码").fill(code)
    page.get_by_role("button", name="提交认证").click()
    expect(page.get_by_text("请选择您居住的社区")).to_be_visible()
    page.get_by_role("button", name="选择社区").click()
    page.get_by_label("按名称查找").fill("社区")
    page.get_by_role("button", name="990101001001社区").click()
    someone.finds_no_barrier()
    someone.shoots("wechat-bind")
    page.get_by_role("button", name="提交认证").click()
    expect(page.get_by_text("手机已验证")).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("wechat-me")

    page.get_by_role("link", name="家庭成员").click()
    page.get_by_label("姓名").fill("李小四")
    page.get_by_label("证件号码").fill(document("20150601", 5))
    page.get_by_role("button", name="添加家庭成员").click()
    expect(page.get_by_role("button", name="移除李*四")).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("wechat-family")
    page.get_by_role("button", name="移除李*四").click()
    expect(page.get_by_text("还没有添加家庭成员")).to_be_visible()
