import datetime as dt

import pytest
from django.db import connection

from lianfang.accounts import actions
from lianfang.accounts.enums import Purpose
from lianfang.accounts.errors import BadCode, TooManyCodes
from lianfang.accounts.models import Account, PhoneCode
from lianfang.audit.models import Entry
from lianfang.core.actor import Actor
from lianfang.core.phones import BadPhone
from lianfang.messages.models import Outgoing
from tests.factories.accounts import make_account
from tests.factories.geo import T0

pytestmark = pytest.mark.django_db
VISITOR = Actor("visitor", None, "10.0.0.7")
PHONE = "13800138000"
SECOND, MINUTE = dt.timedelta(seconds=1), dt.timedelta(minutes=1)


def send(at=T0, phone=PHONE, purpose=Purpose.SIGN_IN):
    return actions.send_code(phone, purpose=purpose, by=VISITOR, at=at).code


def sign_in(code, at=T0, phone=PHONE):
    return actions.sign_in_by_code(phone, code=code, by=VISITOR, at=at)


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_code_is_six_digits_in_the_sms_and_hashed_at_rest():
    code = send()

    assert len(code) == 6
    assert code.isdigit()
    assert code in Outgoing.objects.get().body
    with connection.cursor() as cursor:
        cursor.execute("select * from accounts_phonecode")
        row = str(cursor.fetchone())
    assert code not in row
    assert PHONE not in row
    assert code not in str(list(Entry.objects.values_list("detail", flat=True)))


def test_code_opens_an_account_the_first_time_and_finds_it_the_next():
    first = sign_in(send())
    second = sign_in(send(T0 + MINUTE), T0 + MINUTE)

    assert first == second
    assert Account.objects.get().phone == PHONE
    signed = Entry.objects.filter(action="session.signed_in").order_by("id")
    assert [e.detail["is_new"] for e in signed] == [True, False]


def ask(n, at=T0, origin="203.0.113.7"):
    phone = f"138000{n:05}"
    actions.send_code(phone, purpose=Purpose.SIGN_IN, origin=origin, by=VISITOR, at=at)


@pytest.mark.parametrize(
    ("most", "step"), [(10, SECOND), (60, 50 * SECOND), (200, dt.timedelta(minutes=5))]
)
def test_one_address_asks_for_so_many_codes_in_a_minute_an_hour_a_day(most, step):
    for n in range(most):
        ask(n, T0 + n * step)

    with pytest.raises(TooManyCodes):
        ask(most, T0 + most * step - SECOND)
    ask(most, T0 + most * step - SECOND, origin="203.0.113.8")


def test_household_of_ipv6_counts_as_one_address():
    for n in range(10):
        ask(n, origin=f"2001:db8:1:2::{n:x}")

    with pytest.raises(TooManyCodes):
        ask(10, origin="2001:db8:1:2:ffff::1")
    ask(10, origin="2001:db8:1:3::1")


def test_code_is_good_in_the_browser_that_asked_for_it():
    code = actions.send_code(PHONE, purpose=Purpose.SIGN_IN, session="mine", by=VISITOR, at=T0).code

    for other in ("theirs", ""):
        with pytest.raises(BadCode):
            actions.sign_in_by_code(PHONE, code=code, session=other, by=VISITOR, at=T0)
    assert actions.sign_in_by_code(PHONE, code=code, session="mine", by=VISITOR, at=T0)


def test_codes_others_ask_for_do_not_replace_ones_own():
    own = actions.send_code(PHONE, purpose=Purpose.SIGN_IN, session="mine", by=VISITOR, at=T0).code
    later = T0 + MINUTE
    actions.send_code(PHONE, purpose=Purpose.SIGN_IN, session="theirs", by=VISITOR, at=later)
    for _ in range(6):
        with pytest.raises(BadCode):
            actions.sign_in_by_code(PHONE, code="000000", session="theirs", by=VISITOR, at=later)

    assert actions.sign_in_by_code(PHONE, code=own, session="mine", by=VISITOR, at=later)


