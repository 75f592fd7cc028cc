"""The ways out: the WeChat platform and SMS; a demo puts a simulator in their place."""

from lianfang.wechat.client.callback import Sealed, echo_of, open_letter, sealed_reply
from lianfang.wechat.client.platform import (
    Given,
    Receipt,
    authorize_url,
    can_push,
    fetch_ticket,
    fetch_token,
    openid_of,
    push,
    set_menu,
    shown_menu,
    sign_page,
)
from lianfang.wechat.client.texts import Text, can_text, end_of_text, text

__all__ = [
    "Given",
    "Receipt",
    "Sealed",
    "Text",
    "authorize_url",
    "can_push",
    "can_text",
    "echo_of",
    "end_of_text",
    "fetch_ticket",
    "fetch_token",
    "open_letter",
    "openid_of",
    "push",
    "sealed_reply",
    "set_menu",
    "shown_menu",
    "sign_page",
    "text",
]
