"""The session door over HTTP: staff, phone codes, what a session tells and when it ends."""

import time

import pytest
from django.test import Client

from lianfang.audit.models import Entry
from lianfang.city.actions import set_up_city
from lianfang.city.queries import CityInfo
from lianfang.core.actor import Actor
from lianfang.messages.actions import tell_account, tell_user
from lianfang.org.actions import deactivate, hand_out_password, set_duty
from lianfang.org.enums import RoleCode
from lianfang.org.models import User
from tests.api.calls import call, sign_in, sign_in_citizen
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_department, make_staff

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
PASSWORD = "Lianfang-2020"


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    """Real password hashes are slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def worker():
    return make_staff(RoleCode.GRID_WORKER, username="wang", password=PASSWORD, name="王一")


def sign_in_as(client, username, password):
    return call(client, "post", "/session/staff", {"username": username, "password": password})


def code_of(response):
    return response.json()["code"]


def test_session_of_nobody_tells_the_city_and_how_to_sign_in(client):
    city = CityInfo("澄澜市", "澜", "9901", "0480-12345", is_demo=True, started_on=T0.date())
    set_up_city(city, by=SYSTEM, at=T0)

    told = call(client, "get", "/session").json()

    assert told["kind"] == "none"
    assert told["permissions"] == []
    assert told["signs_in_by"] == ["wechat", "sms"]
    assert told["stream_url"] == "/stream"
    assert told["city"] == {
        "name": "澄澜市",
        "short_name": "澜",
        "is_demo": True,
        "hotline": "0480-12345",
    }


def test_staff_signs_in_and_is_told_all_a_client_needs(client, settings):
    settings.PASSWORD_PROFILE = "asvs"
    make_area(GRID, name="第1网格")
    department = make_department(name="柳堤社区居委会")
    make_staff(
        RoleCode.GRID_WORKER, department=department, username="wang", password=PASSWORD, name="王一"
    )

    told = sign_in_as(client, "wang", PASSWORD).json()

    assert told == call(client, "get", "/session").json() | {"server_time": told["server_time"]}
    assert (told["kind"], told["name"], told["department"]) == ("staff", "王一", "柳堤社区居委会")
    assert (told["roles"], told["role_names"]) == (["grid_worker"], ["网格员"])
    assert told["permissions"] == [
        "card.print",
        "case.verify",
        "person.register",
        "person.view",
    ]
    assert told["areas"] == [{"code": GRID, "name": "第1网格"}]
    assert (told["is_on_duty"], told["must_change_password"]) == (True, False)


def test_wrong_password_is_refused_in_the_same_words_as_an_unknown_name(client, worker):
    wrong = sign_in_as(client, "wang", "Wrong-2020")
    unknown = sign_in_as(client, "nobody-13800138000", "Wrong-2020")

    assert (wrong.status_code, wrong.json()) == (unknown.status_code, unknown.json())
    assert code_of(wrong) == "org.bad_password"
    assert wrong["Content-Type"] == "application/problem+json"
    assert call(client, "get", "/session").json()["kind"] == "none"
    failed = Entry.objects.filter(action="session.failed").order_by("id")
    assert [entry.detail["username"] for entry in failed] == ["wang", "nob***********8000"]


def test_five_failures_lock_the_name_even_for_the_right_password(client, worker):
    answers = [sign_in_as(client, "wang", "Wrong-2020") for _ in range(5)]

    locked = sign_in_as(client, "wang", PASSWORD)

    assert [code_of(answer) for answer in answers] == ["org.bad_password"] * 4 + ["org.locked_out"]
    assert (locked.status_code, locked.json()["title"]) == (
        429,
        "连续输错次数过多，请 15 分钟后再试",
    )


def test_success_forgets_earlier_failures(client, worker):
    for _ in range(2):
        for _ in range(4):
            sign_in_as(client, "wang", "Wrong-2020")
        assert sign_in_as(client, "wang", PASSWORD).status_code == 200


def test_signing_in_takes_a_new_cookie_and_signing_out_ends_it_on_the_server(client, worker):
    sign_in_as(client, "wang", PASSWORD)
    first = client.cookies["sessionid"].value
    sign_in_as(client, "wang", PASSWORD)
    second = client.cookies["sessionid"].value

    assert call(client, "delete", "/session").status_code == 204
    assert call(client, "delete", "/session").status_code == 204

    assert first != second
    stolen = Client()
    for cookie in (first, second):
        stolen.cookies["sessionid"] = cookie
        assert call(stolen, "get", "/session").json()["kind"] == "none"
    done = Entry.objects.filter(action__startswith="session.").values_list("action", flat=True)
    assert list(done.order_by("id")) == ["session.signed_in"] * 2 + ["session.signed_out"]


@pytest.mark.parametrize(
    ("idle", "age", "status"),
    [(1790, 60, 200), (1810, 60, 401), (60, 12 * 3600 - 10, 200), (60, 12 * 3600 + 10, 401)],
)
def test_staff_session_ends_after_half_an_hour_idle_or_twelve_hours(
    client, settings, idle, age, status
):
    settings.PASSWORD_PROFILE = "asvs"
    sign_in(client, make_staff())
    session, now = client.session, time.time()
    session.update({"seen_at": now - idle, "signed_in_at": now - age})
    session.save()

    assert call(client, "post", "/session/duty", {"on_duty": True}).status_code == status


def test_deactivated_user_is_out_with_the_next_request(client, worker):
    sign_in_as(client, "wang", PASSWORD)

    deactivate(User.objects.get(pk=worker.id), reason="离职", by=SYSTEM, at=T0)

    assert call(client, "post", "/session/duty", {"on_duty": True}).status_code == 401
    assert code_of(sign_in_as(client, "wang", PASSWORD)) == "org.bad_password"


def test_handed_out_password_opens_nothing_but_its_own_change(client, worker):
    handed = hand_out_password(User.objects.get(pk=worker.id), by=SYSTEM, at=T0)
    told = sign_in_as(client, "wang", handed).json()
    body = {"old": handed, "new": "Chengshi-2021"}

    changed = call(client, "post", "/session/password", body)

    assert told["must_change_password"] is True
    assert changed.json()["must_change_password"] is False
    assert sign_in_as(Client(), "wang", "Chengshi-2021").status_code == 200


def test_changing_the_password_ends_the_users_other_sessions(client, worker):
    other = Client()
    sign_in_as(client, "wang", PASSWORD)
    sign_in_as(other, "wang", PASSWORD)

    call(client, "post", "/session/password", {"old": PASSWORD, "new": "Chengshi-2021"})

    assert call(client, "get", "/session").json()["kind"] == "staff"
    assert call(other, "get", "/session").json()["kind"] == "none"


def test_weak_new_password_is_refused_with_a_sentence_at_its_field(client, worker):
    sign_in_as(client, "wang", PASSWORD)

    weak = call(client, "post", "/session/password", {"old": PASSWORD, "new": "12345678"})
    wrong = call(client, "post", "/session/password", {"old": "x", "new": "Chengshi-2021"})

    assert weak.json()["fields"] == {"new": "新密码须含大写字母、小写字母、数字、符号中的至少三种"}
    assert code_of(wrong) == "org.wrong_old_password"


def test_unsafe_call_without_our_header_or_from_elsewhere_is_refused(client):
    sign_in(client, make_staff())

    bare = client.post("/api/session/duty", '{"on_duty": true}', content_type="application/json")
    foreign = call(
        client, "post", "/session/duty", {"on_duty": True}, Origin="https://evil.example"
    )

    assert (bare.status_code, foreign.status_code) == (403, 403)
    assert code_of(foreign) == "session.cross_site"


def test_citizen_may_not_use_a_door_of_staff_nor_the_other_way(client):
    sign_in_citizen(client, make_account())
    assert call(client, "post", "/session/duty", {"on_duty": True}).status_code == 401

    sign_in(client, make_staff())
    bind = {"name": "李一", "id_number": "x", "phone": "13800138000", "code": "1"}
    assert call(client, "post", "/session/bind", bind).status_code == 401


def test_duty_is_switched_and_told(client):
    caller = make_staff(on_duty=False)
    set_duty(on_duty=False, by=caller, at=T0)
    sign_in(client, caller)

    assert call(client, "post", "/session/duty", {"on_duty": True}).json() == {"on_duty": True}

    assert call(client, "get", "/session").json()["is_on_duty"] is True


def test_inbox_shows_and_marks_only_ones_own(client):
    caller, citizen = make_staff(), make_account()
    news = {"title": "新的任务", "body": "请查看", "at": T0}
    tell_user(caller.id, **news, dedupe="a")
    tell_account(citizen.id, **news, dedupe="b")
    sign_in(client, caller)

    before = call(client, "get", "/session/inbox").json()
    keys = [line["key"] for line in before["items"]]
    marked = call(client, "post", "/session/inbox", {"keys": keys})
    after = call(client, "get", "/session/inbox").json()

    assert (len(keys), before["unread"]) == (1, 1)
    assert (marked.status_code, after["unread"]) == (204, 0)
    sign_in_citizen(client, citizen)
    assert call(client, "get", "/session").json()["unread"] == 1


def test_inbox_of_nobody_asks_to_sign_in(client):
    answer = call(client, "get", "/session/inbox")

    assert (answer.status_code, code_of(answer)) == (401, "session.sign_in_first")
