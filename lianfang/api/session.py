"""The session door: who is calling, signing in and out, binding an identity, the inbox."""

import datetime as dt
import secrets
import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, Schema

from lianfang.accounts import actions as accounts
from lianfang.accounts.enums import Purpose
from lianfang.accounts.queries import masked_phone_of, relatives_of
from lianfang.accounts.rules import Citizen
from lianfang.api import visitors
from lianfang.api.door import (
    CitizenRequest,
    OpenToAll,
    StaffRequest,
    by_citizen,
    by_staff,
    citizen_of,
    clock,
    encoded,
    make_router,
    mark_of,
    open_session,
    staff_of,
)
from lianfang.city.queries import this_city
from lianfang.core.actor import Actor
from lianfang.core.problems import SignInFirst
from lianfang.geo.queries import names_of
from lianfang.messages.actions import mark_read
from lianfang.messages.queries import inbox, unread_count
from lianfang.org import actions as org
from lianfang.org.queries import must_change_password, role_names, staff_card
from lianfang.org.rules import COUNTRY, Caller
from lianfang.wechat import actions as wechat
from lianfang.wechat.client import authorize_url
from lianfang.wechat.errors import BadState

router = make_router("session")
_LONG = 128


class CoveredAreaOut(Schema):
    code: str
    name: str


class CityOut(Schema):
    name: str
    short_name: str
    is_demo: bool
    hotline: str


class RelativeOut(Schema):
    key: uuid.UUID
    name_masked: str
    relation: str


class SessionOut(Schema):
    """Everything a client needs to draw itself; menus follow from the permissions."""

    kind: str = Field(description="none, citizen, staff")
    name: str = ""
    phone_masked: str = ""
    roles: list[str] = []
    role_names: list[str] = []
    permissions: list[str] = []
    areas: list[CoveredAreaOut] = []
    department: str = ""
    is_on_duty: bool = False
    must_change_password: bool = False
    person_bound: bool = False
    assurance: int = 0
    speaks_for: list[RelativeOut] = []
    unread: int = 0
    city: CityOut
    server_time: dt.datetime
    clock_speed: float = Field(description="seconds that pass on server_time in a real one")
    stream_url: str
    signs_in_by: list[str]


class StaffIn(Schema):
    username: str = Field(max_length=_LONG)
    password: str = Field(max_length=_LONG)


class CodeIn(Schema):
    phone: str = Field(max_length=32)
    purpose: Purpose = Purpose.SIGN_IN


class CodeOut(Schema):
    sent: bool
    resend_after_s: int
    demo_code: str = Field("", description="only while the SMS simulator stands in")


class PhoneIn(Schema):
    phone: str = Field(max_length=32)
    code: str = Field(max_length=16)


class WechatIn(Schema):
    code: str = Field(max_length=_LONG)
    state: str = Field(max_length=_LONG)


class WechatOut(Schema):
    url: str = Field(
        description="where WeChat asks the follower; it comes back with code and state"
    )


class PageSignatureOut(Schema):
    """What ``wx.config`` takes."""

    appid: str
    timestamp: int
    nonce: str
    signature: str


class DutyIn(Schema):
    on_duty: bool


class PasswordIn(Schema):
    old: str = Field(max_length=_LONG)
    new: str = Field(max_length=_LONG)


class FamilyIn(Schema):
    name: str = Field(max_length=64)
    id_type: str = "01"
    id_number: str = Field(max_length=32)


class BindIn(FamilyIn):
    phone: str = Field(max_length=32)
    code: str = Field(max_length=16)
    area_code: str = Field("", max_length=15)


class BoundOut(Schema):
    assurance: int


class MessageOut(Schema):
    key: uuid.UUID
    title: str
    body: str
    link: str
    level: str
    created_at: dt.datetime
    read_at: dt.datetime | None


class InboxOut(Schema):
    items: list[MessageOut]
    unread: int


class ReadIn(Schema):
    keys: list[uuid.UUID] = Field(max_length=200)


