"""Adding a field is one entry and one migration: done on a copy of the code, then looked for."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import lianfang

PACKAGE = Path(lianfang.__file__).parent
COLUMN = (
    "class Answers(models.Model):",
    "    shelter = models.CharField(max_length=50, blank=True)\n",
)
ENTRY = (
    "_OWN = (\n",
    '    Field("shelter", "避难点", _CARE, FieldKind.TEXT, example="一号楼", column="shelter"),\n',
)
LOOK = """
import datetime as dt, io, json, uuid
import django
from django.conf import settings

django.setup()
settings.MIGRATION_MODULES = dict.fromkeys((a.label for a in django.apps.apps.get_app_configs()))
from django.core.management import call_command

asked = io.StringIO()
settings.MIGRATION_MODULES = {}
call_command("makemigrations", "--dry-run", stdout=asked)
settings.MIGRATION_MODULES = dict.fromkeys((a.label for a in django.apps.apps.get_app_configs()))
call_command("migrate", "--run-syncdb", verbosity=0)

from lianfang.api.sheet import show_form
from lianfang.management.commands.fields import page
from lianfang.people.models import Person
from lianfang.roster import queries as roster
from lianfang.roster.queries.tables import headers_of, table_parts
from lianfang.roster.actions import change_file, commit_batch, merge_files, open_batch, open_file
from python_calamine import CalamineWorkbook
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.uploads import HEADERS, make_cells, make_workbook


def first_rows(content):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


make_area()
officer = make_staff("cdc_officer", areas=(GRID[:4],))
clerk = make_staff("community_officer", areas=(GRID[:12],))
values = {"name": "张三", "category": "01", "phone": "13800138000", "area": GRID, "source": "4"}
person, _ = open_file(values | {"shelter": "甲"}, key=uuid.uuid4(), by=clerk.actor, at=T0)
opened = roster.sheet_of([person.pk], at=T0)[0]["shelter"]
change_file(person, {"shelter": "乙"}, by=clerk.actor, at=T0)
table = make_workbook([[*make_cells(1), "丙"]], (*HEADERS, "避难点"))
batch = open_batch("a.xlsx", table, by=officer, at=T0)
commit_batch(batch, by=officer, at=T0)
other = Person.objects.unscoped().latest("id")
ids = [person.pk, other.pk]
exported = [headers_of(["shelter"], by=officer)]
for some in table_parts(ids, ["shelter"], is_masked=True, by=officer, at=T0):
    exported += some
merge_files(Person.objects.unscoped().get(pk=person.pk), other, take=["shelter"], reason="同一人",
            by=clerk, at=T0)
print(json.dumps({
    "migration": [said.strip() for said in asked.getvalue().split("\\n") if "field shel" in said],
    "operations": asked.getvalue().count("    + ") + asked.getvalue().count("    ~ "),
    "form": "shelter" in roster.fields_for(clerk).by_id,
    "docs": "避难点" in page(),
    "template": "避难点" in first_rows(roster.template(officer))[0],
    "opened": opened,
    "history": [(d.before, d.after) for c in roster.changes_of(person, reader=clerk)
                for d in c.differences][0],
    "imported": other.shelter,
    "exported": [cell for row in exported for cell in row],
    "merged": Person.objects.unscoped().get(pk=person.pk).shelter,
}))
"""


def test_adding_a_field_is_one_entry_and_one_migration(tmp_path):
    """The entry and the column are put into a copy, and nothing else."""
    shutil.copytree(PACKAGE, tmp_path / "lianfang", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tests").symlink_to(PACKAGE.parent / "tests")
    add(tmp_path / "lianfang/people/models.py", *COLUMN, after_blank_line=True)
    add(tmp_path / "lianfang/roster/fields/declared.py", *ENTRY)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "lianfang.settings",
        "LIANFANG_DATABASE": f"sqlite:///{tmp_path / 'one.sqlite3'}",
        "LIANFANG_DATA": str(tmp_path / "data"),
        "PYTHONPATH": str(tmp_path),
    }

    done = subprocess.run(  # noqa: S603 -- our own words
        [sys.executable, "-c", LOOK],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2_000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "migration": ["+ Add field shelter to person"],
        "operations": 1,
        "form": True,
        "docs": True,
        "template": True,
        "opened": "甲",
        "history": ["甲", "乙"],
        "imported": "丙",
        "exported": ["避难点", "乙", "丙"],
        "merged": "丙",
    }


def add(file, anchor, line, *, after_blank_line=False):
    """Right after the anchor, or after the docstring that follows it."""
    text = file.read_text(encoding="utf-8")
    at = text.index(anchor) + len(anchor)
    if after_blank_line:
        at = text.index("\n\n    native_place_code", at) + 2
    file.write_text(text[:at] + line + text[at:], encoding="utf-8")