def test_address_is_kept_as_a_fingerprint_only():
    ask(1)

    assert PhoneCode.objects.get().origin_blind != ""
    assert "203.0.113.7" not in str(PhoneCode.objects.values().get())


def test_code_is_good_once():
    code = send()
    sign_in(code)

    with pytest.raises(BadCode):
        sign_in(code)


@pytest.mark.parametrize(("age", "is_good"), [(5 * MINUTE - SECOND, True), (5 * MINUTE, False)])
def test_code_lives_five_minutes(age, is_good):
    code = send()

    if is_good:
        assert sign_in(code, T0 + age)
    else:
        with pytest.raises(BadCode):
            sign_in(code, T0 + age)


def test_fifth_attempt_may_still_be_right_and_the_sixth_may_not():
    code = send()
    for _ in range(4):
        with pytest.raises(BadCode):
            sign_in(wrong(code))
    assert sign_in(code)

    later = T0 + MINUTE
    code = send(later)
    for _ in range(5):
        with pytest.raises(BadCode):
            sign_in(wrong(code), later)
    with pytest.raises(BadCode):
        sign_in(code, later)
    assert Entry.objects.filter(action="session.failed").count() == 10


def test_older_code_is_void_once_a_newer_one_is_sent():
    old = send()
    new = send(T0 + MINUTE)

    if old != new:
        with pytest.raises(BadCode):
            sign_in(old, T0 + MINUTE)
    assert sign_in(new, T0 + MINUTE)


def test_code_for_binding_signs_nobody_in_nor_does_anothers():
    bind_code = send(purpose=Purpose.BIND)
    other_code = send(phone="13800138001")

    for code in (bind_code, other_code):
        with pytest.raises(BadCode):
            sign_in(code)


def test_one_code_a_minute_five_an_hour_ten_a_day():
    send()
    with pytest.raises(TooManyCodes):
        send(T0 + 59 * SECOND)
    for n in range(1, 5):
        send(T0 + n * MINUTE)
    with pytest.raises(TooManyCodes):
        send(T0 + 59 * MINUTE)
    for n in range(5):
        send(T0 + dt.timedelta(hours=2) + n * MINUTE)
    with pytest.raises(TooManyCodes):
        send(T0 + dt.timedelta(hours=23))

    assert send(T0 + dt.timedelta(hours=25))
    assert send(T0 + 59 * SECOND, phone="13800138001")


def test_limits_count_both_purposes_together():
    send()

    with pytest.raises(TooManyCodes):
        send(purpose=Purpose.BIND)


def test_answer_does_not_tell_whether_a_phone_is_known():
    make_account(phone=PHONE)

    known = actions.send_code(PHONE, purpose=Purpose.SIGN_IN, by=VISITOR, at=T0)
    unknown = actions.send_code("13800138001", purpose=Purpose.SIGN_IN, by=VISITOR, at=T0)

    assert known.resend_after == unknown.resend_after
    assert PhoneCode.objects.count() == 2
    with pytest.raises(BadCode) as never_asked:
        sign_in("123456", phone="13800138002")
    with pytest.raises(BadCode) as wrong_code:
        sign_in(wrong(known.code))
    assert never_asked.value.as_dict() == wrong_code.value.as_dict()


def test_phone_is_one_however_it_is_written():
    assert sign_in(send(phone="+86 138-0013-8000"), phone="138 0013 8000")
    with pytest.raises(BadPhone):
        send(phone="12")


def test_openid_signs_in_to_one_account():
    first = actions.open_by_openid("openid-x", by=VISITOR, at=T0)
    second = actions.open_by_openid("openid-x", by=VISITOR, at=T0)

    assert first == second
    assert Entry.objects.filter(action="session.signed_in").count() == 2


def test_sign_out_is_recorded():
    citizen = make_account()

    actions.sign_out(by=citizen, at=T0)

    entry = Entry.objects.get(action="session.signed_out")
    assert (entry.actor_kind, entry.subject_id) == ("account", citizen.id)
