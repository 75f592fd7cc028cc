"""A bare WSGI application: the recorded statements on the driver's cursor, the recorded answer.

What a request wrote is taken back to a savepoint, so that it can be written again, and one small
row is committed in its place: a commit is paid on both sides.
"""

import os
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402 -- after setup: the same connection settings as ours

from bench.recorded import Asked  # noqa: E402

_MARK = "INSERT INTO bench_mark (at) VALUES (1)"
_plan: dict[tuple[str, str], Asked] = {
    (asked.method, asked.path): asked
    for asked in pickle.loads(Path(os.environ["BENCH_PLAN"]).read_bytes())  # noqa: S301 -- ours
}


def application(
    environ: dict[str, object], start: Callable[[str, list[tuple[str, str]]], object]
) -> Iterable[bytes]:
    environ["wsgi.input"].read()  # type: ignore[attr-defined]
    path = str(environ["PATH_INFO"])
    query = environ.get("QUERY_STRING")
    asked = _plan[str(environ["REQUEST_METHOD"]), f"{path}?{query}" if query else path]
    connection.ensure_connection()
    run(connection.connection.cursor(), asked)
    start("200 OK", [("Content-Type", "application/json")])
    return [asked.answer]


def run(cursor, asked: Asked) -> None:
    """A read is a read; a write is one transaction."""
    if asked.writes:
        cursor.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
        cursor.execute("SAVEPOINT bench")
    for sql, params, many in asked.statements:
        (cursor.executemany if many else cursor.execute)(sql, params)
        if cursor.description:
            cursor.fetchall()
    if asked.writes:
        cursor.execute("ROLLBACK TO SAVEPOINT bench")
        cursor.execute(_MARK)
        cursor.execute("COMMIT")
