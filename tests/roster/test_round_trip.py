"""Import → export → import: whatever a table may say, the same people come out of its export."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianfang.people.models import Person
from lianfang.roster.actions import Wanted, ask_export, commit_batch, make_export, open_batch
from lianfang.roster.enums import BatchState, ExportForm
from lianfang.roster.fields import BY_ID, WRITABLE, FieldKind
from lianfang.roster.queries import file_of, sheet_of
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.uploads import id_number, make_workbook

pytestmark = pytest.mark.django_db
STAY = {"mode", "place", "room_no", "managed_by", "visit_contact"}  # begin with an observation
NAMES = [one.id for one in WRITABLE if one.id not in STAY]
HEADERS = [BY_ID[name].label for name in NAMES]
SIGNS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"])
ANY = st.text(st.one_of(st.sampled_from("=+-@',\"#、；\t 0甲🙂"), SIGNS), max_size=12)
_DAYS = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2020, 2, 9))  # noqa: DTZ001 -- local
_CELLS = {
    FieldKind.CODE: lambda one: st.sampled_from(["", *one.codes.values()]),
    FieldKind.CODES: lambda _: st.sampled_from(["", "无状况", "发热、咳嗽"]),
    FieldKind.TEMPERATURE: lambda _: st.sampled_from(["", "36.5", "38.1"]),
    FieldKind.INTEGER: lambda _: st.sampled_from(["", "0", "3"]),
    FieldKind.MOMENT: lambda _: st.one_of(st.just(""), _DAYS.map(lambda d: f"{d:%Y-%m-%d %H:%M}")),
    FieldKind.DATE: lambda _: st.just(""),
    FieldKind.PREFECTURE: lambda _: st.sampled_from(["", "湖北省武汉市", "北京市"]),
    FieldKind.LOG: lambda _: st.lists(ANY, max_size=2).map("\n".join),
}
_SET = {
    "name": st.sampled_from(["张三", "欧阳·娜", "Anna Li", "单田芳"]),
    "phone": st.integers(0, 99_999_999).map(lambda n: f"138{n:08}"),
    "emergency_phone": st.sampled_from(["", "13900139000", "+86 13900139000"]),
    "id_type": st.just("居民身份证"),
    "area": st.just(GRID),
    "cohabitants": st.sampled_from(["", "李四 配偶 13700137000", "李四 配偶\n王五 子"]),
}


@st.composite
def tables(draw):
    rows = []
    for number in range(draw(st.integers(1, 3))):
        told = {"id_number": id_number(number)}
        for name in NAMES:
            one = BY_ID[name]
            cells = _SET[name] if name in _SET else _CELLS.get(one.kind, lambda _: ANY)(one)
            told.setdefault(name, draw(cells))
        told["category"] = told["category"] or "返工人员"
        told["source"] = told["source"] or "网格排查"
        rows.append([told[name] for name in NAMES])
    return rows


def taken_in(officer, content, name):
    """What is on file once the table was committed; its bad rows are not."""
    batch = open_batch(name, content, by=officer, at=T0)
    assert batch.state == BatchState.PREVIEW
    commit_batch(batch, by=officer, at=T0)
    ids = Person.objects.unscoped().order_by("id_blind").values_list("id", flat=True)
    values = sheet_of(list(ids), at=T0)
    return [{name: one[name] for name in NAMES} for one in values], batch.counts


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=tables(), form=st.sampled_from([ExportForm.XLSX, ExportForm.CSV]))
def test_what_was_imported_and_exported_imports_as_the_same_people(rows, form):
    with transaction.atomic():
        make_area()
        officer = make_staff("cdc_officer", areas=(GRID[:4],))
        with transaction.atomic():
            before, _ = taken_in(officer, make_workbook(rows, HEADERS, formulas=False), "a.xlsx")
            if before:
                wanted = Wanted(form=form, fields=NAMES, is_masked=False)
                export = ask_export(wanted, reason="往返", by=officer, at=T0)
                export = make_export(export, by=officer, at=T0)
                content = b"".join(file_of(export))
            transaction.set_rollback(True)
        if before:
            after, counts = taken_in(officer, content, export.name)
            assert after == before
            assert counts == {"new": len(before)}
        transaction.set_rollback(True)


def test_what_was_exported_changes_nothing_where_it_came_from():
    make_area()
    officer = make_staff("cdc_officer", areas=(GRID[:4],))
    plain = {"phone": "13800138000", "name": "张三", "category": "返工人员", "area": GRID}
    plain |= {"source": "网格排查", "address": "-3", "id_number": id_number(1)}
    row = [plain.get(name, "") for name in NAMES]
    taken_in(officer, make_workbook([row], HEADERS), "a.xlsx")

    wanted = Wanted(fields=NAMES, is_masked=False)
    export = ask_export(wanted, reason="往返", by=officer, at=T0)
    export = make_export(export, by=officer, at=T0)
    again = open_batch("b.xlsx", b"".join(file_of(export)), by=officer, at=T0)

    assert again.counts == {"same": 1}
