import datetime as dt
from contextlib import nullcontext

import pytest
from django.test import RequestFactory

from lianfang.audit.models import Entry
from lianfang.core.actor import Actor
from lianfang.org import actions
from lianfang.org.enums import RoleCode
from lianfang.org.errors import (
    BadPassword,
    MissingPermission,
    NoPost,
    OwnRights,
    WeakPassword,
    WrongOldPassword,
)
from lianfang.org.models import Duty, User
from lianfang.org.queries import caller_by_id, must_change_password
from lianfang.org.rules import check_new_password, is_password_old
from tests.factories.geo import T0
from tests.factories.org import make_staff, make_user

pytestmark = pytest.mark.django_db
VISITOR, SYSTEM = Actor("visitor", None, "10.0.0.7"), Actor.system()
PASSWORD = "Lianfang-2020"


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def sign_in(username="wang", password=PASSWORD):
    request = RequestFactory().post("/", REMOTE_ADDR="10.0.0.7")
    return actions.sign_in(username=username, password=password, request=request, by=VISITOR, at=T0)


def entries():
    return list(
        Entry.objects.filter(action__startswith="session.")
        .order_by("id")
        .values_list("action", "actor_kind", "actor_name")
    )


def test_sign_in_is_recorded_by_name_and_address():
    make_staff(username="wang", password=PASSWORD, name="王一")

    user = sign_in()

    assert user.name == "王一"
    assert entries() == [("session.signed_in", "user", "王一")]
    assert Entry.objects.get(action="session.signed_in").detail == {"from": "10.0.0.7"}


def test_failure_is_recorded_although_it_is_refused():
    user = make_user(username="wang", password=PASSWORD)

    with pytest.raises(BadPassword):
        sign_in(password="wrong")

    entry = Entry.objects.get(action="session.failed")
    assert (entry.subject_id, entry.actor_name) == (user.pk, "10.0.0.7")
    assert "wrong" not in str(entry.detail)


def test_user_without_a_post_is_told_so_only_with_the_right_password():
    make_user(username="wang", password=PASSWORD)

    with pytest.raises(NoPost):
        sign_in()


def test_user_without_a_password_never_signs_in():
    make_staff(username="wang")

    with pytest.raises(BadPassword):
        sign_in(password="")


def test_sign_out_is_recorded():
    caller = make_staff(name="王一")

    actions.sign_out(by=caller, at=T0)

    assert entries() == [("session.signed_out", "user", "王一")]


def test_password_is_changed_by_who_knows_the_old_one():
    caller = make_staff(username="wang", password=PASSWORD)

    with pytest.raises(WrongOldPassword):
        actions.change_password(old="x", new="Chengshi-2021", by=caller, at=T0)
    actions.change_password(old=PASSWORD, new="Chengshi-2021", by=caller, at=T0)

    assert sign_in(password="Chengshi-2021").password_set_at == T0
    assert PASSWORD not in str(list(Entry.objects.values_list("detail", flat=True)))


def test_handed_out_password_must_be_changed():
    admin = make_staff(RoleCode.SYSADMIN)
    worker = make_staff(username="wang")

    password = actions.hand_out_password(User.objects.get(pk=worker.id), by=admin, at=T0)

    assert sign_in(password=password).must_change_password is True
    assert must_change_password(caller_by_id(worker.id), at=T0)
    assert password not in str(list(Entry.objects.values_list("detail", flat=True)))


def test_only_an_administrator_hands_out_passwords_or_ends_access():
    worker, user = make_staff(), make_user()

    with pytest.raises(MissingPermission):
        actions.hand_out_password(user, by=worker, at=T0)
    with pytest.raises(MissingPermission):
        actions.deactivate(user, reason="x", by=worker, at=T0)
    with pytest.raises(MissingPermission):
        actions.reactivate(user, by=worker, at=T0)


def test_deactivating_ends_duty_once_and_can_be_undone():
    admin, worker = make_staff(RoleCode.SYSADMIN), make_staff(username="wang", password=PASSWORD)
    user = User.objects.get(pk=worker.id)

    for _ in range(2):
        actions.deactivate(user, reason="离职", by=admin, at=T0)
    with pytest.raises(BadPassword):
        sign_in()
    for _ in range(2):
        actions.reactivate(user, by=admin, at=T0)

    assert Duty.objects.get(user=user).on_duty is False
    assert sign_in() == user
    done = Entry.objects.filter(action__contains="activated").order_by("id")
    assert [e.action for e in done] == ["org.user_deactivated", "org.user_reactivated"]


def test_administrator_cannot_lock_themselves_out():
    admin = make_staff(RoleCode.SYSADMIN)

    with pytest.raises(OwnRights):
        actions.deactivate(User.objects.get(pk=admin.id), reason="x", by=admin, at=T0)


@pytest.mark.parametrize(
    ("new", "profile", "is_refused"),
    [
        ("Ab3-567", "mlps2", True),
        ("Ab3-5678", "mlps2", False),
        ("abcd5678", "mlps2", True),
        ("ganquan shuijing", "mlps2", True),
        ("ganquan shuijing", "asvs", False),
        ("password1", "asvs", True),
        ("Wang-2020x", "mlps2", True),
        ("Lianfang-2020", "mlps2", True),
    ],
)
def test_new_password_by_profile(settings, new, profile, is_refused):
    settings.PASSWORD_PROFILE = profile

    refusal = pytest.raises(WeakPassword) if is_refused else nullcontext()
    with refusal as problem:
        check_new_password(new, old="Lianfang-2020", username="wang")
    if is_refused:
        assert list(problem.value.fields) == ["new"]


def test_password_grows_old_after_ninety_days_where_the_profile_says_so(settings):
    last_day = T0 + dt.timedelta(days=90)

    assert not is_password_old(T0, at=last_day)
    assert is_password_old(T0, at=last_day + dt.timedelta(seconds=1))
    settings.PASSWORD_PROFILE = "asvs"
    assert not is_password_old(T0, at=last_day + dt.timedelta(days=1))