@router.get("", auth=OpenToAll("tells who is signed in, if anybody"), response=SessionOut)
def show(request: HttpRequest) -> dict[str, Any]:
    """Who is calling and what they may do."""
    caller = staff_of(request)
    if caller:
        return _shared() | _staff(caller)
    citizen = citizen_of(request)
    return _shared() | (_citizen(citizen) if citizen else {"kind": "none"})


@router.post("/staff", auth=OpenToAll("one signs in here"), response=SessionOut)
def sign_in_staff(request: HttpRequest, body: StaffIn) -> dict[str, Any]:
    """Name and password; five failures lock the name for a quarter of an hour."""
    user = org.sign_in(
        username=body.username,
        password=body.password,
        request=request,
        by=visitor(request),
        at=clock(),
    )
    open_session(request, user_id=user.pk, password_set_at=mark_of(user.password_set_at))
    return show(request)


@router.post("/code", auth=OpenToAll("a code is asked for before one is known"), response=CodeOut)
def send_code(request: HttpRequest, body: CodeIn) -> dict[str, Any]:
    """The same answer for every phone, known to us or not."""
    sent = accounts.send_code(
        body.phone,
        purpose=body.purpose,
        origin=visitors.origin_of(request),
        session=visitors.browser_of(request),
        by=visitor(request),
        at=clock(),
    )
    shown = sent.code if settings.SIMULATOR_URL else ""
    wait = int(sent.resend_after.total_seconds())
    return {"sent": True, "resend_after_s": wait, "demo_code": shown}


@router.post("/phone", auth=OpenToAll("one signs in here"), response=SessionOut)
def sign_in_phone(request: HttpRequest, body: PhoneIn) -> dict[str, Any]:
    browser = visitors.browser_of(request)
    account = accounts.sign_in_by_code(
        body.phone, code=body.code, session=browser, by=visitor(request), at=clock()
    )
    open_session(request, account_id=account.pk)
    return show(request)


@router.get("/wechat", auth=OpenToAll("one signs in here"), response=WechatOut)
def ask_wechat(request: HttpRequest, back: str = "/h5/") -> dict[str, str]:
    """Where to send the browser; ``back`` is the page of ours that WeChat returns to."""
    state = request.session["wechat_state"] = secrets.token_urlsafe(16)
    page = back if back.startswith("/") and not back.startswith("//") else "/"
    return {"url": authorize_url(request.build_absolute_uri(page), state=state)}


@router.post("/wechat", auth=OpenToAll("one signs in here"), response=SessionOut)
def sign_in_wechat(request: HttpRequest, body: WechatIn) -> dict[str, Any]:
    """The code and state that WeChat sent the browser back with; each is good once."""
    expected = request.session.pop("wechat_state", "")
    if not expected or not secrets.compare_digest(expected, body.state):
        raise BadState
    account = wechat.sign_in(body.code, by=visitor(request), at=clock())
    open_session(request, account_id=account.pk)
    return show(request)


@router.get(
    "/wechat/page",
    auth=OpenToAll("pages use WeChat's scanner before anybody signs in"),
    response=PageSignatureOut,
)
def sign_wechat_page(request: HttpRequest, url: str) -> HttpResponse:
    """Leave for one page of ours to use the JS-SDK (handbook §8.2)."""
    signed = wechat.sign_page(url, host=request.get_host(), by=visitor(request), at=clock())
    return encoded(signed)


@router.delete("", auth=OpenToAll("signing out twice is harmless"), response={204: None})
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session here and on the server."""
    caller, citizen = staff_of(request), citizen_of(request)
    if caller:
        org.sign_out(by=caller, at=clock())
    elif citizen:
        accounts.sign_out(by=citizen, at=clock())
    request.session.flush()
    return HttpResponse(status=204)


@router.post("/password", auth=by_staff(), response=SessionOut)
def change_password(request: StaffRequest, body: PasswordIn) -> dict[str, Any]:
    """One's own password; other sessions of the same user end."""
    user = org.change_password(old=body.old, new=body.new, by=request.caller, at=clock())
    open_session(request, user_id=user.pk, password_set_at=mark_of(user.password_set_at))
    return show(request)


