"""The pages people see: whom do you want to be, and what the phone shows."""

import base64
import hashlib
import time
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

from simulator.platform import Platform, Sent
from simulator.style import STYLE

FOLLOWERS = (
    ("demo-resident", "隔离居民", "居家观察中，每天两次自查"),
    ("demo-citizen", "普通市民", "已绑定身份，可上报、可查看通行证"),
    ("demo-00001", "另一位市民", "已绑定身份"),
    ("new", "新关注的用户", "第一次进入，尚未绑定身份"),
    ("snapshot", "快照页中的用户", "微信只给虚拟身份，系统应拒绝登录"),
)
MADE_UP = {"new", "snapshot"}  # somebody else every time
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; frame-src 'self';"
    " base-uri 'none'; frame-ancestors 'self'"
)
_MARK = "<mark>演示 · 模拟器</mark>"


def choose(asked: Mapping[str, str]) -> str:
    """WeChat's leave-asking page, except that one picks whom to be."""
    lines = "".join(
        f'<li><a href="confirm?{escape(urlencode({**asked, "openid": openid}))}">{escape(name)}'
        f"<small>{escape(about)}</small></a></li>"
        for openid, name, about in FOLLOWERS
    )
    hidden = "".join(_hidden(name, value) for name, value in asked.items())
    form = (
        f'<form class="box" action="confirm" method="get">{hidden}<label>其他用户标识 '
        '<input name="openid" required maxlength="64"></label> <button>进入</button></form>'
    )
    text = "<p>真实环境中由微信确认身份；演示中请选择以谁的身份进入。</p>"
    return _page("微信登录", f"<h1>微信登录 {_MARK}</h1>{text}<ul>{lines}</ul>{form}")


def phone(platform: Platform, to: str) -> str:
    """A follower's screen under the account; for a number, or for all, what lies there."""
    if to and not to.isdigit():
        return _follower(platform, to)
    form = (
        '<form class="box" method="get"><label>号码或用户标识 '
        f'<input name="to" value="{escape(to)}"></label> <button>查看</button></form>'
    )
    links = "".join(
        f'<li><a href="?to={escape(openid)}">{escape(name)}<small>{escape(openid)}</small></a></li>'
        for openid, name, _ in FOLLOWERS
        if openid not in MADE_UP
    )
    people = "" if to else f"<h2>打开谁的微信</h2><ul>{links}</ul>"
    back = '<p><a href="phone">所有手机</a></p>' if to else ""
    head = f"<h1>手机上的短信和微信 {_MARK}</h1>"
    return _page("手机", f"{back}{head}{form}<main>{_frame(to)}</main>{people}")


def messages(sent: Iterable[Sent], to: str = "") -> str:
    """The part of a screen that looks again by itself; of all phones it says whose."""
    bubbles = "".join(_bubble(one, is_named=not to) for one in sent)
    return _page("消息", f"<ol>{bubbles}</ol>" if bubbles else "<p>还没有消息。</p>", refresh=True)


def problem(text: str) -> str:
    return _page("出错了", f"<h1>{escape(text)}</h1>")


def _follower(platform: Platform, to: str) -> str:
    follows, allows = to not in platform.left, to not in platform.unsubscribed
    switches = "".join(
        _button(to, what, label)
        for what, label in (
            ("leave", "取消关注") if follows else ("follow", "关注"),
            ("forbid", "不再接收订阅通知") if allows else ("allow", "允许订阅通知"),
            ("forget", "令牌作废（40001）"),
            ("use_up", "恢复额度" if platform.used_up else "额度用完（45009）"),
        )
    )
    state = "已关注" if follows else "未关注"
    write = (
        f'<form class="write" action="phone/act" method="post">{_hidden("to", to)}'
        f'{_hidden("do", "text")}<input name="words" aria-label="发消息" placeholder="发消息"'
        ' maxlength="200" required> <button>发送</button></form>'
    )
    menu = f'<nav aria-label="公众号菜单">{_menu(platform.menu, to)}</nav>' if follows else ""
    body = (
        f'<p><a href="phone">换一个人</a></p><main><header>联防 · 公众号<small>{escape(to)} · '
        f"{state}</small></header>{_frame(to)}{write if follows else ''}{menu}</main>"
        f"<h2>模拟 {_MARK}</h2><div>{switches}</div>"
    )
    return _page("微信", body)


def _frame(to: str) -> str:
    return f'<iframe title="消息" src="phone/messages?{escape(urlencode({"to": to}))}"></iframe>'


def _menu(buttons: list[dict[str, Any]], to: str) -> str:
    if not buttons:
        return "<p>还没有发布菜单。</p>"
    return "".join(_top(button, to) for button in buttons)


def _top(button: Mapping[str, Any], to: str) -> str:
    below = button.get("sub_button")
    if not below:
        return _item(button, to)
    items = "".join(f"<li>{_item(one, to)}</li>" for one in below)
    return f"<details><summary>{escape(str(button['name']))}</summary><ul>{items}</ul></details>"


def _item(button: Mapping[str, Any], to: str) -> str:
    name = str(button["name"])
    if button.get("type") == "view":
        return f'<a href="{escape(str(button["url"]))}" target="_top">{escape(name)}</a>'
    return _button(to, "click", name, str(button.get("key", "")))


def _button(to: str, what: str, label: str, words: str = "") -> str:
    return (
        f'<form action="phone/act" method="post">{_hidden("to", to)}{_hidden("do", what)}'
        f"{_hidden('words', words)}<button>{escape(label)}</button></form>"
    )


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'


def _bubble(sent: Sent, *, is_named: bool) -> str:
    own = ' class="own"' if sent.is_own else ""
    more = (
        f'<a href="{escape(sent.page)}" target="_top">查看详情</a>'
        if sent.page.startswith(("http://", "https://"))
        else ""
    )
    whose = f"{escape(sent.to)} · " if is_named else ""
    at = time.strftime("%H:%M:%S", time.localtime(sent.at))
    return (
        f"<li{own}>{escape(sent.text)}{more}<small>{escape(sent.channel)} · {whose}{at}"
        "</small></li>"
    )


def _page(title: str, body: str, *, refresh: bool = False) -> str:
    again = '<meta http-equiv="refresh" content="5">' if refresh else ""
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">{again}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>{body}</body></html>"
    )
