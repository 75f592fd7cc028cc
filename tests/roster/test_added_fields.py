"""自定义字段: added without code, filled in, imported and taken back, searched, never deleted."""

import datetime as dt
import io
import uuid
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from lianfang.audit.models import Entry
from lianfang.core.clock import at_local
from lianfang.org.errors import MissingPermission
from lianfang.people.errors import ChangedMeanwhile
from lianfang.people.queries import by_document, by_id
from lianfang.roster.actions import (
    Described,
    add_field,
    change_field,
    change_file,
    commit_batch,
    open_batch,
    open_file,
    switch_field_off,
    switch_field_on,
    undo_batch,
)
from lianfang.roster.errors import BadCustomField, BadFields, ChangedField
from lianfang.roster.fields import FieldKind, Unreadable, read_cell
from lianfang.roster.models import CustomField, CustomValue
from lianfang.roster.queries import (
    Reader,
    changes_of,
    fields_for,
    people_saying,
    rows_of,
    sheet_of,
    template,
    texts_of,
)
from tests.factories.fields import ADMIN, FILLED_BY_ALL, id_of, make_field
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.uploads import HEADERS, id_number, make_cells, make_workbook

pytestmark = pytest.mark.django_db
CITY = GRID[:4]
TODAY = dt.date(2020, 2, 10)
KINDS = [
    (FieldKind.TEXT, "A-3", "A-3", "A-3"),
    (FieldKind.LONG_TEXT, "夜班\n独居", "夜班\n独居", "夜班\n独居"),
    (FieldKind.NUMBER, "12", Decimal(12), "12"),
    (FieldKind.NUMBER, "-0.25", Decimal("-0.25"), "-0.25"),
    (FieldKind.DATE, "2020年3月1日", dt.date(2020, 3, 1), "2020-03-01"),
    (
        FieldKind.MOMENT,
        "2020-03-01 9:30",
        at_local(dt.date(2020, 3, 1), dt.time(9, 30)),
        "2020-03-01 09:30",
    ),
    (FieldKind.FLAG, "是", True, "是"),
    (FieldKind.FLAG, "否", False, "否"),
    (FieldKind.CODE, "夜班", "c2", "夜班"),
    (FieldKind.CODES, "夜班、白班", ("c1", "c2"), "白班、夜班"),
    (FieldKind.PHONE, "138 0013 8000", "13800138000", "13800138000"),
]


@pytest.fixture
def officer():
    make_area()
    return make_staff("cdc_officer", areas=(CITY,))


def made(kind, label="轮班", **more):
    choices = ("白班", "夜班", "轮休") if kind in {FieldKind.CODE, FieldKind.CODES} else ()
    return make_field(label, kind, choices=choices, **more)


def read(caller, person):
    return sheet_of([person.pk], at=T0, fields=fields_for(caller))[0]


def saved(officer, person, row, value):
    change_file(by_id(person.pk), {id_of(row): value}, by=officer.actor, at=T0)


@pytest.mark.parametrize(("kind", "cell", "value", "text"), KINDS)
def test_a_value_of_every_type_is_read_kept_in_its_column_and_shown(
    officer, kind, cell, value, text
):
    row, person = made(kind), make_person()
    fields = fields_for(officer)
    understood = Reader(at=T0, fields=fields).read({id_of(row): cell})

    change_file(by_id(person.pk), understood.values, by=officer.actor, at=T0)

    kept = read(officer, person)
    assert understood.faults == {}
    assert kept[id_of(row)] == value
    assert texts_of(kept, is_masked=False, fields=fields)[id_of(row)] == text


@pytest.mark.parametrize(
    ("kind", "cell", "word"),
    [
        (FieldKind.NUMBER, "十二", "请填数字"),
        (FieldKind.NUMBER, "1e30", "请填数字|数字太大"),
        (FieldKind.NUMBER, "NaN", "请填数字|数字太大"),
        (FieldKind.DATE, "下周", "日期请填如"),
        (FieldKind.MOMENT, "早上", "日期请填如"),
        (FieldKind.FLAG, "也许", "请填 是 或 否"),
        (FieldKind.CODE, "中班", "请从以下选项中选择：白班、夜班、轮休"),
        (FieldKind.CODES, "夜班、中班", "不认识“中班”，请填写如：白班"),
        (FieldKind.PHONE, "12", "位数不对"),
        (FieldKind.TEXT, "长" * 101, "最多 100 个字"),
        (FieldKind.TEXT, "=1+1", "不能是公式"),
    ],
)
def test_a_value_of_another_type_is_refused_with_what_to_do(officer, kind, cell, word):
    row = made(kind)
    [field] = fields_for(officer).added

    with pytest.raises(Unreadable, match=word):
        read_cell(field, cell, today=TODAY)
    assert id_of(row) == field.id


