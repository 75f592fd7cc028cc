"""The same table by django-import-export: `python -m bench.importing_library FILE`."""

import json
import resource
import sys
import time
import uuid
from pathlib import Path

import django

django.setup()

import tablib  # noqa: E402 -- after setup
from django.core.management import call_command  # noqa: E402
from django.db import models  # noqa: E402
from import_export import fields, resources  # noqa: E402
from import_export.instance_loaders import CachedInstanceLoader  # noqa: E402

from lianfang.core import clock  # noqa: E402
from lianfang.people.models import Person  # noqa: E402

Person.add_to_class("objects", models.Manager())  # the library knows no scopes

_COLUMNS = {
    "姓名": "name",
    "证件号码": "id_number",
    "电话": "phone",
    "现住址": "address",
    "紧急联系人电话": "emergency_contact",
    "所属网格": "area_code",
    "同住人数": "cohabitant_count",
}


class People(resources.ModelResource):
    """The library's own way for large tables: bulk, without its log and its reports."""

    key = fields.Field(attribute="key", column_name="key")
    registered_at = fields.Field(attribute="registered_at", column_name="at")
    updated_at = fields.Field(attribute="updated_at", column_name="at")

    class Meta:
        model = Person
        import_id_fields = ("key",)
        fields = ("key", "registered_at", "updated_at", *_COLUMNS.values())
        use_bulk, batch_size, skip_diff, report_skipped = True, 1_000, True, False
        force_init_instance = True
        instance_loader_class = CachedInstanceLoader

    def before_import_row(self, row, **_):  # type: ignore[no-untyped-def]
        for told, name in _COLUMNS.items():
            row[name] = row.get(told) or None
        row["at"] = clock.now()


def main(path: str) -> None:
    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    table = tablib.Dataset().load(Path(path).read_bytes(), "xlsx")
    table.append_col([uuid.uuid4() for _ in range(table.height)], header="key")
    read = time.perf_counter()
    result = People().import_data(table, raise_errors=True)
    done = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    people = Person.objects.count()
    print(json.dumps([people, read - began, done - read, peak, dict(result.totals)]))


main(sys.argv[1])
