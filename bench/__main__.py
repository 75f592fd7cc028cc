"""`python -m bench`: our requests beside their own SQL, on SQLite and on PostgreSQL."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack

from commands import postgres


def measure(url: str, *, persons: int, requests: int) -> list[dict[str, object]]:
    """In a process of its own, because settings are read once."""
    with tempfile.TemporaryDirectory(prefix="lianfang-bench-") as folder:
        here = {"LIANFANG_DATA": folder, "DJANGO_SETTINGS_MODULE": "lianfang.settings"}
        here["LIANFANG_DATABASE"] = url or f"sqlite:///{folder}/bench.sqlite3"
        command = [sys.executable, "-m", "bench.measure", str(persons), str(requests)]
        done = subprocess.run(  # noqa: S603 -- our own module
            command, env=os.environ | here, check=True, stdout=subprocess.PIPE, text=True
        )
    rows: list[dict[str, object]] = json.loads(done.stdout.splitlines()[-1])
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench")
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--only", choices=("sqlite", "postgres"), default="")
    parser.add_argument("--postgres", default="", help="an empty database; else one is started")
    options = parser.parse_args()
    print("| database | request | ours ms | floor ms | floor/ours | aim | statements |")
    print("|---|---|---|---|---|---|---|")
    with ExitStack() as held:
        urls = {"sqlite": ""}
        if options.only != "sqlite":
            urls["postgres"] = options.postgres or held.enter_context(postgres.server())
        for name, url in urls.items():
            if options.only in {"", name}:
                rows = measure(url, persons=options.persons, requests=options.requests)
                for row in rows:
                    cells = [name, *row.values()]
                    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


main()