def test_only_who_may_change_the_rules_adds_changes_or_switches_a_field(officer):
    row, described = made(FieldKind.TEXT), Described("楼栋", access=FILLED_BY_ALL)

    for act in (
        lambda: add_field(described, kind="text", key=uuid.uuid4(), by=officer, at=T0),
        lambda: change_field(row, described, version=1, by=officer, at=T0),
        lambda: switch_field_off(row, version=1, by=officer, at=T0),
        lambda: switch_field_on(row, version=1, by=officer, at=T0),
    ):
        with pytest.raises(MissingPermission):
            act()
    assert CustomField.objects.get().label == "轮班"


def test_a_field_sent_twice_is_one_field_and_one_entry():
    key, described = uuid.uuid4(), Described("楼栋", access=FILLED_BY_ALL)

    first = add_field(described, kind="text", key=key, by=ADMIN, at=T0)
    again = add_field(described, kind="text", key=key, by=ADMIN, at=T0)

    assert first.pk == again.pk
    assert Entry.objects.filter(action="field.added").count() == 1


@pytest.mark.parametrize(
    ("more", "field", "word"),
    [
        ({"label": " "}, "label", "请填写字段名称"),
        ({"label": "手机号"}, "label", "已有同名的字段"),
        ({"label": "轮 班"}, "label", "已有同名的字段"),
        ({"group": "secret"}, "group", "请选择分组"),
        ({"choices": [("", "白班")]}, "choices", "至少填写两个选项"),
        ({"choices": [("", "白班"), ("", "白班")]}, "choices", "不能重复"),
        ({"choices": [("", "白、夜"), ("", "轮休")]}, "choices", "不能含"),
        ({"access": {}}, "access", "至少选择一个"),
        ({"access": {"sysadmin": "view"}}, "access", "能查看人员信息的岗位"),
        ({"access": {"grid_worker": "all"}}, "access", "能查看人员信息的岗位"),
    ],
)
def test_a_field_nobody_could_use_is_refused_with_what_to_put_right(more, field, word):
    made(FieldKind.TEXT)
    usual = {"label": "楼栋", "choices": [("", "一"), ("", "二")], "access": FILLED_BY_ALL}

    with pytest.raises(BadCustomField) as refused:
        add_field(
            Described(**(usual | more)), kind=FieldKind.CODE, key=uuid.uuid4(), by=ADMIN, at=T0
        )

    assert word in refused.value.fields[field]
    assert CustomField.objects.count() == 1


def test_a_type_that_is_not_offered_is_refused():
    with pytest.raises(BadCustomField) as refused:
        make_field(kind="area")

    assert refused.value.fields == {"kind": "请选择字段类型"}


def test_the_second_of_two_administrators_changes_nothing():
    row = made(FieldKind.TEXT)
    change_field(row, Described("排班", access=FILLED_BY_ALL), version=1, by=ADMIN, at=T0)

    with pytest.raises(ChangedField):
        change_field(row, Described("班组", access=FILLED_BY_ALL), version=1, by=ADMIN, at=T0)
    with pytest.raises(ChangedField):
        switch_field_off(row, version=1, by=ADMIN, at=T0)

    [entry] = Entry.objects.filter(action="field.changed")
    assert entry.detail["changed"] == {"label": ["轮班", "排班"]}
    assert (CustomField.objects.get().label, CustomField.objects.get().is_on) == ("排班", True)


def test_a_choice_is_renamed_or_added_and_goes_only_while_nobody_took_it(officer):
    row, person = made(FieldKind.CODE), make_person()
    saved(officer, person, row, "c2")
    renamed = Described("轮班", choices=[("c2", "晚班"), ("", "临时")], access=FILLED_BY_ALL)

    change_field(row, renamed, version=1, by=ADMIN, at=T0)

    assert CustomField.objects.get().choices == [["c2", "晚班"], ["c4", "临时"]]
    texts = texts_of(read(officer, person), is_masked=False, fields=fields_for(officer))
    assert texts[id_of(row)] == "晚班"
    gone = Described("轮班", choices=[("c4", "临时"), ("", "长白")], access=FILLED_BY_ALL)
    with pytest.raises(BadCustomField) as refused:
        change_field(row, gone, version=2, by=ADMIN, at=T0)
    assert refused.value.fields == {"choices": "“晚班”已有人选过，不能删除，可以改名"}


def test_switched_off_nobody_is_asked_and_what_was_said_comes_back_with_it(officer):
    row, person = made(FieldKind.TEXT), make_person()
    saved(officer, person, row, "A-3")

    switch_field_off(row, version=1, by=ADMIN, at=T0)
    switch_field_off(row, version=2, by=ADMIN, at=T0)

    assert fields_for(officer).added == ()
    assert id_of(row) not in read(officer, person)
    assert CustomValue.objects.count() == 1
    switch_field_on(row, version=2, by=ADMIN, at=T0)
    assert read(officer, person)[id_of(row)] == "A-3"
    assert Entry.objects.filter(action="field.switched").count() == 2


