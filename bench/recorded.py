"""Seed one database and record the four requests: what is asked, the SQL it makes, the answer."""

import copy
import json
import os
import pickle
import re
import sys
import uuid
from dataclasses import dataclass, field
from pathlib import Path

Statement = tuple[str, object, bool]
PHONE = "13900000999"
_OURS_ALONE = ("SAVEPOINT", "RELEASE", "BEGIN", "ROLLBACK")


@dataclass
class Asked:
    """One request that can be sent again and again, each time under a key of its own."""

    name: str
    method: str
    path: str
    aim: float  # the share of the floor's speed that is aimed at
    fields: dict[str, object] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    answer: bytes = b""

    @property
    def writes(self) -> bool:
        return self.method == "POST"

    def body(self) -> bytes | None:
        if not self.writes:
            return None
        return json.dumps(self.fields | {"key": str(uuid.uuid4())}, default=str).encode()


def seed(persons: int) -> None:
    """One real person, and copies of them by bulk insert."""
    from django.db import connection

    from lianfang.people.models import Person
    from tests.factories.people import make_person

    first = make_person(phone=PHONE)
    for start in range(0, persons - 1, 2000):
        rows = [copy.copy(first) for _ in range(min(2000, persons - 1 - start))]
        for row in rows:
            row.pk, row.key, row.phone_blind = None, uuid.uuid4(), uuid.uuid4().hex
            row._state = copy.copy(first._state)
        Person.objects.unscoped().bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_mark (at integer)")
        cursor.execute("ANALYZE")


def asks() -> list[Asked]:
    from django.test import Client

    from lianfang.core import clock
    from lianfang.org.enums import RoleCode
    from tests.api.calls import sign_in, sign_in_citizen
    from tests.factories.accounts import make_account
    from tests.factories.geo import GRID
    from tests.factories.org import make_staff
    from tests.factories.passes import make_gate, make_keeper

    gate, city = make_gate(), (GRID[:4],)
    citizen, keeper, officer, leader = Client(), Client(), Client(), Client()
    sign_in_citizen(citizen, make_account())
    sign_in(keeper, make_keeper())
    sign_in(officer, make_staff(RoleCode.CDC_OFFICER, areas=city))
    sign_in(leader, make_staff(RoleCode.COMMANDER, areas=city))
    report = {"subject_kind": "suspected", "subject_name": "张三", "area_code": GRID}
    check = {"gate": gate.key, "phone": PHONE, "temp_c": 36.5, "direction": "in"}
    check["device_at"] = clock.now().isoformat()
    found = [
        (citizen, Asked("report POST", "POST", "/api/citizen/reports", 0.3, report)),
        (officer, Asked("list of 20", "GET", "/api/console/persons", 0.5)),
        (keeper, Asked("gate verify", "POST", "/api/gate/verify", 0.3, check)),
        (leader, Asked("dashboard", "GET", "/api/screen/overview", 0.5)),
    ]
    return [record(client, asked) for client, asked in found]


def record(client, asked: Asked) -> Asked:
    """Asked twice: plans are compiled at the first, statements are noted at the second."""
    from django.db import connection, transaction

    session = client.cookies["sessionid"].value
    asked.headers = {"Content-Type": "application/json", "X-Lianfang": "1"}
    asked.headers["Cookie"] = f"sessionid={session}"

    def ask():
        how = {"content_type": "application/json", "headers": {"X-Lianfang": "1"}}
        answer = client.generic(asked.method, asked.path, asked.body() or b"", **how)
        if answer.status_code >= 300:
            raise SystemExit(f"{asked.name}: {answer.status_code} {answer.content!r}")
        return answer

    def note(execute, sql, params, many, context):
        if not sql.upper().startswith(_OURS_ALONE):
            asked.statements.append(_raw(sql, params, many))
        return execute(sql, params, many, context)

    ask()
    with transaction.atomic(), connection.execute_wrapper(note):
        asked.answer = ask().content
        transaction.set_rollback(True)
    return asked


def _raw(sql: str, params, many: bool) -> Statement:
    """As the driver takes it."""
    from django.db import connection

    if connection.vendor == "sqlite":
        sql = re.sub(r"(?<!%)%s", "?", sql).replace("%%", "%")
    return sql, params or (), many


def main(persons: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    seed(persons)
    Path(os.environ["BENCH_PLAN"]).write_bytes(pickle.dumps(asks()))


if __name__ == "__main__":
    from bench.recorded import main as run  # so that what is pickled is named bench.recorded

    run(int(sys.argv[1]))
