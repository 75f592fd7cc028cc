import datetime as dt

import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.core.actor import Actor
from lianfang.messages.actions import ASK_AFTER, ASK_FOR, queue_sms
from lianfang.messages.models import Outgoing
from lianfang.wechat.jobs import ask_ends
from tests.factories.geo import T0

pytestmark = pytest.mark.django_db
PHONE, MINUTE = "13800138000", dt.timedelta(minutes=1)


def send(at=T0):
    queue_sms(PHONE, "【联防】新通知", by=Actor.system(), at=at)
    while deliver_due(now=at):
        pass


def state():
    return Outgoing.objects.get().state


def test_text_that_arrived_is_known_a_minute_later(simulator):
    send()

    assert ask_ends(now=T0) == 0
    assert ask_ends(now=T0 + ASK_AFTER) == 1
    assert (state(), Outgoing.objects.get().ask_at) == ("delivered", None)
    assert ask_ends(now=T0 + 2 * ASK_AFTER) == 0


def test_text_to_a_dead_number_is_seen_as_failed(simulator):
    simulator.platform.dead.add(PHONE)
    send()

    ask_ends(now=T0 + ASK_AFTER)

    assert (state(), Outgoing.objects.get().reason) == ("failed", "空号")


def test_silence_is_asked_again_at_growing_distances_and_not_for_ever(simulator, settings):
    send()
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:9/sms"

    now, distances = T0 + ASK_AFTER, []
    while (ask_at := Outgoing.objects.get().ask_at) is not None:
        distances.append(ask_at - now)
        now = ask_at
        ask_ends(now=now)

    assert distances[:4] == [dt.timedelta(), MINUTE, 2 * MINUTE, 4 * MINUTE]
    assert ASK_FOR <= now - T0 < 2 * ASK_FOR
    assert state() == "sent"


def test_nothing_is_asked_where_there_is_no_way_out(settings):
    settings.SMS_PROVIDER, settings.SMS_GATEWAY_URL = "gateway", ""

    assert ask_ends(now=T0) == 0
