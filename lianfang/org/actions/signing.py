"""Sign in and out, passwords, and who may no longer sign in."""

import datetime as dt
import secrets

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.core.masking import mask_number
from lianfang.org.enums import Permission
from lianfang.org.errors import BadPassword, LockedOut, NoPost, OwnRights, WrongOldPassword
from lianfang.org.models import Duty, Post, User
from lianfang.org.rules import Caller, actor, check_new_password, must

_HANDED_OUT_BYTES = 9


def sign_in(
    *, username: str, password: str, request: HttpRequest, by: Actor, at: dt.datetime
) -> User:
    """The user, once name and password are right; ``by`` is the visitor, named by address.

    Five failures lock the name for a quarter of an hour. Every outcome is recorded. Raises
    BadPassword, LockedOut, NoPost.
    """
    name = username.strip()
    user = authenticate(request, username=name, password=password)
    if user is None:
        is_locked = bool(getattr(request, "axes_locked_out", False))
        _note_failure(name, is_locked=is_locked, by=by, at=at)
        raise LockedOut if is_locked else BadPassword
    AxesProxyHandler.reset_attempts(username=name)
    if not Post.objects.filter(user=user).exists():
        raise NoPost
    with transaction.atomic():
        who = Actor("user", user.pk, user.name)
        record("session.signed_in", user, by=who, at=at, detail={"from": by.name})
    return user


@transaction.atomic
def _note_failure(username: str, *, is_locked: bool, by: Actor, at: dt.datetime) -> None:
    """An unknown name is kept masked: people type passwords into the wrong box."""
    user = User.objects.filter(username=username).first()
    tried = username if user else mask_number(username[:64])
    detail = {"username": tried, "from": by.name, "is_locked": is_locked}
    record("session.failed", user or User(pk=0), by=by, at=at, detail=detail)


@transaction.atomic
def sign_out(*, by: Caller, at: dt.datetime) -> None:
    record("session.signed_out", User(pk=by.id), by=by.actor, at=at)


@transaction.atomic
def change_password(*, old: str, new: str, by: Caller, at: dt.datetime) -> User:
    """A new password of one's own; other sessions of the user end. Raises WeakPassword."""
    user = User.objects.get(pk=by.id)
    if not user.check_password(old):
        raise WrongOldPassword(fields={"old": WrongOldPassword.title})
    check_new_password(new, old=old, username=user.username)
    _set_password(user, new, must_change=False, at=at)
    record("org.password_changed", user, by=by.actor, at=at)
    return user


@transaction.atomic
def hand_out_password(user: User, *, by: Caller | Actor, at: dt.datetime) -> str:
    """A random password, shown once to who asks; its owner must change it when signing in."""
    must(by, Permission.ORG_EDIT)
    password = f"{secrets.token_urlsafe(_HANDED_OUT_BYTES)}-Aa1"
    _set_password(user, password, must_change=True, at=at)
    record("org.password_handed_out", user, by=actor(by), at=at)
    return password


@transaction.atomic
def deactivate(user: User, *, reason: str, by: Caller | Actor, at: dt.datetime) -> None:
    """End someone's access with the next request; repeating is harmless."""
    must(by, Permission.ORG_EDIT)
    if isinstance(by, Caller) and by.id == user.pk:
        raise OwnRights
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        Duty.objects.filter(user=user).update(on_duty=False, since=at)
        record("org.user_deactivated", user, by=actor(by), at=at, detail={"reason": reason})


@transaction.atomic
def reactivate(user: User, *, by: Caller | Actor, at: dt.datetime) -> None:
    must(by, Permission.ORG_EDIT)
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        record("org.user_reactivated", user, by=actor(by), at=at)


def _set_password(user: User, password: str, *, must_change: bool, at: dt.datetime) -> None:
    user.set_password(password)
    user.must_change_password, user.password_set_at = must_change, at
    user.save(update_fields=["password", "must_change_password", "password_set_at"])
