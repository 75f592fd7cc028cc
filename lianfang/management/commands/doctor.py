"""Is this installation healthy and safe? Each finding says what to do."""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from lianfang.audit.queries import first_broken, shelved
from lianfang.messages.enums import OutgoingState
from lianfang.messages.queries import outgoing_counts
from lianfang.wechat import client

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
LEAST_FREE = 1 << 30
SHORTEST_SECRET = 32
AES_KEY = 43  # characters, as WeChat gives it


@dataclass(frozen=True)
class Finding:
    """What is not needed to serve is only mentioned when it is missing."""

    is_good: bool
    sentence: str
    is_needed: bool = True

    @property
    def mark(self) -> str:
        if self.is_good:
            return "✔"
        return "✘" if self.is_needed else "–"


def findings() -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield Finding(sys.version_info >= (3, 11), f"Python {version}（至少 3.11）")
    yield from _database()
    free = shutil.disk_usage(settings.DATA_DIR).free
    yield Finding(free > LEAST_FREE, f"数据目录剩余空间 {free >> 20} MB（至少 1024 MB）")
    fonts = FONT.exists() or bool(settings.FONT_DIRS)
    yield Finding(fonts, "中文字体，生成通知书要用（apt-get install -y fonts-noto-cjk）")
    built = (settings.WEB_DIST / "index.html").exists()
    yield Finding(built, "网页端已构建（./run serve 和 ./run demo 会自动构建）")
    yield Finding(*_node(), is_needed=False)
    chromium = bool(shutil.which("chromium") or shutil.which("chromium-browser"))
    yield Finding(
        chromium, "Chromium，只有浏览器测试要用（apt-get install -y chromium）", is_needed=False
    )
    if settings.PRODUCTION:
        yield from outside()
        yield from unsafe_settings()


def unsafe_settings() -> Iterator[Finding]:
    """What must hold before real people's data are served."""
    secret, sealing = str(settings.SECRET_KEY), str(settings.CRYPTO_SECRET)
    yield Finding(len(secret) >= SHORTEST_SECRET, "LIANFANG_SECRET_KEY 至少 32 位随机字符")
    apart = len(sealing) >= SHORTEST_SECRET and sealing != secret
    yield Finding(apart, "LIANFANG_CRYPTO_SECRET 至少 32 位，且与 LIANFANG_SECRET_KEY 不同")
    yield Finding(not settings.DEBUG, "LIANFANG_DEBUG 已关闭")
    yield Finding("*" not in settings.ALLOWED_HOSTS, "LIANFANG_HOSTS 写明了域名")
    real_time = settings.CLOCK_SPEED == 1 and not settings.CLOCK_ORIGIN
    yield Finding(real_time, "时钟没有加速")


def outside() -> Iterator[Finding]:
    """Half of WeChat's settings are worse than none: followers meet errors."""
    if settings.WECHAT_APPID:
        whole = bool(settings.WECHAT_SECRET) and client.can_push()
        yield Finding(whole, "微信：密钥和消息模板（./run wechat check）", is_needed=False)
        proof = bool(settings.WECHAT_TOKEN) and len(settings.WECHAT_AES_KEY) == AES_KEY
        yield Finding(proof, f"微信：回调令牌和 {AES_KEY} 位密钥", is_needed=False)
        linked = settings.PUBLIC_URL.startswith("https://")
        yield Finding(linked, "LIANFANG_PUBLIC_URL 是 https 地址，微信菜单要用", is_needed=False)
    yield Finding(client.can_text(), "短信已接入（docs/operate/sms.md）", is_needed=False)


def _database() -> Iterator[Finding]:
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield Finding(is_good=False, sentence=f"数据库连不上：{error}")
        return
    yield Finding(is_good=True, sentence=f"数据库可用（{connection.vendor}）")
    todo = f"还差 {len(missing)} 步，执行 python manage.py migrate" if missing else "无须迁移"
    yield Finding(not missing, f"数据库结构（{todo}）")
    if not missing:
        broken = first_broken()
        where = f"第 {broken.pk} 条与封存时不符，请保留现场并报告" if broken else "逐条相符"
        yield Finding(broken is None, f"审计链（{where}）")
        failed, stuck = outgoing_counts()[OutgoingState.FAILED], shelved().count()
        lost = f"未送达的短信和微信 {failed} 条，搁置的投递 {stuck} 件（见 docs/operate/sms.md）"
        yield Finding(not failed + stuck, lost, is_needed=False)


def _node() -> tuple[bool, str]:
    node = shutil.which("node")
    if node is None:
        return False, "本机没有 Node 20，构建网页端时会自动改用 Python 包中的 Node"
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 -- asks its version
    return True, f"Node {done.stdout.strip()}（只有构建网页端要用）"


class Command(BaseCommand):
    help = "检查安装是否健康"
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--settings-only", action="store_true", help="只看生产环境的设置")

    def handle(self, *, settings_only: bool, **_options: object) -> None:
        found = unsafe_settings() if settings_only else findings()
        wrong = False
        for finding in found:
            if not (settings_only and finding.is_good):
                self.stdout.write(f"{finding.mark} {finding.sentence}")
            wrong = wrong or (finding.is_needed and not finding.is_good)
        if wrong:
            sys.exit(1)
