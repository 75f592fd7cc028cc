"""`./run test`: every part of the checks, each alone by name, with a table at the end."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from commands import chromium, environment, postgres, web
from commands.counting import Count, counted
from commands.say import ROOT, say

SERVER = ["-m", "pytest", "-q", "--ignore=tests/browser", "-n", "2"]
GROUPS = {"server": ["sqlite", "postgres"]}
LEFT_OUT: list[str] = []


@dataclass
class Result:
    part: str
    count: Count
    seconds: float

    @property
    def is_good(self) -> bool:
        return self.count.is_fine and not self.count.failed


def main(arguments: Sequence[str]) -> int:
    """Run the parts named, or all; what follows their names goes to pytest."""
    parts, extra = split(arguments)
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        say(f"没有「{unknown[0]}」这个部分，可选：{'、'.join([*PARTS, *GROUPS])}")
        return 2
    chosen = parts or [part for part in PARTS if not extra or part in ASK_PYTEST]
    return _report([_run(part, extra) for part in chosen], wants_tests=bool(extra))


def split(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Words before the first option or path name parts; the rest is for pytest."""
    ends = (n for n, word in enumerate(arguments) if word.startswith("-") or "/" in word)
    first = next(ends, len(arguments))
    parts = [part for word in arguments[:first] for part in GROUPS.get(word, [word])]
    return parts, list(arguments[first:])


def _run(part: str, extra: list[str]) -> Result:
    say(f"── {part}")
    began = time.monotonic()
    count = PARTS[part](extra)
    return Result(part, count, time.monotonic() - began)


def _report(results: list[Result], *, wants_tests: bool) -> int:
    """The table, what was left out, and the sum; 0 when every part was good."""
    total = Count()
    say("")
    for result in results:
        total += result.count
        word = "通过" if result.is_good else "失败"
        tests = f"{result.count.passed:>6} 项" if result.part not in NO_TESTS else ""
        say(f"{word}  {result.part:<10}{result.seconds:7.1f} s{tests}")
    for sentence in dict.fromkeys(LEFT_OUT):
        say(f"略过：{sentence}")
    bad = [result.part for result in results if not result.is_good]
    if wants_tests and not total.passed + total.failed:
        bad.append("没有一个测试叫这个名字")
    if bad:
        say(f"没有通过：{'、'.join(bad)}")
    print(f"{total.passed} passed, {total.failed} failed", flush=True)
    return 1 if bad else 0


def _python(*arguments: str, **variables: str) -> Count:
    command = [environment.python(), *arguments]
    return counted(command, ROOT, os.environ | {"PYTHONPATH": str(ROOT)} | variables)


def _tool(name: str, *arguments: str) -> Count:
    environment.python()
    return counted([str(environment.VENV / "bin" / name), *arguments], ROOT, os.environ)


def _all(*counts: Count) -> Count:
    total = Count()
    for count in counts:
        total += count
    return total


def lint(_extra: Sequence[str]) -> Count:
    """Style, format and the ladder."""
    return _all(
        _tool("ruff", "check", "-q", "."),
        _tool("ruff", "format", "--check", "-q", "."),
        _tool("lint-imports"),
    )


def types(_extra: Sequence[str]) -> Count:
    return _tool("mypy")


def sqlite(extra: Sequence[str]) -> Count:
    """The server's tests on SQLite, and that no migration is missing."""
    _look(chromium.fonts)
    missing = _python("manage.py", "makemigrations", "--check", "--dry-run", "-v", "0")
    return _all(missing, _python(*SERVER, *extra))


def postgresql(extra: Sequence[str]) -> Count:
    """The same tests on PostgreSQL: an address given in LIANFANG_TEST_PG, or our own server."""
    _look(chromium.fonts)
    with postgres.server() as address:
        return _python(*SERVER, *extra, LIANFANG_DATABASE=address)


def clients(_extra: Sequence[str]) -> Count:
    """Borders, types and unit tests of the browser clients."""
    web.packages()
    npm, settings = web.npm(), web.environment()
    scripts = ("lint", "test")
    return _all(*(counted([*npm, "run", one], web.WEB, settings) for one in scripts))


def browser(extra: Sequence[str]) -> Count:
    """Stories in Chromium; without it they are left out with one line."""
    _look(chromium.fonts)
    if not _look(chromium.browser):
        return Count()
    web.build()
    stories = ("-m", "pytest", "-q", "tests/browser", "-n", "2", "--dist", "loadfile")
    return _python(*stories, *extra, PATH=web.environment()["PATH"])


def _look(for_what: Callable[[], str]) -> bool:
    sentence = for_what()
    if sentence:
        LEFT_OUT.append(sentence)
    return not sentence


PARTS: dict[str, Callable[[Sequence[str]], Count]] = {
    "lint": lint,
    "types": types,
    "sqlite": sqlite,
    "postgres": postgresql,
    "web": clients,
    "browser": browser,
}
ASK_PYTEST = {"sqlite", "postgres", "browser"}
NO_TESTS = {"lint", "types"}
