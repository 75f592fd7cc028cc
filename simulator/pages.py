"""The two pages people see: who do you want to be, and what lies on the phone."""

import base64
import hashlib
import time
from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import urlencode

from simulator.platform import Sent

FOLLOWERS = (
    ("demo-resident", "隔离居民", "居家观察中，每天两次自查"),
    ("demo-citizen", "普通市民", "已绑定身份，可上报、可查看通行证"),
    ("demo-00001", "另一位市民", "已绑定身份"),
    ("new", "新关注的用户", "第一次进入，尚未绑定身份"),
)
_STYLE = """
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 30rem; padding: 1rem; background: #ededed; color: #1a1a1a;
  font: 1rem/1.6 system-ui, sans-serif; }
h1 { font-size: 1.1rem; margin: .5rem 0; }
p { color: #595959; margin: .25rem 0; }
ul { list-style: none; margin: 1rem 0; padding: 0; background: #fff; border-radius: .5rem; }
li + li { border-top: 1px solid #eee; }
li { padding: .75rem 1rem; overflow-wrap: anywhere; }
li a { display: block; margin: -.75rem -1rem; padding: .75rem 1rem; color: inherit;
  text-decoration: none; }
li a:focus-visible, li a:hover { background: #e7f7ee; }
small { color: #595959; display: block; }
mark { background: #fff3cd; padding: 0 .4rem; border-radius: .25rem; font-size: .85rem; }
form { background: #fff; border-radius: .5rem; padding: 1rem; }
input, button { font: inherit; padding: .5rem .75rem; border-radius: .4rem;
  border: 1px solid #999; }
input { width: 60%; } button { background: #07804a; border-color: #07804a; color: #fff; }
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
_MARK = "<mark>演示 · 模拟器</mark>"


def choose(asked: Mapping[str, str]) -> str:
    """WeChat's leave-asking page, except that one picks whom to be."""
    lines = "".join(
        f'<li><a href="confirm?{escape(urlencode({**asked, "openid": openid}))}">{escape(name)}'
        f"<small>{escape(about)}</small></a></li>"
        for openid, name, about in FOLLOWERS
    )
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in asked.items()
    )
    form = (
        f'<form action="confirm" method="get">{hidden}<label>其他用户标识 '
        '<input name="openid" required maxlength="64"></label> <button>进入</button></form>'
    )
    text = "<p>真实环境中由微信确认身份；演示中请选择以谁的身份进入。</p>"
    return _page("微信登录", f"<h1>微信登录 {_MARK}</h1>{text}<ul>{lines}</ul>{form}")


def phone(messages: Iterable[Sent], to: str) -> str:
    """Messages newest first; the page looks again by itself."""
    lines = "".join(
        f"<li>{escape(sent.text)}<small>{escape(sent.channel)} · {escape(sent.to)} · "
        f"{time.strftime('%H:%M:%S', time.localtime(sent.at))}</small></li>"
        for sent in messages
    )
    form = (
        '<form method="get"><label>号码或用户标识 '
        f'<input name="to" value="{escape(to)}"></label> <button>查看</button></form>'
    )
    lines = f"<ul>{lines}</ul>" if lines else "<p>还没有消息。</p>"
    return _page("手机", f"<h1>手机上的短信和微信 {_MARK}</h1>{form}{lines}", refresh=True)


def problem(text: str) -> str:
    return _page("出错了", f"<h1>{escape(text)}</h1>")


def _page(title: str, body: str, *, refresh: bool = False) -> str:
    again = '<meta http-equiv="refresh" content="5">' if refresh else ""
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">{again}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>{body}</body></html>"
    )
