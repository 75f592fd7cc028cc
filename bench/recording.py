"""Seed one database and record what is asked; `python -m bench.recording PERSONS requests`."""

import copy
import datetime as dt
import os
import pickle
import random
import re
import sys
import uuid
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import django

django.setup()

from django.core.management import call_command  # noqa: E402 -- after setup
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from bench.people import GRIDS, any_name, areas  # noqa: E402
from bench.recorded import Asked, Statement  # noqa: E402
from lianfang.core import clock  # noqa: E402
from lianfang.core.actor import Actor  # noqa: E402
from lianfang.geo.actions import load_areas  # noqa: E402
from lianfang.org.enums import RoleCode  # noqa: E402
from lianfang.people.models import Person  # noqa: E402
from lianfang.people.rules import pinyin_of  # noqa: E402
from lianfang.quarantine.models import Episode  # noqa: E402
from lianfang.stats.actions import recount_all  # noqa: E402
from tests.api.calls import sign_in, sign_in_citizen  # noqa: E402
from tests.factories.accounts import make_account  # noqa: E402
from tests.factories.geo import GRID  # noqa: E402
from tests.factories.org import make_staff  # noqa: E402
from tests.factories.passes import make_gate, make_keeper  # noqa: E402
from tests.factories.people import make_person  # noqa: E402

STATUSES = [*["registered"] * 8, "under_observation", "released"]
PHONE = "13900000999"
_OURS_ALONE = ("SAVEPOINT", "RELEASE", "BEGIN", "ROLLBACK")


LAST_4 = [f"{n:032x}" for n in range(10_000)]
spelled = cache(pinyin_of)


def somebody(first: Person) -> Person:
    """A copy with a name, numbers, a place and a status of its own."""
    row = copy.copy(first)
    row._state = copy.copy(first._state)
    row.pk, row.key, row.id_blind, row.phone_blind = (None, uuid.uuid4(), *hexes(2))
    row.name = any_name()
    row.name_pinyin, row.name_initials = spelled(row.name)
    row.id_last4_blind, row.phone_last4_blind = random.choices(LAST_4, k=2)
    row.area_code, row.control_status = random.choice(GRIDS), random.choice(STATUSES)
    row.category = random.choice(("01", "02", "10", "99"))
    return row


def hexes(many: int) -> list[str]:
    return [f"{random.getrandbits(128):032x}" for _ in range(many)]


def observe(people: list[Person]) -> None:
    """An observation for everybody whose status says so, begun in the last fortnight."""
    stays = []
    for person in people:
        if person.control_status == "under_observation":
            starts = clock.now() - dt.timedelta(days=random.randrange(14), hours=1)
            stays.append(
                Episode(
                    key=uuid.uuid4(),
                    person=person,
                    area_code=person.area_code,
                    subject_class="key_area_arrival",
                    profile="cn-2020v3",
                    mode=random.choice("1112"),
                    anchor_at=starts,
                    starts_at=starts,
                    planned_end=starts + dt.timedelta(days=14),
                )
            )
    Episode.objects.unscoped().bulk_create(stays)


def seed(persons: int) -> None:
    """One real person, others by bulk insert spread over all grids, and the counters."""
    load_areas(areas(), by=Actor.system(), at=clock.now())
    first = make_person(phone=PHONE)
    for start in range(0, persons - 1, 2000):
        rows = [somebody(first) for _ in range(min(2000, persons - 1 - start))]
        observe(Person.objects.unscoped().bulk_create(rows))
    recount_all(by=Actor.system(), at=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_mark (at integer)")
        cursor.execute("ANALYZE")


def twins() -> list[Person]:
    """One person filed twice, in the grid everybody here may see."""
    born = {"name": "张伟", "birth_date": dt.date(1980, 2, 3), "area_code": GRIDS[0]}
    return [make_person(**born, phone=f"1390000088{n}") for n in range(2)]


def searches() -> list[Asked]:
    """The ten usual shapes and what comes beside them, for a grid, a street and the whole city."""
    today = clock.local_date(clock.now())
    shapes = {
        "by name": {"text": "张伟"},
        "by ID number": {"text": "11010519491231002X"},
        "by phone": {"text": PHONE},
        "by area": {"area_code": GRIDS[0][:12]},
        "by status": {"control_status": "under_observation"},
        "by mode": {"mode": "2"},
        "by category": {"category": "02"},
        "by start date": {"starts_from": today.isoformat()},
        "by end date": {"ends_until": (today + dt.timedelta(days=1)).isoformat()},
        "abnormal today": {"is_abnormal_today": "true"},
    }
    listed = "/api/console/persons?"
    paths = {name: listed + urlencode(query) for name, query in shapes.items()}
    one, other = (person.key for person in twins())
    paths["all counted"] = "/api/console/persons/count?exact=true"
    paths["duplicates of one"] = f"/api/console/duplicates/{one}"
    paths["merge page"] = f"/api/console/duplicates/{one}/with/{other}"
    scopes = {"grid": GRIDS[0], "street": GRIDS[0][:9], "city": GRIDS[0][:4]}
    found = []
    for scope, area in scopes.items():
        client = Client()
        sign_in(client, make_staff(RoleCode.CDC_OFFICER, areas=(area,)))
        for name, path in paths.items():
            found.append(record(client, Asked(f"{name}, {scope}", "GET", path, 0.5)))
    return found


def shows() -> list[Asked]:
    """A pass shown with a ticket, as nearly always, and without one, as once an hour."""
    client = Client()
    sign_in_citizen(client, make_account(make_person(phone="13900000998")))
    path = "/api/citizen/pass/tokens"
    ticket = client.get(path).json()["ticket"]
    with_one = Asked("pass, with a ticket", "GET", path, 0.5, headers={"X-Pass-Ticket": ticket})
    face = Asked("face, with a ticket", "GET", path[:-7], 0.5, headers={"X-Pass-Ticket": ticket})
    without = Asked("pass, without", "GET", path, 0.3)
    return [record(client, asked) for asked in (with_one, face, without)]


def asks() -> list[Asked]:

    gate, city = make_gate(), (GRID[:4],)
    citizen, keeper, officer, leader = Client(), Client(), Client(), Client()
    sign_in_citizen(citizen, make_account())
    sign_in(keeper, make_keeper())
    sign_in(officer, make_staff(RoleCode.CDC_OFFICER, areas=city))
    sign_in(leader, make_staff(RoleCode.COMMANDER, areas=city))
    report = {"subject_kind": "suspected", "subject_name": "张三", "area_code": GRID}
    report["anyway"] = True  # the same again and again
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
    session = client.cookies["sessionid"].value
    asked.headers |= {"Content-Type": "application/json", "X-Lianfang": "1"}
    more = {name: asked.headers[name] for name in asked.headers if name == "X-Pass-Ticket"}
    asked.headers["Cookie"] = f"sessionid={session}"

    def ask():
        how = {"content_type": "application/json", "headers": {"X-Lianfang": "1"} | more}
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


def _raw(sql: str, params, many) -> Statement:
    """As the driver takes it."""
    if connection.vendor == "sqlite":
        sql = re.sub(r"(?<!%)%s", "?", sql).replace("%%", "%")
    return sql, params or (), many


def main(persons: int, wanted: str) -> None:
    call_command("migrate", verbosity=0)
    seed(persons)
    plan = {"search": searches, "pass": shows}.get(wanted, asks)()
    Path(os.environ["BENCH_PLAN"]).write_bytes(pickle.dumps(plan))


main(int(sys.argv[1]), sys.argv[2])