def test_who_may_not_see_a_field_has_no_trace_of_it(officer):
    row, person = made(FieldKind.TEXT, access={"cdc_officer": "fill"}), make_person()
    saved(officer, person, row, "A-3")
    worker = make_staff("grid_worker")

    assert fields_for(worker).added == ()
    assert id_of(row) not in read(worker, person)
    assert changes_of(person, reader=worker) == []
    assert [c.differences[0].after for c in changes_of(person, reader=officer)] == ["A-3"]
    with pytest.raises(BadFields):
        people_saying(worker, {id_of(row): "A-3"}, at=T0)


def test_only_what_changed_is_written_told_and_counted(officer):
    row, person = made(FieldKind.FLAG), make_person()
    version = by_id(person.pk).version
    saved(officer, person, row, value=False)
    saved(officer, person, row, value=False)
    saved(officer, person, row, None)
    saved(officer, person, row, None)

    assert by_id(person.pk).version == version + 2
    told = [(d.before, d.after) for c in changes_of(person, reader=officer) for d in c.differences]
    assert told == [("否", ""), ("", "否")]
    assert not CustomValue.objects.exists()


def test_the_second_of_two_editors_of_an_added_field_changes_nothing(officer):
    row, person = made(FieldKind.TEXT), make_person()
    mine, theirs = by_id(person.pk), by_id(person.pk)
    change_file(theirs, {id_of(row): "A"}, by=officer.actor, at=T0)

    with pytest.raises(ChangedMeanwhile):
        change_file(mine, {id_of(row): "B"}, by=officer.actor, at=T0)

    assert read(officer, person)[id_of(row)] == "A"


def test_phones_and_long_texts_lie_sealed_and_phones_are_masked(officer):
    phone, note = made(FieldKind.PHONE, "班长电话"), made(FieldKind.LONG_TEXT, "班组备注")
    person = make_person()
    saved(officer, person, phone, "13912345678")
    saved(officer, person, note, "夜里独居")

    raw = CustomValue.objects.extra(select={"raw": "sealed"}).values_list("raw", "text", "blind")
    texts = texts_of(read(officer, person), is_masked=True, fields=fields_for(officer))
    history = [d.after for c in changes_of(person, reader=officer) for d in c.differences]
    assert "13912345678" not in str(list(raw))
    assert "夜里独居" not in str(list(raw))
    assert texts[id_of(phone)] == "139****5678"
    assert history == ["夜里独居", "139****5678"]
    assert "13912345678" not in str(list(Entry.objects.values_list("detail", flat=True)))


@pytest.mark.parametrize(
    ("kind", "held", "asked", "other"),
    [
        (FieldKind.TEXT, "A-3", "A-3", "A-4"),
        (FieldKind.NUMBER, Decimal(12), "10..20", "13..20"),
        (FieldKind.NUMBER, Decimal(12), "12", "11"),
        (FieldKind.NUMBER, Decimal(12), "..12", "..11"),
        (FieldKind.DATE, dt.date(2020, 3, 1), "2020-02-01..2020-03-01", "2020-03-02.."),
        (FieldKind.MOMENT, at_local(TODAY, dt.time(9)), "2020-02-10", "2020-02-11"),
        (FieldKind.FLAG, False, "否", "是"),
        (FieldKind.CODE, "c2", "夜班", "白班"),
        (FieldKind.CODES, ("c1", "c2"), "夜班", "轮休"),
        (FieldKind.PHONE, "13912345678", "139 1234 5678", "13800138000"),
    ],
)
def test_people_are_found_by_what_was_said_of_every_type(officer, kind, held, asked, other):
    row, person = made(kind), make_person()
    make_person(phone="13800138009")
    saved(officer, person, row, held)

    assert set(people_saying(officer, {id_of(row): asked}, at=T0)) == {person.pk}
    assert set(people_saying(officer, {id_of(row): other}, at=T0)) == set()


def test_a_question_that_cannot_be_asked_says_why(officer):
    note, number = made(FieldKind.LONG_TEXT, "备注二"), made(FieldKind.NUMBER, "年限")

    for asked, word in (
        ({id_of(note): "独居"}, "备注二：长文字不能作为查询条件"),
        ({id_of(number): "很久"}, "年限：请填数字"),
        ({id_of(number): ".."}, "年限：请填写要查的内容"),
        ({"custom_0": "1"}, "没有这个字段"),
    ):
        with pytest.raises(BadFields) as refused:
            people_saying(officer, asked, at=T0)
        assert next(iter(refused.value.fields.values())).startswith(word)
    assert people_saying(officer, {}, at=T0) is None


def test_a_sheet_costs_one_statement_more_however_many_fields(officer, django_assert_num_queries):
    people = [make_person(phone=f"1380013800{n}") for n in range(3)]
    rows = [made(FieldKind.TEXT, f"字段{n}") for n in range(3)]
    for person in people:
        change_file(by_id(person.pk), {id_of(row): "A" for row in rows}, by=officer.actor, at=T0)
    fields = fields_for(officer)
    sheet_of([people[0].pk], at=T0, fields=fields)

    for some in (people[:1], people):
        with django_assert_num_queries(13):
            assert len(sheet_of([one.pk for one in some], at=T0, fields=fields)) == len(some)


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
