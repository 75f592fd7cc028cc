"""What a device sends again: carried out once, and refused when somebody was first."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import unquote

from django.db import transaction
from django.http import HttpRequest
from ninja import Status

from lianfang.api.door import clock
from lianfang.audit.actions import take
from lianfang.core.problems import Invalid, Problem

View = TypeVar("View", bound=Callable[..., Status[None]])


class BadKey(Invalid):
    code, title = "operation.bad_key", "操作编号不正确，请重新填写后提交"


class MovedOn(Problem):
    code, status, title = "operation.moved_on", 409, "情况已经变化，请核对现在的状态后再决定"


def once(view: View) -> View:
    """For endpoints of staff that answer without a body and whose body carries no key.

    The device names its operation in ``Idempotency-Key``; a name that was carried out is answered
    alike and changes nothing. Without a name every request is an operation of its own.
    """

    @wraps(view)
    def carried_out(request: HttpRequest, *args: Any, **kwargs: Any) -> Status[None]:  # noqa: ANN401 -- of any endpoint
        named = request.headers.get("Idempotency-Key", "")
        if not named:
            return view(request, *args, **kwargs)
        by = request.caller.actor  # type: ignore[attr-defined]  # StaffRequest
        with transaction.atomic():
            if not take(_key(named), path=request.path[:200], by=by, at=clock()):
                return Status(204, None)
            return view(request, *args, **kwargs)

    return carried_out  # type: ignore[return-value]


def must_stand(request: HttpRequest, now: str) -> None:
    """Refuse when the person at the device saw another state than the present one.

    The device says what was seen in ``X-Lianfang-Base``, percent-encoded; nothing said, nothing
    compared. Raises MovedOn with the present state.
    """
    seen = unquote(request.headers.get("X-Lianfang-Base", ""))
    if seen and seen != now:
        raise MovedOn(f"当时看到的是“{seen}”，现在是“{now}”")


def _key(named: str) -> uuid.UUID:
    try:
        return uuid.UUID(named)
    except ValueError:
        raise BadKey from None
