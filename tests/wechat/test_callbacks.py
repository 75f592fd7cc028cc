import pytest

from lianfang.city.actions import set_up_city
from lianfang.city.queries import CityInfo
from lianfang.core.actor import Actor
from lianfang.messages.actions import queue_wechat, settle
from lianfang.messages.enums import OutgoingState
from lianfang.messages.models import Outgoing
from lianfang.wechat.actions import receive
from lianfang.wechat.client.callback import Letter
from lianfang.wechat.errors import BadSignature
from lianfang.wechat.models import Follower, Received
from tests.factories.geo import T0

pytestmark = pytest.mark.django_db
PLATFORM = Actor("wechat", None, "微信平台")


def letter(kind, n=1, **more):
    return Letter(kind, "o1", "gh_1", f"key{n}", f"nonce{n}", **more)


def take(kind, n=1, **more):
    return receive(letter(kind, n, **more), by=PLATFORM, at=T0)


@pytest.fixture(autouse=True)
def city(settings):
    settings.PUBLIC_URL = "https://city.example"
    info = CityInfo("甲市", "甲", "4801", "0700-12320", is_demo=True, started_on=T0.date())
    set_up_city(info, by=Actor.system(), at=T0)


def test_new_follower_is_noted_and_welcomed():
    assert take("subscribe").startswith("欢迎关注甲联防")
    assert Follower.objects.get().is_following is True


def test_follower_who_leaves_and_comes_back_is_one_follower():
    for n, kind in enumerate(("subscribe", "unsubscribe", "subscribe")):
        take(kind, n)

    assert [f.is_following for f in Follower.objects.all()] == [True]


def test_button_for_the_hotline_answers_with_it():
    assert take("click", words="hotline") == "咨询电话：0700-12320。"
    assert take("click", 2, words="unknown") == ""


def test_text_is_answered_with_the_way_in_and_not_kept():
    assert "https://city.example/h5/" in take("text", words="我发烧了")


def test_other_events_are_answered_with_nothing():
    assert take("location") == ""


def test_letter_that_comes_twice_changes_nothing_the_second_time():
    take("subscribe")
    take("unsubscribe", 2)

    assert take("subscribe") == ""
    assert Follower.objects.get().is_following is False
    assert Received.objects.count() == 2


def test_nonce_of_another_letter_is_refused():
    take("subscribe")

    with pytest.raises(BadSignature):
        receive(Letter("text", "o1", "gh_1", "key2", "nonce1"), by=PLATFORM, at=T0)


@pytest.mark.parametrize(("reason", "state"), [("", "delivered"), ("failed:user block", "failed")])
def test_end_of_a_message_settles_it(reason, state):
    owed = queue_wechat("o1", "x", by=PLATFORM, at=T0)
    settle(owed, state=OutgoingState.SENT, receipt="77", by=PLATFORM, at=T0)

    take("templatesendjobfinish", sendings=(("77", reason),))

    assert Outgoing.objects.get().state == state
