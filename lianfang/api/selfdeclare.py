"""An organisation's form for who opens its link: no account, the phone proved by a code."""

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Schema, Status
from pydantic import Field

from lianfang.api import visitors
from lianfang.api.door import OpenToAll, clock, encoded, make_router
from lianfang.api.enterprise import Answer, DeclareFormOut, as_given, form_out
from lianfang.api.session import CodeOut, visitor
from lianfang.city.queries import this_city
from lianfang.declarations.actions import send_link_code
from lianfang.declarations.errors import LinkOver
from lianfang.declarations.queries import is_open, link_by_token
from lianfang.roster.actions import declare_oneself
from lianfang.roster.queries import form_of

router = make_router("selfdeclare")


class LinkCodeIn(Schema):
    phone: str = Field(max_length=32)


class SelfIn(Schema):
    key: uuid.UUID
    code: str = Field(max_length=16)
    values: dict[str, Answer] = Field(max_length=40)


class ReceiptOut(Schema):
    """The same for everybody, whatever was declared and whoever is on file."""

    received: bool
    hotline: str


@router.get("/{token}", auth=OpenToAll("the link is the right to fill in"), response=DeclareFormOut)
def show_open_form(request: HttpRequest, token: str) -> HttpResponse:
    """The form of the organisation that gave the link out, and nothing else of it."""
    now = clock()
    link = link_by_token(token, at=now)
    if not is_open(link, at=now):
        raise LinkOver
    return encoded(form_out(form_of(link.department, at=now)))


@router.post("/{token}/code", auth=OpenToAll("the phone is not known yet"), response=CodeOut)
def send_open_code(request: HttpRequest, token: str, body: LinkCodeIn) -> HttpResponse:
    """The same answer for every phone; limited by phone, by address and by link."""
    now = clock()
    link = link_by_token(token, at=now)
    origin = visitors.origin_of(request)
    sent = send_link_code(link, phone=body.phone, origin=origin, by=visitor(request), at=now)
    shown = sent.code if settings.SIMULATOR_URL else ""
    wait = int(sent.resend_after.total_seconds())
    return encoded({"sent": True, "resend_after_s": wait, "demo_code": shown})


@router.post(
    "/{token}", auth=OpenToAll("the link is the right to fill in"), response={201: ReceiptOut}
)
def declare_open(request: HttpRequest, token: str, body: SelfIn) -> Status[object]:
    """One's own declaration; sent twice it is one."""
    now = clock()
    link = link_by_token(token, at=now)
    given = as_given(body.values)
    declare_oneself(link, given, key=body.key, code=body.code, by=visitor(request), at=now)
    return Status(201, {"received": True, "hotline": this_city().hotline})
