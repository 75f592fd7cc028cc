"""自定义字段 in tables: the template, an import that fills gaps, and undo."""

import datetime as dt
import io
import uuid
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from lianfang.people.queries import by_document
from lianfang.roster.actions import (
    commit_batch,
    open_batch,
    open_file,
    undo_batch,
)
from lianfang.roster.fields import FieldKind
from lianfang.roster.models import CustomValue
from lianfang.roster.queries import (
    rows_of,
    template,
)
from tests.factories.fields import id_of
from tests.factories.geo import GRID, T0
from tests.factories.people import make_person
from tests.factories.uploads import HEADERS, id_number, make_cells, make_workbook
from tests.roster.test_added_fields import KINDS, made, officer, read, saved

__all__ = ["officer"]
pytestmark = pytest.mark.django_db


def imported(officer, cells, headers):
    return open_batch("名单.xlsx", make_workbook(cells, headers), by=officer, at=T0)


def test_a_table_brings_added_fields_in_and_undo_takes_them_back(officer):
    shift, since = made(FieldKind.CODES), made(FieldKind.DATE, "入职日期")
    headers = (*HEADERS, "轮班", "入职日期")
    cells = [[*make_cells(n), "白班、夜班", "2019-07-01"] for n in range(3)]
    cells[2][-2] = "中班"

    batch = imported(officer, cells, headers)
    assert batch.counts == {"new": 2, "bad": 1}
    assert rows_of(batch, pile="bad").rows[0].faults[id_of(shift)].startswith("不认识“中班”")
    commit_batch(batch, by=officer, at=T0)

    values = read(officer, by_document("01", id_number(0)))
    assert (values[id_of(shift)], values[id_of(since)]) == (("c1", "c2"), dt.date(2019, 7, 1))
    assert imported(officer, cells, headers).counts == {"same": 2, "bad": 1}
    undo_batch(batch, by=officer, at=T0)
    assert not CustomValue.objects.exists()


def test_a_long_table_brings_every_type_in_at_once(officer):
    """Enough rows to be copied, not inserted, where the database can."""
    kinds = {kind: (cell, value) for kind, cell, value, _ in KINDS}
    rows = {kind: made(kind, f"栏目{n}") for n, kind in enumerate(kinds)}
    headers = (*HEADERS, *(row.label for row in rows.values()))
    cells = [[*make_cells(n), *(cell for cell, _ in kinds.values())] for n in range(25)]

    batch = imported(officer, cells, headers)
    commit_batch(batch, by=officer, at=T0)

    assert batch.counts == {"new": 25}
    for n in (0, 24):
        values = read(officer, by_document("01", id_number(n)))
        assert {kind: values[id_of(row)] for kind, row in rows.items()} == {
            kind: value for kind, (_, value) in kinds.items()
        }


def test_a_table_fills_gaps_and_leaves_what_a_file_says(officer):
    shift, block = made(FieldKind.TEXT), made(FieldKind.TEXT, "楼栋")
    person = make_person(name="张三", phone="13800138000", id_number=id_number(1))
    saved(officer, person, shift, "白班")
    cells = [*make_cells(1, 姓名="张三", 电话="13800138000"), "夜班", "3"]

    batch = imported(officer, [cells], (*HEADERS, "轮班", "楼栋"))
    commit_batch(batch, by=officer, at=T0)

    values = read(officer, person)
    assert batch.counts == {"merge": 1}
    assert (values[id_of(shift)], values[id_of(block)]) == ("白班", "3")


def test_what_the_sender_must_fill_in_counts_for_new_people_only(officer):
    must = made(FieldKind.TEXT, access={"cdc_officer": "must"})
    make_person(name="张三", phone="13800138000", id_number=id_number(1))
    cells = [make_cells(1, 姓名="张三", 电话="13800138000"), make_cells(2)]

    batch = imported(officer, cells, HEADERS)

    assert batch.counts == {"merge": 1, "bad": 1}
    assert rows_of(batch, pile="bad").rows[0].faults == {id_of(must): "请填写轮班"}


def test_a_column_the_sender_may_not_fill_in_is_left_alone(officer):
    made(FieldKind.TEXT, access={"cdc_officer": "view"})
    made(FieldKind.TEXT, "楼栋", access={"grid_worker": "fill"})

    batch = imported(officer, [[*make_cells(1), "夜班", "3"]], (*HEADERS, "轮班", "楼栋"))
    commit_batch(batch, by=officer, at=T0)

    assert batch.counts == {"new": 1}
    assert not CustomValue.objects.exists()
    assert headers_of(template(officer))[-1] != "轮班"


def headers_of(workbook):
    return CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()[0]


def test_the_template_has_what_its_sender_fills_in_and_imports_as_it_is(officer):
    row = made(FieldKind.CODES)

    batch = open_batch("模板.xlsx", template(officer), by=officer, at=T0)

    assert headers_of(template(officer))[-1] == "轮班"
    assert id_of(row) in batch.columns.values()
    assert batch.counts == {}


def test_a_template_from_before_the_field_still_imports(officer):
    old = make_workbook([make_cells(1)])
    made(FieldKind.TEXT)

    assert open_batch("旧模板.xlsx", old, by=officer, at=T0).counts == {"new": 1}


def test_somebody_new_is_registered_with_added_fields(officer):
    row = made(FieldKind.NUMBER, "工龄")
    values = {
        "name": "张三",
        "category": "01",
        "phone": "13800138000",
        "area": GRID,
        "source": "4",
        id_of(row): Decimal(3),
    }

    person, is_new = open_file(values, key=uuid.uuid4(), by=officer.actor, at=T0)
    again, is_new_again = open_file(
        values | {id_of(row): Decimal(9)}, key=uuid.uuid4(), by=officer.actor, at=T0
    )

    assert (is_new, is_new_again, person.pk) == (True, False, again.pk)
    assert read(officer, person)[id_of(row)] == 3
