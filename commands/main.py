"""The command line: what each word does, and help when there is none."""

import argparse
import os
import subprocess
from collections.abc import Callable, Sequence

from commands import demo, environment, test, web
from commands.say import ROOT

HELP = """联防 lianfang：网格化社区疫情防控系统

  ./run demo [--port 8000] [--data 目录] [--fresh] [--speed 倍速]   准备并启动演示城市，Ctrl-C 停止
  ./run demo --check          在临时目录里走一遍主流程，输出 JSON
  ./run accounts [--json]     演示账号

  ./run test [部分…] [-k 名称]  全部检查；部分：lint types server(sqlite+postgres) web browser
  ./run lint                  只查格式和分层
  ./run bench                 性能对照

  ./run serve                 启动网页服务（读环境变量）
  ./run worker                启动后台任务
  ./run import 文件 [--dry-run] [--json]   导入病例清单
  ./run feed replay 文件       回放全国疫情快照
  ./run doctor                检查安装
"""
SERVER_COMMANDS = ("worker", "doctor", "import", "feed")


def main(arguments: Sequence[str]) -> int:
    """Returns the exit code."""
    if not arguments or arguments[0] in {"help", "-h", "--help"}:
        print(HELP)
        return 0
    word, rest = arguments[0], list(arguments[1:])
    if word in SERVER_COMMANDS:
        return _python("-m", "lianfang", word, *rest)
    if word not in OWN_COMMANDS:
        print(f"没有「{word}」这个命令。\n\n{HELP}")
        return 2
    return OWN_COMMANDS[word](rest)


def _demo_options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run demo", add_help=True)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--data", default="", help="数据目录，默认 var/demo")
    parser.add_argument("--fresh", action="store_true", help="清空后重新装载")
    parser.add_argument("--speed", type=float, default=1.0, help="时钟倍速，1 为真实时间")
    parser.add_argument("--pace", type=float, default=1.0, help="演示居民每秒做几件事")
    parser.add_argument("--scale", type=float, default=1.0, help="城市大小，1 为两万人")
    parser.add_argument("--quiet", action="store_true", help="不放演示居民")
    parser.add_argument("--check", action="store_true", help="走一遍主流程")
    return parser.parse_args(arguments)


def _test(arguments: list[str]) -> int:
    """Words before the first option name parts; the rest goes to pytest."""
    first = next((n for n, word in enumerate(arguments) if word.startswith("-")), len(arguments))
    parts: list[str] = []
    for word in arguments[:first]:
        parts += ["sqlite", "postgres"] if word == "server" else [word]
    unknown = [part for part in parts if part not in test.PARTS]
    if unknown:
        print(f"没有「{unknown[0]}」这个部分，可选：{'、'.join(test.PARTS)}、server")
        return 2
    return test.run(parts, arguments[first:])


def _demo_module(*arguments: str) -> int:
    data = ROOT / "var" / "demo"
    settings = demo.surroundings(data, 8000, 1.0) if data.exists() else dict(os.environ)
    command = [environment.python(), "-m", "demo", *arguments]
    return subprocess.run(command, cwd=ROOT, env=settings, check=False).returncode


def _serve(arguments: list[str]) -> int:
    web.build()
    workers = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "1"]
    return _python("-m", "granian", *workers, *arguments, "lianfang.wsgi:application")


def _python(*arguments: str) -> int:
    command = [environment.python(), *arguments]
    surroundings = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=surroundings, check=False).returncode


OWN_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": lambda rest: demo.start(_demo_options(rest)),
    "test": _test,
    "lint": lambda _rest: test.run(["lint"], []),
    "accounts": lambda rest: _demo_module("accounts", *rest),
    "bench": lambda rest: _python("-m", "bench", *rest),
    "serve": _serve,
}
