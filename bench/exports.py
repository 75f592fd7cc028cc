"""44 columns of everybody as a file, on SQLite and PostgreSQL, beside a bare floor.

The floor selects as many columns by one statement and hands them to xlsxwriter as they come: it
opens no sealed value, names no code, masks nothing and keeps no progress.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack

from commands import postgres

_HEAD = "| database | who | rows | seconds | processor s | rows/s | peak MB | file MB |"


def run(url: str, folder: str, what: str, rows: int) -> list[float]:
    here = {"LIANFANG_DATA": folder, "DJANGO_SETTINGS_MODULE": "lianfang.settings"}
    here["LIANFANG_DATABASE"] = url or f"sqlite:///{folder}/bench.sqlite3"
    command = [sys.executable, "-m", "bench.exporting", what, str(rows), folder]
    done = subprocess.run(  # noqa: S603 -- ours
        command, env=os.environ | here, check=True, stdout=subprocess.PIPE, text=True
    )
    found: list[float] = json.loads(done.stdout.splitlines()[-1]) if done.stdout else []
    return found


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="./run bench export")
    parser.add_argument("rows", type=int, nargs="?", default=10_000)
    parser.add_argument("--only", choices=("sqlite", "postgres"), default="")
    options = parser.parse_args(words)
    print(_HEAD, "|" + "---|" * 8, sep="\n")
    for name in ("sqlite", "postgres"):
        if options.only not in {"", name}:
            continue
        with ExitStack() as held:
            url = held.enter_context(postgres.server()) if name == "postgres" else ""
            folder = held.enter_context(tempfile.TemporaryDirectory(prefix="lianfang-export-"))
            run(url, folder, "fill", options.rows)
            for what in ("xlsx", "csv", "line_list", "floor"):
                span, cpu, peak, size = run(url, folder, what, options.rows)
                cells = [name, what, f"{options.rows:,}", f"{span:.1f}", f"{cpu:.1f}"]
                cells += [f"{options.rows / span:,.0f}", int(peak), f"{size / 2**20:.1f}"]
                print("| " + " | ".join(map(str, cells)) + " |", flush=True)
