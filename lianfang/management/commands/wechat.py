"""Set the account up: ``wechat menu`` puts the menu up, ``wechat check`` tries every part."""

import argparse
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lianfang.core.actor import Actor
from lianfang.core.clock import now
from lianfang.core.problems import Problem
from lianfang.wechat import actions, client

_SYSTEM = Actor.system()


class Command(BaseCommand):
    help = "微信公众号：menu 发布菜单，check 检查各项设置"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        menu = verbs.add_parser("menu", help="发布自定义菜单")
        menu.add_argument("--site", default="", help="本系统的地址，默认取 LIANFANG_PUBLIC_URL")
        verbs.add_parser("check", help="检查令牌、页面票据、菜单和回调设置")

    def handle(self, *, verb: str, **options: Any) -> None:  # noqa: ANN401 -- Django's own signature
        if verb == "menu":
            self._menu(options["site"] or settings.PUBLIC_URL)
        else:
            self._check()

    def _menu(self, site: str) -> None:
        if not site.startswith(("http://", "https://")):
            raise CommandError("请用 --site 或 LIANFANG_PUBLIC_URL 给出本系统的地址")
        try:
            shown = actions.set_up_menu(site, by=_SYSTEM, at=now())
        except Problem as problem:
            raise CommandError(_sentence(problem)) from problem
        for button in shown:
            self.stdout.write(str(button["name"]))
            for below in button.get("sub_button") or []:
                self.stdout.write(f"  {below['name']}  {below.get('url') or below.get('key')}")
        self.stdout.write("菜单已发布；手机上最多一天后更新，取消关注再关注可马上看到")

    def _check(self) -> None:
        parts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("接口令牌 access_token", lambda: actions.access_token(by=_SYSTEM, at=now())),
            ("页面票据 jsapi_ticket", lambda: actions.jsapi_ticket(by=_SYSTEM, at=now())),
            (
                "自定义菜单",
                lambda: actions.with_token(client.shown_menu, by=_SYSTEM, at=now()),
            ),
        )
        bad = False
        for name, part in parts:
            try:
                part()
            except Problem as problem:
                bad = True
                self.stdout.write(f"✘ {name}：{_sentence(problem)}")
            else:
                self.stdout.write(f"✔ {name}")
        for is_set, name in (
            (client.can_push(), "消息模板（LIANFANG_WECHAT_SUBSCRIPTION 或 _TEMPLATE）"),
            (bool(settings.WECHAT_TOKEN), "回调令牌（LIANFANG_WECHAT_TOKEN）"),
            (bool(settings.WECHAT_AES_KEY), "回调密钥（LIANFANG_WECHAT_AES_KEY）"),
            (settings.PUBLIC_URL.startswith("https://"), "LIANFANG_PUBLIC_URL 是 https 地址"),
        ):
            self.stdout.write(f"{'✔' if is_set else '–'} {name}")
        if bad:
            raise CommandError("有设置不对，见上；各项怎么填见 docs/operate/wechat.md")


def _sentence(problem: Problem) -> str:
    return f"{problem.title}（{problem.detail}）" if problem.detail else problem.title
