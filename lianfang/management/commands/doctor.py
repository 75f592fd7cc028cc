"""Is this installation healthy and safe? Each finding says what to do."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
LEAST_FREE = 1 << 30
SHORTEST_SECRET = 32


def findings() -> Iterator[tuple[bool, str]]:
    """Pairs of (in order, sentence)."""
    yield sys.version_info >= (3, 11), "Python 3.11 或更新"
    yield from _database()
    free = shutil.disk_usage(settings.DATA_DIR).free
    yield free > LEAST_FREE, f"数据目录剩余空间 {free >> 20} MB（至少 1024 MB）"
    yield FONT.exists(), "中文字体（apt-get install -y fonts-noto-cjk），生成通知书要用"
    yield settings.WEB_DIST.is_dir(), "网页端已构建（./run demo 会自动构建）"
    if settings.PRODUCTION:
        yield from _production()


def _database() -> Iterator[tuple[bool, str]]:
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield False, f"数据库连不上：{error}"
        return
    yield True, f"数据库可用（{connection.vendor}）"
    yield not missing, f"数据库结构已是最新（缺 {len(missing)} 步，执行 manage.py migrate）"


def _production() -> Iterator[tuple[bool, str]]:
    secret = str(settings.SECRET_KEY)
    yield len(secret) >= SHORTEST_SECRET, "LIANFANG_SECRET_KEY 至少 32 位随机字符"
    yield not settings.DEBUG, "LIANFANG_DEBUG 已关闭"
    yield settings.ALLOWED_HOSTS != ["*"], "LIANFANG_HOSTS 写明了域名"
    yield settings.CLOCK_SPEED == 1 and not settings.CLOCK_ORIGIN, "时钟没有加速"


class Command(BaseCommand):
    help = "检查安装是否健康"

    def handle(self, **_options: object) -> None:
        bad = 0
        for fine, sentence in findings():
            self.stdout.write(f"{'✔' if fine else '✘'} {sentence}")
            bad += not fine
        if bad:
            sys.exit(1)
