import datetime as dt

import pytest

from lianfang.accounts.models import Account
from lianfang.audit.jobs import deliver_due
from lianfang.audit.models import Entry
from lianfang.audit.queries import shelved
from lianfang.core.actor import Actor
from lianfang.messages.actions import confirm, queue_sms, tell_account, tell_user
from lianfang.messages.models import Outgoing
from lianfang.messages.queries import inbox
from lianfang.wechat import client
from lianfang.wechat.handlers import announce, send
from tests.factories.accounts import make_account
from tests.factories.geo import T0
from tests.factories.org import make_staff

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
NEWS = {"title": "体征异常", "body": "今日体温 37.8", "dedupe": "a", "at": T0}
HINT = "您有一条新的通知，请打开联防查看。"


def deliver(now=T0):
    while deliver_due(now=now):
        pass


def on_phones(simulator):
    return [(m.channel, m.to, m.text) for m in simulator.platform.messages()]


def states():
    return list(Outgoing.objects.order_by("id").values_list("channel", "state"))


def test_news_for_a_citizen_reaches_wechat_without_saying_what_they_are(simulator):
    citizen = make_account()
    openid = Account.objects.get(pk=citizen.id).openid

    tell_account(citizen.id, **NEWS)
    deliver()

    assert on_phones(simulator) == [("微信", openid, HINT)]
    assert states() == [("wechat", "sent")]


def test_handlers_run_twice_send_once(simulator):
    tell_account(make_account().id, **NEWS)
    deliver()
    for entry in Entry.objects.filter(action="message.told"):
        announce(entry, T0)
    for entry in Entry.objects.filter(action="message.queued"):
        send(entry, T0)
    deliver()

    assert len(on_phones(simulator)) == 1


def leave(simulator, citizen):
    simulator.platform.left.add(Account.objects.get(pk=citizen.id).openid)


def test_who_takes_no_wechat_message_gets_an_sms(simulator):
    citizen = make_account(phone="13800138000")
    leave(simulator, citizen)

    tell_account(citizen.id, **NEWS)
    deliver()

    assert on_phones(simulator) == [("短信", "13800138000", f"【联防】{HINT}")]
    assert states() == [("wechat", "failed"), ("sms", "sent")]


def test_who_gave_no_leave_for_notices_gets_a_template_message(simulator):
    citizen = make_account(phone="13800138000")
    simulator.platform.unsubscribed.add(Account.objects.get(pk=citizen.id).openid)

    tell_account(citizen.id, **NEWS)
    deliver()

    assert [channel for channel, _, _ in on_phones(simulator)] == ["微信"]


def test_who_can_be_reached_nowhere_still_has_the_inbox(simulator):
    citizen = make_account()
    leave(simulator, citizen)

    tell_account(citizen.id, **NEWS)
    deliver()

    assert on_phones(simulator) == []
    assert states() == [("wechat", "failed")]
    assert Outgoing.objects.get().reason == "errcode 43004"
    assert [line.title for line in inbox("account", citizen.id)] == ["体征异常"]


def test_message_above_the_quota_waits_and_at_last_goes_by_sms(simulator):
    citizen = make_account(phone="13800138000")
    simulator.act("", "use_up", "")

    tell_account(citizen.id, **NEWS)
    deliver()
    assert states() == [("wechat", "queued")]

    for minutes in (3, 8, 17, 34):
        deliver(T0 + dt.timedelta(minutes=minutes))

    assert states() == [("wechat", "failed"), ("sms", "sent")]
    assert Outgoing.objects.get(channel="wechat").reason == "errcode 45009"
    assert not shelved().exists()


def test_quota_that_comes_back_sends_what_waited(simulator):
    simulator.act("", "use_up", "")
    tell_account(make_account().id, **NEWS)
    deliver()
    simulator.act("", "use_up", "")

    deliver(T0 + dt.timedelta(minutes=3))

    assert states() == [("wechat", "sent")]
    assert len(on_phones(simulator)) == 1


def test_who_did_not_answer_is_left_alone_for_a_moment(platform_that_says, settings, monkeypatch):
    asked = []
    settings.WECHAT_APPID, settings.WECHAT_TEMPLATE = "wx-simulator", "news"
    platform_that_says("", 502)
    real = client.fetch_token
    monkeypatch.setattr(client, "fetch_token", lambda **how: asked.append(1) or real(**how))

    for n in range(4):
        tell_account(make_account().id, **NEWS | {"dedupe": str(n)})
    deliver()

    assert states() == [("wechat", "queued")] * 4
    assert len(asked) == 1


def test_end_the_platform_tells_of_is_kept_once(simulator):
    tell_account(make_account().id, **NEWS)
    deliver()
    number = Outgoing.objects.get().receipt

    assert confirm(number, by=SYSTEM, at=T0) is True
    assert confirm(number, reason="late", by=SYSTEM, at=T0) is False
    assert confirm("unknown", by=SYSTEM, at=T0) is False
    assert confirm("", by=SYSTEM, at=T0) is False

    assert states() == [("wechat", "delivered")]


def test_message_blocked_on_the_phone_goes_by_sms(simulator):
    tell_account(make_account(phone="13800138000").id, **NEWS)
    deliver()

    confirm(Outgoing.objects.get().receipt, reason="failed:user block", by=SYSTEM, at=T0)
    deliver()

    assert states() == [("wechat", "failed"), ("sms", "sent")]


def test_above_the_days_limit_of_a_phone_the_inbox_has_to_do(simulator):
    citizen = make_account(phone="13800138000")
    leave(simulator, citizen)
    for _ in range(40):
        queue_sms("13800138000", "x", by=SYSTEM, at=T0)

    tell_account(citizen.id, **NEWS)
    deliver()

    assert not shelved().exists()
    assert Outgoing.objects.filter(channel="sms").count() == 40


def test_nothing_is_sent_from_inside_a_transaction(simulator):
    """Queueing asks nobody: what is owed is written down and handed over afterwards."""
    tell_account(make_account().id, **NEWS)

    assert simulator.platform.calls == {}


def test_staff_hear_by_sms_of_urgent_news_only(simulator):
    caller = make_staff(phone="13800138001")

    tell_user(caller.id, **NEWS)
    tell_user(caller.id, **NEWS | {"dedupe": "b"}, level="urgent")
    deliver()

    assert on_phones(simulator) == [("短信", "13800138001", f"【联防】{HINT}")]


def test_gateway_that_is_down_is_asked_again_later(simulator, settings):
    settings.SMS_GATEWAY_URL, up = "http://127.0.0.1:9/sms", settings.SMS_GATEWAY_URL
    queue_sms("13800138000", "验证码", by=SYSTEM, at=T0)
    deliver()
    assert states() == [("sms", "queued")]

    settings.SMS_GATEWAY_URL = up
    deliver(T0 + dt.timedelta(minutes=10))

    assert states() == [("sms", "sent")]
    assert len(on_phones(simulator)) == 1


def test_without_any_way_out_the_inbox_is_all_there_is(settings):
    settings.SMS_GATEWAY_URL = settings.WECHAT_APPID = ""

    tell_account(make_account().id, **NEWS)
    queue_sms("13800138000", "验证码", by=SYSTEM, at=T0)
    deliver()

    assert states() == [("sms", "failed")]
