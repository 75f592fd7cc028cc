"""`./run test`: every part of the checks, each alone by name, with a table at the end."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from commands import environment, postgres, web
from commands.say import ROOT, say

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
SERVER = ["-m", "pytest", "-q", "--ignore=tests/browser", "-n", "2"]


@dataclass
class Result:
    part: str
    passed: bool
    seconds: float


def run(parts: Sequence[str], extra: Sequence[str]) -> int:
    """Run the named parts (all without a name); 0 when each of them passed."""
    chosen = [name for name in parts if name] or list(PARTS)
    results = []
    for name in chosen:
        say(f"── {name}")
        began = time.monotonic()
        passed = PARTS[name](extra)
        results.append(Result(name, passed, time.monotonic() - began))
    say("")
    for result in results:
        say(f"{'通过' if result.passed else '失败'}  {result.part:<10}{result.seconds:7.1f} s")
    failed = sum(not result.passed for result in results)
    print(f"parts: {len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _python(*arguments: str, **variables: str) -> bool:
    command = [environment.python(), *arguments]
    surroundings = os.environ | {"PYTHONPATH": str(ROOT)} | variables
    return subprocess.run(command, cwd=ROOT, env=surroundings, check=False).returncode == 0


def _tool(name: str, *arguments: str) -> bool:
    environment.python()
    command = [str(environment.VENV / "bin" / name), *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def lint(_extra: Sequence[str]) -> bool:
    """Style, format and the ladder."""
    checks = [
        _tool("ruff", "check", "-q", "."),
        _tool("ruff", "format", "--check", "-q", "."),
        _tool("lint-imports"),
    ]
    return all(checks)


def types(_extra: Sequence[str]) -> bool:
    return _tool("mypy")


def sqlite(extra: Sequence[str]) -> bool:
    """The server's tests on SQLite, and that no migration is missing."""
    _fonts()
    missing = _python("manage.py", "makemigrations", "--check", "--dry-run", "-v", "0")
    return _python(*SERVER, *extra) and missing


def postgresql(extra: Sequence[str]) -> bool:
    """The same tests on PostgreSQL: an address given in LIANFANG_TEST_PG, or our own server."""
    _fonts()
    with postgres.server() as address:
        return _python(*SERVER, *extra, LIANFANG_DATABASE=address)


def client(_extra: Sequence[str]) -> bool:
    """Borders, types and unit tests of the browser clients."""
    web.packages()
    return all(_npm("run", script) for script in ("lint", "test"))


def browser(extra: Sequence[str]) -> bool:
    """Stories in Chromium; without it they are left out with one line."""
    _fonts()
    if not shutil.which("chromium") and not environment.apt_install("chromium"):
        say("没有 Chromium 也装不上，浏览器测试这次没有运行")
        return True
    web.build()
    return _python("-m", "pytest", "-q", "tests/browser", *extra)


def _npm(*arguments: str) -> bool:
    command = [*web.npm(), *arguments]
    done = subprocess.run(command, cwd=web.WEB, env=web.environment(), check=False)
    return done.returncode == 0


def _fonts() -> None:
    if not FONT.exists() and not environment.apt_install("fonts-noto-cjk"):
        say("没有中文字体 fonts-noto-cjk 也装不上，生成 PDF 的测试这次不运行")


PARTS: dict[str, Callable[[Sequence[str]], bool]] = {
    "lint": lint,
    "types": types,
    "sqlite": sqlite,
    "postgres": postgresql,
    "web": client,
    "browser": browser,
}
