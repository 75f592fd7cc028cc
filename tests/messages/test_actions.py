import pytest
from django.db import connection

from lianfang.audit.queries import timeline
from lianfang.core.actor import Actor
from lianfang.core.phones import BadPhone
from lianfang.messages import actions
from lianfang.messages.enums import OutgoingState
from lianfang.messages.errors import TooManyMessages
from lianfang.messages.models import Message, Outgoing
from lianfang.messages.queries import inbox, unread_count
from tests.factories.geo import T0

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
NEWS = {"title": "新的任务", "body": "您有一条新的通知", "dedupe": "case-1-dispatched", "at": T0}


def test_news_told_twice_is_one_line_and_one_entry():
    first = actions.tell_user(7, **NEWS)

    second = actions.tell_user(7, **NEWS)

    assert first == second
    assert Message.objects.count() == 1
    assert timeline("messages.message", first.pk).count() == 1
    assert [line.title for line in inbox("user", 7)] == ["新的任务"]
    assert (inbox("user", 8), inbox("account", 7)) == ([], [])


def test_reading_marks_own_messages_and_nobody_elses():
    own = actions.tell_account(7, **NEWS)
    other = actions.tell_account(8, **NEWS | {"dedupe": "other"})
    staff = actions.tell_user(7, **NEWS | {"dedupe": "staff"})
    reader, keys = Actor("account", 7, "市民"), [own.key, other.key, staff.key]

    assert actions.mark_read(keys, by=reader, at=T0) == 1
    assert actions.mark_read(keys, by=reader, at=T0) == 0
    assert list(Message.objects.filter(read_at=T0)) == [own]
    assert (unread_count("account", 7), unread_count("account", 8)) == (0, 1)


def test_sms_is_queued_sealed_and_heard_of():
    outgoing = actions.queue_sms("13800138000", "验证码", by=SYSTEM, at=T0)

    with connection.cursor() as cursor:
        cursor.execute("select address, body from messages_outgoing")
        address, body = cursor.fetchone()
    assert "13800138000" not in address
    assert "验证码" not in body
    assert outgoing.state == OutgoingState.QUEUED
    assert timeline("messages.outgoing", outgoing.pk).get().action == "message.queued"


def test_sms_to_one_phone_stops_at_forty_a_day():
    for _ in range(actions.SMS_A_DAY):
        actions.queue_sms("13800138000", "通知", by=SYSTEM, at=T0)

    with pytest.raises(TooManyMessages):
        actions.queue_sms("138 0013 8000", "通知", by=SYSTEM, at=T0)
    actions.queue_sms("13800138001", "通知", by=SYSTEM, at=T0)


def test_sms_to_no_phone_is_refused():
    with pytest.raises(BadPhone):
        actions.queue_sms("12", "通知", by=SYSTEM, at=T0)


def test_settling_counts_once():
    outgoing = actions.queue_wechat("openid", "通知", by=SYSTEM, at=T0)

    actions.settle(outgoing, state=OutgoingState.SENT, by=SYSTEM, at=T0)
    actions.settle(outgoing, state=OutgoingState.FAILED, by=SYSTEM, at=T0)

    assert Outgoing.objects.get().state == OutgoingState.SENT
    assert list(timeline("messages.outgoing", outgoing.pk).values_list("action", flat=True)) == [
        "message.queued",
        "message.sent",
    ]
