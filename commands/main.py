"""The command line: what each word does, and help when there is none."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from commands import demo, environment, services, surroundings, test, web
from commands.help import HELP
from commands.say import ROOT, say, stop

INTERRUPTED = 130


def main(arguments: Sequence[str]) -> int:
    """Returns the exit code."""
    if not arguments or arguments[0] in {"help", "-h", "--help"}:
        print(HELP)
        return 0
    word, rest = arguments[0], list(arguments[1:])
    if word not in COMMANDS:
        say(f"没有「{word}」这个命令。\n\n{HELP}")
        return 2
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return COMMANDS[word](rest)
    except KeyboardInterrupt:
        say("已中断")
        return INTERRUPTED


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    """Being told to end is Ctrl-C: what was started is stopped on the way out."""
    raise KeyboardInterrupt


def _demo(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run demo")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--host", nargs="?", const="", help="在局域网上以 HTTPS 提供，可写明本机地址"
    )
    parser.add_argument("--data", default="", help="数据目录，默认 var/demo")
    parser.add_argument("--fresh", action="store_true", help="清空后重新装载")
    parser.add_argument("--speed", type=float, default=1.0, help="时钟倍速，1 为真实时间")
    parser.add_argument("--pace", type=float, default=1.0, help="演示居民每秒做几件事")
    parser.add_argument("--scale", type=float, default=1.0, help="城市大小，1 为两万人")
    parser.add_argument("--quiet", action="store_true", help="不放演示居民")
    parser.add_argument("--check", action="store_true", help="走一遍主流程")
    return demo.start(parser.parse_args(arguments))


def _accounts(arguments: list[str]) -> int:
    data, rest = _data(arguments)
    folder = data or str(surroundings.DEMO)
    if not (Path(folder) / surroundings.DATABASE).exists():
        say("还没有演示数据，请先执行 ./run demo")
        return 1
    return _python(surroundings.chosen(folder), "-m", "demo", "accounts", *rest)


def _server(word: str) -> Callable[[list[str]], int]:
    """A command of the server itself, on the data chosen."""

    def hand_over(arguments: list[str]) -> int:
        data, rest = _data(arguments)
        settings = surroundings.chosen(data)
        if not any(option in rest for option in ("-h", "--help")):
            _migrate(settings, word)
        if word == "worker":
            _refuse_unsafe(settings)
        command = [environment.python(), "-m", "lianfang", word, *rest]
        _become(command, settings)

    return hand_over


def _migrate(settings: Mapping[str, str], word: str) -> None:
    """A fresh folder gets its tables; a database somebody runs is migrated by them alone."""
    if word in {"import", "feed"} and "LIANFANG_DATABASE" not in os.environ:
        subprocess.run(
            [environment.python(), "manage.py", "migrate", "-v", "0", "--no-input"],
            cwd=ROOT,
            env=dict(settings),
            check=False,
        )


def _serve(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or services.WEB_PROCESSES)
    parser.add_argument("--data", default="", help="数据目录")
    options = parser.parse_args(arguments)
    python = environment.python()
    web.build()
    command = services.web(python, options.port, options.host, options.processes)
    settings = surroundings.chosen(options.data)
    _refuse_unsafe(settings)
    os.chdir(ROOT)
    _become(command, settings)


def _refuse_unsafe(settings: Mapping[str, str]) -> None:
    """In production nothing starts on a setting that the doctor calls unsafe."""
    if settings.get("LIANFANG_PRODUCTION", "").lower() in {"1", "true", "yes", "on", "y", "t"}:
        doctor = ("-m", "lianfang", "doctor", "--settings-only")
        if _python(settings, *doctor):
            stop("生产环境的设置不安全，见上；改好后再启动（./run doctor 可随时检查）")


def _stream(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run stream")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--data", default="", help="数据目录")
    options = parser.parse_args(arguments)
    python = environment.python()
    os.chdir(ROOT)
    command = services.stream(python, options.port, options.host)
    _become(command, surroundings.chosen(options.data))


def _bench(arguments: list[str]) -> int:
    return _python(os.environ | {"PYTHONPATH": str(ROOT)}, "-m", "bench", *arguments)


def _become(command: Sequence[str], settings: Mapping[str, str]) -> NoReturn:
    """In place of this process, so that whoever supervises it reaches the server itself."""
    sys.stdout.flush()
    os.execve(command[0], command, dict(settings))  # noqa: S606 -- no shell wanted


def _data(arguments: list[str]) -> tuple[str, list[str]]:
    """Takes ``--data DIR`` out of what is passed on."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--data", default="")
    known, rest = parser.parse_known_args(arguments)
    return known.data, rest


def _python(settings: Mapping[str, str], *arguments: str) -> int:
    command = [environment.python(), *arguments]
    return subprocess.run(command, cwd=ROOT, env=dict(settings), check=False).returncode


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": _demo,
    "accounts": _accounts,
    "test": test.main,
    "lint": lambda rest: test.main(["lint", *rest]),
    "bench": _bench,
    "serve": _serve,
    "stream": _stream,
    "worker": _server("worker"),
    "wechat": _server("wechat"),
    "doctor": _server("doctor"),
    "import": _server("import"),
    "feed": _server("feed"),
}
