"""Our server and a bare one doing the same SQL, asked in turn, on SQLite and on PostgreSQL.

Both are granian with one process and one thread. The bare one (``bench.floor``) reads nothing,
decides nothing and answers recorded bytes: what is left is HTTP, the driver and the database.
"""

import argparse
import os
import pickle
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.recorded import Asked
from commands import ports, postgres

HEAD = "| database | request | ours ms | p95 | floor ms | floor/ours | aim | statements |"
_GRANIAN = ("--interface", "wsgi", "--workers", "1", "--blocking-threads", "1")
_QUIET = ("--no-access-log", "--log-level", "warning", "--host", ports.HOME)
_UP_WITHIN_S = 30.0


@contextmanager
def serving(application: str, here: Mapping[str, str]) -> Iterator[HTTPConnection]:
    """A server of one thread for as long as the block lasts, and a connection kept open to it."""
    port = ports.free()
    command = [sys.executable, "-m", "granian", *_GRANIAN, *_QUIET, "--port", str(port)]
    server = subprocess.Popen([*command, application], env=os.environ | here)  # noqa: S603 -- ours
    line = HTTPConnection(ports.HOME, port, timeout=30)
    try:
        give_up = time.monotonic() + _UP_WITHIN_S
        while True:
            try:
                line.connect()
                break
            except OSError:
                if server.poll() is not None or time.monotonic() > give_up:
                    raise SystemExit(f"{application} did not start") from None
                time.sleep(0.1)
        yield line
    finally:
        line.close()
        server.terminate()
        server.wait(10)


def ask(line: HTTPConnection, asked: Asked) -> float:
    """Seconds until the whole answer is here; an answer that refuses ends the run."""
    body = asked.body()
    began = time.perf_counter()
    line.request(asked.method, asked.path, body, asked.headers)
    answer = line.getresponse()
    said = answer.read()
    took = time.perf_counter() - began
    if answer.status >= 300:
        raise SystemExit(f"{asked.name}: {answer.status} {said.decode()[:400]}")
    return took


def compare(ours: Callable[[], float], floor: Callable[[], float], turns: int) -> list[float]:
    """Median ms, 95th percentile ms and the floor's median ms, asked in turn."""
    for act in (ours, floor) * 5:
        act()
    pairs = [(ours(), floor()) for _ in range(turns)]
    mine = sorted(pair[0] * 1000 for pair in pairs)
    late = mine[min(len(mine) - 1, int(len(mine) * 0.95))]
    return [statistics.median(mine), late, statistics.median(pair[1] for pair in pairs) * 1000]


def copy_of(url: str) -> str:
    """The seeded database once more: the bare server repeats the numbers ours gave out."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        copied = path.with_name("floor.sqlite3")
        with closing(sqlite3.connect(path)) as whole, closing(sqlite3.connect(copied)) as there:
            whole.backup(there)  # with what still stands in the log, statistics included
        return f"sqlite:///{copied}"
    parts = urlsplit(url)
    name = parts.path.lstrip("/")
    away = urlunsplit(parts._replace(path="/template1"))
    with psycopg.connect(away, autocommit=True) as line:
        line.execute(f'DROP DATABASE IF EXISTS "{name}_floor"')
        line.execute(f'CREATE DATABASE "{name}_floor" TEMPLATE "{name}"')
    return urlunsplit(parts._replace(path=f"/{name}_floor"))


def measure(url: str, *, wanted: str, persons: int, turns: int) -> Iterator[list[object]]:
    with tempfile.TemporaryDirectory(prefix="lianfang-bench-") as folder, ExitStack() as held:
        here = {"LIANFANG_DATA": folder, "DJANGO_SETTINGS_MODULE": "lianfang.settings"}
        here["LIANFANG_DATABASE"] = url or f"sqlite:///{folder}/bench.sqlite3"
        here["BENCH_PLAN"] = f"{folder}/plan.pickle"
        command = [sys.executable, "-m", "bench.recording", str(persons), wanted]
        subprocess.run(command, env=os.environ | here, check=True)  # noqa: S603 -- ours
        plan: list[Asked] = pickle.loads(Path(here["BENCH_PLAN"]).read_bytes())  # noqa: S301
        there = {"LIANFANG_DATABASE": copy_of(here["LIANFANG_DATABASE"])}
        ours = held.enter_context(serving("lianfang.wsgi:application", here))
        bare = held.enter_context(serving("bench.floor:application", here | there))
        for asked in plan:
            found = compare(lambda: ask(ours, asked), lambda: ask(bare, asked), turns)  # noqa: B023
            cells = [f"{number:.2f}" for number in found]
            ratio = f"{found[2] / found[0]:.2f}"
            yield [asked.name, *cells, ratio, asked.aim, len(asked.statements)]


def main(words: list[str], wanted: str = "requests") -> None:
    parser = argparse.ArgumentParser(prog="./run bench")
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--only", choices=("sqlite", "postgres"), default="")
    parser.add_argument("--postgres", default="", help="an empty database; else one is started")
    options = parser.parse_args(words)
    print(HEAD, "|" + "---|" * 8, sep="\n")
    with ExitStack() as held:
        urls = {"sqlite": ""}
        if options.only != "sqlite":
            urls["postgres"] = options.postgres or held.enter_context(postgres.server())
        for name, url in urls.items():
            if options.only in {"", name}:
                given = {"persons": options.persons, "turns": options.requests}
                for row in measure(url, wanted=wanted, **given):
                    print("| " + " | ".join(str(cell) for cell in [name, *row]) + " |", flush=True)
