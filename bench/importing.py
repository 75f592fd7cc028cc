"""One import in a process of its own: `python -m bench.importing FILE`; prints what it took."""

import json
import resource
import sys
import time
import uuid
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402 -- after setup

from bench.people import areas  # noqa: E402
from lianfang.core import clock  # noqa: E402
from lianfang.core.actor import Actor  # noqa: E402
from lianfang.geo.actions import load_areas  # noqa: E402
from lianfang.org.enums import RoleCode  # noqa: E402
from lianfang.people.models import Person  # noqa: E402
from lianfang.roster.actions import commit_batch, open_batch, read_held  # noqa: E402
from lianfang.roster.enums import BatchState  # noqa: E402
from tests.factories.geo import GRID  # noqa: E402
from tests.factories.org import make_staff  # noqa: E402


def main(path: str) -> None:
    """What the worker does with an uploaded table: read and check it, then put it on file."""
    call_command("migrate", verbosity=0)
    load_areas(areas(), by=Actor.system(), at=clock.now())
    officer = make_staff(RoleCode.CDC_OFFICER, areas=(GRID[:4],))
    content = Path(path).read_bytes()
    began = time.perf_counter()
    batch = open_batch("名单.xlsx", content, key=uuid.uuid4(), by=officer, at=clock.now())
    if batch.state == BatchState.READING:
        batch = read_held(batch, by=officer, at=clock.now())
    read = time.perf_counter()
    batch = commit_batch(batch, by=officer, at=clock.now())
    done = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    people = Person.objects.unscoped().count()
    print(json.dumps([people, read - began, done - read, peak, batch.counts or batch.error]))


main(sys.argv[1])