@router.post("/duty", auth=by_staff(), response=DutyIn)
def set_duty(request: StaffRequest, body: DutyIn) -> dict[str, bool]:
    """On or off duty; the app repeats it every minute as its heartbeat."""
    duty = org.set_duty(on_duty=body.on_duty, by=request.caller, at=clock())
    return {"on_duty": duty.on_duty}


@router.post("/bind", auth=by_citizen(), response=BoundOut)
def bind(request: CitizenRequest, body: BindIn) -> dict[str, int]:
    """Bind the account to its holder (handbook §3.5)."""
    citizen = request.citizen
    browser = visitors.browser_of(request)
    bound = accounts.bind(citizen, **body.dict(), session=browser, by=citizen.actor, at=clock())
    return {"assurance": bound.assurance}


@router.post("/family", auth=by_citizen(), response=BoundOut)
def add_family(request: CitizenRequest, body: FamilyIn) -> dict[str, int]:
    """Speak for a child or someone behind the same door."""
    citizen = request.citizen
    bound = accounts.add_family(citizen, **body.dict(), by=citizen.actor, at=clock())
    return {"assurance": bound.assurance}


@router.delete("/family/{key}", auth=by_citizen(), response={204: None})
def drop_family(request: CitizenRequest, key: uuid.UUID) -> HttpResponse:
    citizen = request.citizen
    accounts.drop_family(citizen, key, by=citizen.actor, at=clock())
    return HttpResponse(status=204)


@router.get("/inbox", auth=[by_staff(), by_citizen()], response=InboxOut)
def read_inbox(request: HttpRequest) -> HttpResponse:
    """The newest fifty messages."""
    who = _signed_in(request)
    lines, unread = inbox(who.kind, who.id or 0), unread_count(who.kind, who.id or 0)
    return encoded({"items": lines, "unread": unread})


@router.post("/inbox", auth=[by_staff(), by_citizen()], response={204: None})
def mark_inbox(request: HttpRequest, body: ReadIn) -> HttpResponse:
    """Mark messages as read."""
    mark_read(body.keys, by=_signed_in(request), at=clock())
    return HttpResponse(status=204)


def _signed_in(request: HttpRequest) -> Actor:
    who = staff_of(request) or citizen_of(request)
    if who is None:
        raise SignInFirst
    return who.actor


def visitor(request: HttpRequest) -> Actor:
    """Who calls without being signed in, known by address."""
    return Actor("visitor", None, visitors.address_of(request) or "本机")


def _shared() -> dict[str, Any]:
    stands_in = "_simulator" if settings.SIMULATOR_URL else ""
    return {
        "city": this_city(),
        "server_time": clock(),
        "clock_speed": settings.CLOCK_SPEED,
        "stream_url": settings.STREAM_URL,
        "signs_in_by": [f"wechat{stands_in}", f"sms{stands_in}"],
    }


def _staff(caller: Caller) -> dict[str, Any]:
    card = staff_card(caller.id)
    codes = sorted(frozenset[str]().union(*caller.areas_by_permission.values()))
    names = {COUNTRY: "全国"} | names_of(codes)
    roles = sorted(caller.roles)
    labels = role_names(roles)
    return {
        "kind": "staff",
        "name": caller.name,
        "roles": roles,
        "role_names": [labels[code] for code in roles],
        "permissions": sorted(caller.areas_by_permission),
        "areas": [{"code": code, "name": names.get(code, code)} for code in codes],
        "department": card.department if card else "",
        "is_on_duty": bool(card and card.is_on_duty),
        "must_change_password": must_change_password(caller, at=clock()),
        "unread": unread_count("user", caller.id),
    }


def _citizen(citizen: Citizen) -> dict[str, Any]:
    relatives = relatives_of(citizen)
    own = next((r.name_masked for r in relatives if r.relation == "self"), "")
    return {
        "kind": "citizen",
        "name": own or "市民",
        "phone_masked": masked_phone_of(citizen.id),
        "person_bound": citizen.person_id is not None,
        "assurance": citizen.assurance,
        "speaks_for": relatives,
        "unread": unread_count("account", citizen.id),
    }
