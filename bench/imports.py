"""A table of 44 columns put on file, on SQLite and PostgreSQL, beside django-import-export.

The library reads the same file, checks what it checks by itself, and inserts the same columns of
one table in bulk; it encrypts nothing, finds no duplicates and keeps no preview.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import xlsxwriter

from bench.people import GRIDS, any_name, id_number
from commands import postgres
from lianfang.roster.fields import BY_ID, PLAN, WRITABLE

_HEAD = "| database | who | rows | read, rows/s | put on file, rows/s | whole, rows/s | peak MB |"
_STAY = ("mode", "place", "room_no", "managed_by", "visit_contact")
_LIBRARY_ROWS = 5_000  # it is slow and takes memory for every row


def cells(n: int) -> dict[str, object]:
    """A row as an office fills it in, without what only begins with an observation."""
    told = {one.id: one.example for one in WRITABLE if one.id not in _STAY}
    told |= {"symptoms": "无状况", "temp": f"36.{n % 10}", "category": "返工人员"}
    told |= {"name": any_name(), "id_number": id_number(n), "phone": f"13{n:09}"}
    told |= {"area": random.choice(GRIDS), "address": f"{n % 90 + 1}号楼{n % 2000}室"}
    told |= {"emergency_phone": f"15{n:09}", "birth_date": "", "sex": ""}
    told |= {"native_place": "湖北省武汉市", "cohabitant_count": n % 6}
    return told


def write(path: Path, rows: int) -> None:
    fields = [*PLAN, BY_ID["area"]]
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [one.label for one in fields])
        for n in range(rows):
            told = cells(n)
            sheet.write_row(n + 1, 0, [told.get(one.id, "") for one in fields])


def measure(url: str, path: Path, module: str) -> list[object]:
    with tempfile.TemporaryDirectory(prefix="lianfang-bench-") as folder:
        here = {"LIANFANG_DATA": folder, "DJANGO_SETTINGS_MODULE": "lianfang.settings"}
        here["LIANFANG_DATABASE"] = url or f"sqlite:///{folder}/bench.sqlite3"
        command = [sys.executable, "-m", module, str(path)]
        done = subprocess.run(  # noqa: S603 -- ours
            command, env=os.environ | here, check=True, stdout=subprocess.PIPE, text=True
        )
    found: list[object] = json.loads(done.stdout.splitlines()[-1])
    return found


def lines(name: str, url: str, rows: int, folder: Path, *, alone: bool) -> Iterator[list[object]]:
    whole, part = folder / "whole.xlsx", folder / "part.xlsx"
    people, read, put, peak, counts = measure(url, whole, "bench.importing")
    if people != rows:
        raise SystemExit(f"{people} of {rows} on file: {counts}")
    speeds = [f"{rows / span:,.0f}" for span in (read, put, read + put)]
    yield [name, "ours", f"{rows:,}", *speeds, peak]
    if not alone:
        _, read, put, peak, _ = measure(url, part, "bench.importing_library")
        some = min(rows, _LIBRARY_ROWS)
        speeds = [f"{some / span:,.0f}" for span in (read, put, read + put)]
        yield [name, "django-import-export", f"{some:,}", *speeds, peak]


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="./run bench import")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--only", choices=("sqlite", "postgres"), default="")
    parser.add_argument("--alone", action="store_true", help="without the library")
    options = parser.parse_args(words)
    print(_HEAD, "|" + "---|" * 7, sep="\n")
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="lianfang-table-")))
        write(folder / "whole.xlsx", options.rows)
        write(folder / "part.xlsx", min(options.rows, _LIBRARY_ROWS))
        for name in ("sqlite", "postgres"):
            if options.only in {"", name}:
                url = held.enter_context(postgres.server()) if name == "postgres" else ""
                for row in lines(name, url, options.rows, folder, alone=options.alone):
                    print("| " + " | ".join(map(str, row)) + " |", flush=True)
