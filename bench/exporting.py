"""One export in a process of its own: `python -m bench.exporting ROWS FILE`; prints what it took.

The floor reads the same columns by plain SQL and writes the cells as the database gives them.
"""

import json
import random
import resource
import sys
import time
import uuid
from pathlib import Path

import django

django.setup()

import xlsxwriter  # noqa: E402 -- after setup
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from bench.imports import write  # noqa: E402
from bench.people import areas  # noqa: E402
from lianfang.core import clock  # noqa: E402
from lianfang.core.actor import Actor  # noqa: E402
from lianfang.core.loads import Load  # noqa: E402
from lianfang.geo.actions import load_areas  # noqa: E402
from lianfang.org.enums import RoleCode  # noqa: E402
from lianfang.people.models import Person  # noqa: E402
from lianfang.policy.actions import set_parameter  # noqa: E402
from lianfang.quarantine.models import Episode, Reading, Slot  # noqa: E402
from lianfang.roster import actions  # noqa: E402
from lianfang.roster.enums import BatchState, ExportForm  # noqa: E402
from lianfang.roster.fields import PLAN  # noqa: E402
from lianfang.roster.queries import file_of  # noqa: E402
from tests.factories.geo import GRID  # noqa: E402
from tests.factories.org import make_staff  # noqa: E402

_FLOOR = (
    "SELECT p.*, e.*, a.*, r.* FROM people_person p"
    " LEFT JOIN quarantine_episode e ON e.person_id = p.id AND e.is_open"
    " LEFT JOIN people_arrival a ON a.person_id = p.id"
    " LEFT JOIN quarantine_reading r ON r.person_id = p.id ORDER BY p.id DESC"
)


def put_on_file(rows: int, folder: Path) -> None:
    """By the import itself; then everybody is under observation and has made two checks."""
    officer = make_staff(RoleCode.CDC_OFFICER, areas=(GRID[:4],))
    table = folder / "table.xlsx"
    write(table, rows)
    batch = actions.open_batch("a.xlsx", table.read_bytes(), by=officer, at=clock.now())
    if batch.state == BatchState.READING:
        batch = actions.read_held(batch, by=officer, at=clock.now())
    actions.commit_batch(batch, by=officer, at=clock.now())
    with transaction.atomic():
        _observe()


def _observe() -> None:
    now = clock.now()
    people = list(Person.objects.unscoped().values_list("id", "area_code"))
    stay = {"subject_class": "close_contact", "profile": "cn-2020v3", "anchor_at": now}
    stay |= {"starts_at": now, "planned_end": now, "anchor_evidence": "7", "room_no": "8306"}
    episodes = Load(Episode).keyed(
        [
            stay | {"key": uuid.uuid4(), "person_id": pk, "area_code": area, "place": "集中点3号楼"}
            for pk, area in people
        ]
    )
    window = {"opens_at": now, "closes_at": now, "grace_until": now, "day": now.date()}
    Load(Slot).many(
        [
            window | {"episode_id": pk, "part": p, "state": "done"}
            for pk in episodes
            for p in ("am", "pm")
        ]
    )
    signs = {"temp_c": "36.5", "symptoms": ["00"], "measured_at": now, "received_at": now}
    signs |= {"kind": "self", "actor_kind": "account", "measured_by": "本人"}
    Load(Reading).many(
        [signs | {"key": uuid.uuid4(), "person_id": pk, "area_code": area} for pk, area in people]
    )


def ours(rows: int, form: str, place: Path) -> None:
    officer = make_staff(RoleCode.CDC_OFFICER, areas=(GRID[:4],), username=f"officer-{form}")
    admin = make_staff(RoleCode.SYSADMIN, areas=("CN",), username=f"admin-{form}")
    now = clock.now()
    set_parameter("export.alone_most", rows, valid_from=now, by=admin, at=now)
    fields = [one.id for one in PLAN]
    wanted = actions.Wanted(form=ExportForm(form), fields=fields, is_masked=False)
    export = actions.ask_export(wanted, reason="测速", by=officer, at=now)
    export = actions.make_export(export, by=officer, at=now)
    if export.done != rows:
        raise SystemExit(f"{export.done} of {rows}: {export.error}")
    with place.open("wb") as out:
        out.writelines(file_of(export))


def floor(place: Path) -> None:
    with (
        connection.cursor() as cursor,
        xlsxwriter.Workbook(str(place), {"constant_memory": True}) as book,
    ):
        sheet = book.add_worksheet()
        cursor.execute(_FLOOR)
        line = 0
        while some := cursor.fetchmany(1_000):
            for cells in some:
                for column, cell in enumerate(cells[: len(PLAN)]):
                    sheet.write_string(line, column, "" if cell is None else str(cell))
                line += 1


def main(words: list[str]) -> None:
    what, rows, folder = words[0], int(words[1]), Path(words[2])
    if what == "fill":
        random.seed(7)
        call_command("migrate", verbosity=0)
        load_areas(areas(), by=Actor.system(), at=clock.now())
        put_on_file(rows, folder)
        return
    began, cpu = time.perf_counter(), time.process_time()
    place = folder / f"{what}.out"
    if what == "floor":
        floor(place)
    else:
        ours(rows, what, place)
    spent = [time.perf_counter() - began, time.process_time() - cpu]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps([*spent, peak, place.stat().st_size]))


main(sys.argv[1:])
