"""What every door shares: who is calling and by what right, the problem format, the clock."""

import time

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, ValidationError

from lianfang.accounts.queries import citizen_by_id
from lianfang.accounts.rules import Citizen
from lianfang.core import clock as core_clock
from lianfang.core.actor import Actor
from lianfang.core.problems import Invalid, NotAllowed, Problem, SignInFirst
from lianfang.org.enums import Permission
from lianfang.org.errors import MissingPermission
from lianfang.org.queries import caller_in, must_change_password
from lianfang.org.rules import Caller, mark_of
from lianfang.passes.actions import let_in
from lianfang.passes.enums import Verb

__all__ = [
    "CitizenRequest",
    "OpenToAll",
    "StaffRequest",
    "api",
    "by_citizen",
    "by_partner",
    "by_staff",
    "citizen_of",
    "clock",
    "encoded",
    "make_router",
    "mark_of",
    "open_session",
    "staff_of",
]

clock = core_clock.now
_SAFE = {"GET", "HEAD", "OPTIONS"}
_SEEN_EVERY = 60


class CrossSite(NotAllowed):
    code, title = "session.cross_site", "请求来源不明，请在本系统页面内操作"


class ChangePasswordFirst(NotAllowed):
    code, title = "session.change_password_first", "请先修改密码再继续"


class StaffRequest(HttpRequest):
    """A request whose caller is a member of staff holding the endpoint's permission."""

    caller: Caller


class CitizenRequest(HttpRequest):
    """A request whose caller is a citizen's account."""

    citizen: Citizen


def _refuse_cross_site(request: HttpRequest) -> None:
    """A page elsewhere cannot set our header without our leave, nor fake its origin."""
    if request.method in _SAFE:
        return
    origin = request.headers.get("Origin", "")
    foreign = origin and origin.split("://")[-1] != request.get_host()
    if foreign or "X-Lianfang" not in request.headers:
        raise CrossSite


class by_staff:  # noqa: N801 -- reads as a phrase where it is used
    """``auth=by_staff(Permission.CASE_VERIFY)``: whoever holds it, or one of those named.

    Without a permission any member of staff may, even before changing an old password.
    """

    def __init__(self, *any_of: Permission) -> None:
        self.any_of = any_of

    def __call__(self, request: HttpRequest) -> Caller | None:
        _refuse_cross_site(request)
        caller = staff_of(request)
        if caller is None:
            return None
        if self.any_of:
            if must_change_password(caller, at=clock()):
                raise ChangePasswordFirst
            if not any(caller.may(permission) for permission in self.any_of):
                raise MissingPermission
        request.caller = caller  # type: ignore[attr-defined]  # StaffRequest
        return caller


class by_citizen:  # noqa: N801 -- reads as a phrase where it is used
    """``auth=by_citizen()``: a citizen's account is signed in."""

    def __call__(self, request: HttpRequest) -> Citizen | None:
        _refuse_cross_site(request)
        citizen = citizen_of(request)
        if citizen is None:
            return None
        request.citizen = citizen  # type: ignore[attr-defined]  # CitizenRequest
        return citizen


def staff_of(request: HttpRequest) -> Caller | None:
    """Whose session this still is; a silent one is kept alive by being used."""
    held, now = request.session, time.time()
    caller = caller_in(held, now=now)
    if caller is None:
        if "user_id" in held:
            held.flush()
        return None
    if now - held.get("seen_at", 0) > _SEEN_EVERY:
        held["seen_at"] = now
    return caller


def citizen_of(request: HttpRequest) -> Citizen | None:
    account_id = request.session.get("account_id")
    return citizen_by_id(account_id) if account_id else None


def open_session(request: HttpRequest, **who: object) -> None:
    """A new session under a new cookie, whoever was signed in before."""
    request.session.flush()
    now = time.time()
    request.session.update({"seen_at": now, "signed_in_at": now} | who)


class by_partner:  # noqa: N801 -- reads as a phrase where it is used
    """``auth=by_partner(Verb.VERIFY)``: another system, by a key of its own; no cookie is read."""

    def __init__(self, verb: Verb) -> None:
        self.verb = verb

    def __call__(self, request: HttpRequest) -> object:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        partner = let_in(token, self.verb, by=Actor.system(), at=clock())
        request.partner = partner  # type: ignore[attr-defined]  # PartnerRequest
        return partner


class OpenToAll:
    """``auth=OpenToAll("why")``: nobody needs to be signed in; the reason is part of the code."""

    def __init__(self, why: str) -> None:
        self.why = why

    def __call__(self, request: HttpRequest) -> bool:
        _refuse_cross_site(request)
        return True


def make_router(tag: str) -> Router:
    return Router(tags=[tag])


def encoded(rows: object, *, status: int = 200) -> HttpResponse:
    """A hot answer: dataclasses, lists and dicts as JSON by msgspec, past pydantic."""
    body = msgspec.json.encode(rows)
    return HttpResponse(body, status=status, content_type="application/json")


api = NinjaAPI(title="联防", version="1", docs_url=None)


@api.exception_handler(Problem)
def _problem(_request: HttpRequest, problem: Problem) -> HttpResponse:
    body = msgspec.json.encode(problem.as_dict())
    return HttpResponse(body, status=problem.status, content_type="application/problem+json")


@api.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return _problem(request, SignInFirst())


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What pydantic refused, as our own problem with a sentence per field."""
    fields = {
        ".".join(str(part) for part in item["loc"][2:] or item["loc"][1:]): "请检查这一项的格式"
        for item in error.errors
    }
    return _problem(request, Invalid(fields=fields))
