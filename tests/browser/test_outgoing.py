"""外发消息 at the desk of a system administrator: what failed, why, and once more."""

from playwright.sync_api import expect

from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.messages.actions import queue_sms, settle
from lianfang.messages.enums import OutgoingState, Wording
from lianfang.messages.models import Outgoing
from lianfang.org.enums import RoleCode
from tests.browser.test_console import at_the_desk, make_desk

__all__ = ["at_the_desk"]
SYSTEM = Actor.system()


def failed(phone, reason, wording):
    now = clock.now()
    owed = queue_sms(phone, "x", wording=wording, by=SYSTEM, at=now)
    settle(owed, state=OutgoingState.FAILED, reason=reason, by=SYSTEM, at=now)


def test_failed_message_is_seen_with_its_reason_and_sent_again(at_the_desk, simulator, settle):
    failed("13800138000", "isv.AMOUNT_NOT_ENOUGH", Wording.CODE)
    failed("13900139000", "空号", Wording.NOTICE)
    make_desk(RoleCode.SYSADMIN, "guanli")
    desk = at_the_desk("guanli")
    page = desk.page
    page.get_by_role("link", name="外发消息").click()
    page.get_by_role("button", name="未送达 2").click()
    expect(page.get_by_text("短信余额不足")).to_be_visible()
    desk.finds_no_barrier()
    desk.shoots("outgoing")

    line = page.get_by_role("row").filter(has_text="138****8000")
    line.get_by_role("button", name="重发").click()
    page.get_by_role("dialog").get_by_role("button", name="重发").click()

    expect(page.get_by_role("button", name="未送达 1")).to_be_visible()
    settle()
    assert [m.to for m in simulator.platform.messages()] == ["13800138000"]
    assert Outgoing.objects.filter(state="failed").count() == 1
    page.get_by_role("button", name="已送达 0").click()
    expect(page.get_by_text("没有这类消息")).to_be_visible()
    desk.finds_no_barrier()
