"""Where a request comes from."""

import secrets
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's address; what a proxy of ours says of it is believed, nobody else's word."""
    direct = str(request.META.get("REMOTE_ADDR") or "")
    if direct not in settings.PROXIES:
        return direct
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return forwarded if _is_address(forwarded) else direct


def origin_of(request: HttpRequest) -> str:
    """The address that limits are counted by; empty for this machine itself."""
    address = address_of(request)
    return "" if not _is_address(address) or ip_address(address).is_loopback else address


def browser_of(request: HttpRequest) -> str:
    """A mark only this browser's session holds, made when first asked for."""
    mark = request.session.get("browser_mark")
    if not mark:
        mark = request.session["browser_mark"] = secrets.token_urlsafe(16)
    return str(mark)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
