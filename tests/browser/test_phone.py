"""The simulator's phone, as in a demo: follow, press the menu, get a message."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from lianfang.accounts.models import Account
from lianfang.core import clock
from lianfang.messages.actions import tell_account
from lianfang.messages.enums import OutgoingState
from lianfang.messages.models import Outgoing
from lianfang.wechat.models import Follower
from tests.factories.accounts import make_account


@pytest.fixture
def phone(visitor, simulator, settings, site):
    """A follower's phone under an account whose menu is up and whose callback is ours."""
    settings.PUBLIC_URL = site
    simulator.postman.address = f"{site}/wechat/callback"
    call_command("wechat", "menu")
    return visitor()


def test_follower_is_welcomed_answered_and_told(phone, settle):
    citizen = make_account()
    openid = Account.objects.get(pk=citizen.id).openid
    page = phone.goes_to(f"/simulator/phone?to={openid}")
    messages = page.frame_locator("iframe")
    page.get_by_role("button", name="取消关注").click()
    page.get_by_role("button", name="关注", exact=True).click()
    expect(messages.get_by_text("欢迎关注")).to_be_visible(timeout=15_000)
    assert Follower.objects.get().is_following is True

    page.get_by_text("服务", exact=True).click()
    page.get_by_role("button", name="咨询电话").click()
    expect(messages.get_by_text("咨询电话尚未公布")).to_be_visible(timeout=15_000)
    page.get_by_placeholder("发消息").fill("我要上报")
    page.get_by_role("button", name="发送").click()
    expect(messages.get_by_text("这里不能人工回复")).to_be_visible(timeout=15_000)

    tell_account(citizen.id, title="体征异常", body="37.8", dedupe="a", at=clock.now())
    settle()
    expect(messages.get_by_text("您有一条新的通知")).to_be_visible(timeout=15_000)
    expect(messages.get_by_text("37.8")).to_have_count(0)
    phone.finds_no_barrier()
    phone.shoots("wechat-phone")
    page.wait_for_timeout(1500)  # the platform tells a second later
    assert Outgoing.objects.get().state == OutgoingState.DELIVERED
    messages.get_by_role("link", name="查看详情").click()
    page.wait_for_url("**/h5/#/sign-in?to=%2Fme%2Finbox")


def test_menu_leads_to_our_pages(phone):
    page = phone.goes_to("/simulator/phone?to=demo-citizen")
    page.get_by_text("我的", exact=True).click()
    phone.finds_no_barrier()

    page.get_by_role("link", name="电子通行证").click()

    page.wait_for_url("**/h5/#/sign-in?to=%2Fpass")


def test_list_of_phones_shows_every_text_and_whom_to_be(phone, simulator):
    simulator.platform.keep("短信", "13800138000", "验证码 123456")
    page = phone.goes_to("/simulator/phone")
    expect(page.frame_locator("iframe").get_by_text("验证码 123456")).to_be_visible()
    phone.finds_no_barrier()
    phone.shoots("wechat-phones")

    phone.page.get_by_role("link", name="隔离居民").click()

    expect(phone.page.get_by_text("demo-resident · 已关注")).to_be_visible()
