"""自定义字段: added without code, filled in, imported and taken back, searched, never deleted."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from lianfang.audit.models import Entry
from lianfang.core.clock import at_local
from lianfang.org.errors import MissingPermission
from lianfang.people.errors import ChangedMeanwhile
from lianfang.people.queries import by_id
from lianfang.roster.actions import (
    Described,
    add_field,
    change_field,
    change_file,
    switch_field_off,
    switch_field_on,
)
from lianfang.roster.errors import BadCustomField, BadFields, ChangedField
from lianfang.roster.fields import FieldKind, Unreadable, read_cell
from lianfang.roster.models import CustomField, CustomValue
from lianfang.roster.queries import (
    Reader,
    changes_of,
    fields_for,
    people_saying,
    sheet_of,
    texts_of,
)
from tests.factories.fields import ADMIN, FILLED_BY_ALL, id_of, make_field
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person

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
