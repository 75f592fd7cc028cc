"""What we do with the WeChat platform, and what it tells us."""

from lianfang.wechat.actions.callbacks import receive
from lianfang.wechat.actions.menus import set_up_menu
from lianfang.wechat.actions.signing import PageSignature, sign_in, sign_page
from lianfang.wechat.actions.tokens import access_token, jsapi_ticket, keep_fresh, with_token

__all__ = [
    "PageSignature",
    "access_token",
    "jsapi_ticket",
    "keep_fresh",
    "receive",
    "set_up_menu",
    "sign_in",
    "sign_page",
    "with_token",
]
