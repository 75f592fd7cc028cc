"""Seed one database, then time each request and the SQL it made; prints JSON."""

import copy
import json
import re
import statistics
import sys
import time
import uuid
from collections.abc import Callable

import django

django.setup()

from django.core.management import call_command  # noqa: E402 -- after setup
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from lianfang.core import clock  # noqa: E402
from lianfang.org.enums import RoleCode  # noqa: E402
from lianfang.people.models import Person  # noqa: E402
from tests.api.calls import call, sign_in, sign_in_citizen  # noqa: E402
from tests.factories.accounts import make_account  # noqa: E402
from tests.factories.geo import GRID  # noqa: E402
from tests.factories.org import make_staff  # noqa: E402
from tests.factories.passes import make_gate, make_keeper  # noqa: E402
from tests.factories.people import make_person  # noqa: E402

PHONE = "13900000999"
_OURS_ALONE = ("SAVEPOINT", "RELEASE", "BEGIN", "ROLLBACK")
Statement = tuple[str, object, bool]
Ask = Callable[[], object]


def seed(persons: int) -> None:
    """One real person, and copies of them by bulk insert."""
    first = make_person(phone=PHONE)
    for start in range(0, persons - 1, 2000):
        rows = [copy.copy(first) for _ in range(min(2000, persons - 1 - start))]
        for row in rows:
            row.pk, row.key, row.phone_blind = None, uuid.uuid4(), uuid.uuid4().hex
            row._state = copy.copy(first._state)
        Person.objects.unscoped().bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def statements_of(ask: Ask) -> list[Statement]:
    """What one request executes; its writes are taken back, so that they can be done again."""
    found: list[Statement] = []

    def note(execute, sql, params, many, context):
        if not sql.upper().startswith(_OURS_ALONE):
            found.append((sql, params, many))
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(note):
        ask()
        transaction.set_rollback(True)
    return found


def _raw(statement: Statement) -> Statement:
    sql, params, many = statement
    if connection.vendor == "sqlite":
        sql = re.sub(r"(?<!%)%s", "?", sql).replace("%%", "%")
    return sql, params or (), many


def replay(statements: list[Statement]) -> None:
    """The same statements with the same values on the driver's own cursor, in one transaction."""
    cursor = connection.connection.cursor()
    cursor.execute("BEGIN")
    for sql, params, many in statements:
        (cursor.executemany if many else cursor.execute)(sql, params)
        if cursor.description:
            cursor.fetchall()
    cursor.execute("ROLLBACK")


def timed(act: Callable[[], object], requests: int) -> float:
    took = []
    for _ in range(requests):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    return statistics.median(took) * 1000


def asks() -> dict[str, tuple[Ask, float]]:
    """The requests by name, with the share of the floor each aims at."""
    gate = make_gate()
    citizen, keeper, officer, leader = Client(), Client(), Client(), Client()
    sign_in_citizen(citizen, make_account())
    sign_in(keeper, make_keeper())
    sign_in(officer, make_staff(RoleCode.CDC_OFFICER, areas=(GRID[:4],)))
    sign_in(leader, make_staff(RoleCode.COMMANDER, areas=(GRID[:4],)))
    report = {"subject_kind": "suspected", "subject_name": "张三", "area_code": GRID}
    check = {"gate": gate.key, "phone": PHONE, "temp_c": 36.5, "direction": "in"}

    def send(client: Client, path: str, body: dict[str, object]) -> object:
        fresh = {"key": uuid.uuid4(), "device_at": clock.now().isoformat()}
        return good(call(client, "post", path, body | fresh))

    return {
        "report POST": (lambda: send(citizen, "/citizen/reports", report), 0.3),
        "list of 20": (lambda: good(call(officer, "get", "/console/persons")), 0.5),
        "gate verify": (lambda: send(keeper, "/gate/verify", check), 0.3),
        "dashboard": (lambda: good(call(leader, "get", "/screen/overview")), 0.5),
    }


def good(answer):
    if answer.status_code >= 300:
        raise SystemExit(f"{answer.status_code} {answer.content!r}")
    return answer


def main(persons: int, requests: int) -> None:
    call_command("migrate", verbosity=0)
    seed(persons)
    rows = []
    for name, (ask, aim) in asks().items():
        ask()
        statements = [_raw(statement) for statement in statements_of(ask)]
        # The floor first: our own requests would take the numbers that it gives out again.
        floor = timed(lambda: replay(statements), requests)  # noqa: B023 -- used at once
        ours = timed(ask, requests)
        numbers = {"ours": round(ours, 2), "floor": round(floor, 2)}
        share = {"ratio": round(floor / ours, 2), "aim": aim, "statements": len(statements)}
        rows.append({"request": name} | numbers | share)
    print(json.dumps(rows))


main(int(sys.argv[1]), int(sys.argv[2]))
