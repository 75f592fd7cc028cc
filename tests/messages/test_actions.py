"""News is told once; what is owed to the outside is sent once."""

import pytest
from django.db import connection

from lianfang.audit.jobs import deliver_due
from lianfang.core.actor import Actor
from lianfang.messages.actions import mark_read, queue_sms, settle, tell_account, tell_user
from lianfang.messages.models import Outgoing
from lianfang.messages.queries import inbox, unread_count
from tests.factories.geo import T0

SYSTEM = Actor.system()


@pytest.mark.django_db
def test_tell_user_twice_is_one_line_in_that_users_inbox():
    for _ in range(2):
        tell_user(7, title="新任务", body="请查看", dedupe="case:1:task", at=T0)

    assert [line.title for line in inbox("user", 7)] == ["新任务"]
    assert (inbox("user", 8), inbox("account", 7)) == ([], [])


@pytest.mark.django_db
def test_mark_read_counts_each_line_once():
    tell_account(7, title="通知", body="您有一条新的通知", dedupe="a", at=T0)
    assert unread_count("account", 7) == 1

    assert mark_read("account", 7, by=SYSTEM, at=T0) == 1
    assert mark_read("account", 7, by=SYSTEM, at=T0) == 0
    assert unread_count("account", 7) == 0


@pytest.mark.django_db
def test_queued_message_is_sent_after_the_commit_and_sealed_at_rest():
    owed = queue_sms("13800000000", "验证码 123456", by=SYSTEM, at=T0)

    deliver_due(now=T0)

    sent = Outgoing.objects.get(pk=owed.pk)
    assert (sent.state, sent.settled_at, sent.attempts) == ("sent", T0, 1)
    with connection.cursor() as cursor:
        cursor.execute("select address, body from messages_outgoing")
        assert [cell[:3] for cell in cursor.fetchone()] == ["a1:", "a1:"]


@pytest.mark.django_db
def test_settle_twice_keeps_the_first_word():
    owed = queue_sms("13800000000", "您有一条新的通知", by=SYSTEM, at=T0)

    settle(owed, sent=False, by=SYSTEM, at=T0)
    settle(owed, sent=True, by=SYSTEM, at=T0)

    assert Outgoing.objects.get(pk=owed.pk).state == "failed"
