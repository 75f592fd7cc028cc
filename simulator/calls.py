"""The platform's interface for servers: every address we call, with its own error numbers."""

from collections.abc import Mapping
from typing import Any

from simulator.platform import FINE, TOKEN_LIFE_S, Platform

_BUTTONS, _BELOW = 3, 5
_NAME_BYTES, _BELOW_BYTES, _THING = 16, 60, 20
Answer = Mapping[str, Any]


def _error(code: int, words: str) -> Answer:
    return {"errcode": code, "errmsg": words}


def exchange(platform: Platform, asked: Mapping[str, str]) -> Answer:
    """A code for an openid (/sns/oauth2/access_token)."""
    wrong = _wrong_account(platform, asked)
    if wrong:
        return wrong
    code = asked.get("code", "")
    if not code:
        return _error(41008, "missing code")
    if platform.was_spent(code):
        return _error(40163, "code been used")
    openid = platform.openid_for(code)
    if not openid:
        return _error(40029, "invalid code")
    told: dict[str, Any] = {
        "access_token": f"web-{openid}",
        "expires_in": TOKEN_LIFE_S,
        "refresh_token": f"again-{openid}",
        "openid": openid,
        "scope": "snsapi_base",
    }
    return told | ({"is_snapshotuser": 1} if openid.startswith("snapshot") else {})


def stable_token(platform: Platform, given: Mapping[str, Any]) -> Answer:
    wrong = _wrong_account(platform, given)
    if wrong:
        return wrong
    if given.get("grant_type") != "client_credential":
        return _error(40002, "invalid grant_type")
    platform.calls["stable_token"] = platform.calls.get("stable_token", 0) + 1
    token = platform.token(anew=bool(given.get("force_refresh")))
    return {"access_token": token, "expires_in": platform.lives_s(token)}


def plain_token(platform: Platform, asked: Mapping[str, str]) -> Answer:
    """The older address: every call makes a new token and leaves the old one five minutes."""
    wrong = _wrong_account(platform, asked)
    if wrong:
        return wrong
    token = platform.token(anew=True, overlaps=True)
    return {"access_token": token, "expires_in": platform.lives_s(token)}


def ticket(platform: Platform, asked: Mapping[str, str]) -> Answer:
    if asked.get("type") != "jsapi":
        return _error(40097, "invalid args")
    value, lives_s = platform.ticket()
    return FINE | {"ticket": value, "expires_in": lives_s}


def subscription(platform: Platform, given: Mapping[str, Any]) -> Answer:
    """A subscription notice (message/subscribe/bizsend)."""
    to = str(given.get("touser", ""))
    refused = to in platform.unsubscribed or to in platform.left
    return _message(platform, given, (43101, "user refuse to accept the msg") if refused else None)


def template(platform: Platform, given: Mapping[str, Any]) -> Answer:
    """A template message (message/template/send): for followers only."""
    has_left = str(given.get("touser", "")) in platform.left
    return _message(platform, given, (43004, "require subscribe") if has_left else None)


def _message(
    platform: Platform, given: Mapping[str, Any], refusal: tuple[int, str] | None
) -> Answer:
    to, data = str(given.get("touser", "")), given.get("data")
    if not to:
        return _error(40003, "invalid openid")
    if given.get("template_id") not in platform.account.templates:
        return _error(40037, "invalid template_id")
    if not isinstance(data, dict) or not all(isinstance(one, dict) for one in data.values()):
        return _error(47003, "argument invalid!")
    words = {name: str(one.get("value", "")) for name, one in data.items()}
    long = [name for name, word in words.items() if name.startswith("thing") and len(word) > _THING]
    if long:
        return _error(47003, f"argument invalid! data.{long[0]}.value is too long")
    if refusal:
        return _error(*refusal)
    page = str(given.get("page") or given.get("url") or "")
    said = next(iter(words.values()), "")
    return FINE | {"msgid": int(platform.keep("微信", to, said, page=page))}


def set_menu(platform: Platform, given: Mapping[str, Any]) -> Answer:
    buttons = given.get("button")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= _BUTTONS:
        return _error(40016, "invalid button size")
    for button in buttons:
        below = button.get("sub_button") or []
        if len(below) > _BELOW:
            return _error(40023, "invalid sub button size")
        if _bytes(button) > _NAME_BYTES or any(_bytes(one) > _BELOW_BYTES for one in below):
            return _error(40018, "invalid button name size")
        for one in below or [button]:
            wrong = _wrong_button(one)
            if wrong:
                return wrong
    platform.menu = buttons
    return FINE


def shown_menu(platform: Platform) -> Answer:
    return {"menu": {"button": platform.menu}} if platform.menu else _error(46003, "menu no exist")


def delete_menu(platform: Platform) -> Answer:
    platform.menu = []
    return FINE


def _wrong_button(button: Mapping[str, Any]) -> Answer:
    if button.get("type") == "view":
        url = str(button.get("url", ""))
        fine = url.startswith(("http://", "https://")) and len(url.encode()) <= 1024  # noqa: PLR2004 -- the platform's own
        return {} if fine else _error(40055, "invalid url domain")
    if button.get("type") == "click":
        return {} if button.get("key") else _error(40019, "invalid button key size")
    return _error(40017, "invalid button type")


def _bytes(button: Mapping[str, Any]) -> int:
    return len(str(button.get("name", "")).encode())


def _wrong_account(platform: Platform, given: Mapping[str, Any]) -> Answer:
    if given.get("appid") != platform.account.appid:
        return _error(40013, "invalid appid")
    if given.get("secret") != platform.account.secret:
        return _error(40125, "invalid appsecret")
    return {}
