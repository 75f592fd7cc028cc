"""What every door shares: who is calling and by what right, the problem format, the clock."""

import time

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Router
from ninja.errors import ValidationError

from lianfang.accounts.queries import citizen_by_id
from lianfang.accounts.rules import Citizen
from lianfang.core import clock as core_clock
from lianfang.core.problems import Invalid, NotAllowed, Problem, SignInFirst
from lianfang.org.enums import Permission
from lianfang.org.queries import caller_by_id
from lianfang.org.rules import Caller

__all__ = [
    "CitizenRequest",
    "OpenToAll",
    "StaffRequest",
    "api",
    "by_citizen",
    "by_staff",
    "clock",
    "encoded",
    "make_router",
]

clock = core_clock.now
_SAFE = {"GET", "HEAD", "OPTIONS"}
_SEEN_EVERY = 60


class CrossSite(NotAllowed):
    code, title = "session.cross_site", "请求来源不明，请在本系统页面内操作"


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
    """``auth=by_staff(Permission.CASE_VERIFY)``; without a permission any member of staff may."""

    def __init__(self, permission: Permission | None = None) -> None:
        self.permission = permission

    def __call__(self, request: HttpRequest) -> Caller:
        _refuse_cross_site(request)
        user_id = request.session.get("user_id")
        if not user_id or self._idle(request):
            raise SignInFirst
        caller = caller_by_id(user_id)
        if caller is None:
            raise SignInFirst
        if self.permission:
            caller.must(self.permission)
        request.caller = caller  # type: ignore[attr-defined]  # StaffRequest
        return caller

    @staticmethod
    def _idle(request: HttpRequest) -> bool:
        now, seen = time.time(), request.session.get("seen_at", 0)
        if now - seen > settings.STAFF_IDLE_SECONDS:
            request.session.flush()
            return True
        if now - seen > _SEEN_EVERY:
            request.session["seen_at"] = now
        return False


class by_citizen:  # noqa: N801 -- reads as a phrase where it is used
    """``auth=by_citizen()``: a citizen's account is signed in."""

    def __call__(self, request: HttpRequest) -> Citizen:
        _refuse_cross_site(request)
        account_id = request.session.get("account_id")
        citizen = citizen_by_id(account_id) if account_id else None
        if citizen is None:
            raise SignInFirst
        request.citizen = citizen  # type: ignore[attr-defined]  # CitizenRequest
        return citizen


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


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What pydantic refused, as our own problem with a sentence per field."""
    fields = {
        ".".join(str(part) for part in item["loc"][2:] or item["loc"][1:]): "请检查这一项的格式"
        for item in error.errors
    }
    return _problem(request, Invalid(fields=fields))
