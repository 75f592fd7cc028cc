"""`python -m demo prepare | accounts | check`: the invented city from the command line."""

import argparse
import json
import os
import sys
from pathlib import Path

import django

# Fourteen real snapshots of February and March 2020 (NOTICE): what the wall shows of the country.
NATIONAL = Path(__file__).with_name("national") / "dxy_2020.tar.xz"


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianfang.settings")
    django.setup()
    parser = argparse.ArgumentParser(prog="demo")
    parser.add_argument("act", choices=["prepare", "accounts", "check"])
    parser.add_argument("base", nargs="?", default="")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    if options.act == "prepare":
        _prepare(options.scale)
    elif options.act == "accounts":
        _accounts(as_json=options.json)
    else:
        return _check(options.base)
    return 0


def _prepare(scale: float) -> None:
    """Migrate, and load the city when there is none yet."""
    from django.core.management import call_command  # noqa: PLC0415 -- app ready

    from demo.load import load  # noqa: PLC0415 -- app ready
    from lianfang.city.models import City  # noqa: PLC0415 -- app ready
    from lianfang.core import clock  # noqa: PLC0415 -- app ready
    from lianfang.feeds.jobs import replay  # noqa: PLC0415 -- app ready

    call_command("migrate", verbosity=0, interactive=False)
    if not City.objects.exists():
        load(scale=scale, at=clock.now())
        replay(NATIONAL, now=clock.now())


def _accounts(*, as_json: bool) -> None:
    from demo.accounts import accounts  # noqa: PLC0415 -- app ready

    rows = accounts()
    if as_json:
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=1)
        return
    from rich.console import Console  # noqa: PLC0415 -- slow import
    from rich.table import Table  # noqa: PLC0415 -- slow import

    table = Table(title="演示账号（演示数据，均为虚构）")
    for heading in ("岗位", "姓名", "登录名", "密码", "管辖", "地址"):
        table.add_column(heading)
    for row in rows:
        password = row["password"] or row["simulator"]
        table.add_row(
            row["role_name"], row["name"], row["login"], password, row["area"], row["address"]
        )
    Console(width=150).print(table)


def _check(base: str) -> int:
    from demo.check import walk  # noqa: PLC0415 -- app ready

    summary = walk(base)
    json.dump(summary, sys.stdout, ensure_ascii=False)
    return 0 if summary["ok"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
