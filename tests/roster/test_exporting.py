"""导出: who may take whom, how many, marked, for how long, and what the trail keeps."""

import datetime as dt
import io
import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from lianfang.approvals.actions import decide
from lianfang.approvals.models import Approval
from lianfang.audit.models import Entry
from lianfang.core.actor import Actor
from lianfang.core.problems import NotAllowed, NotFound
from lianfang.org.actions import give_post
from lianfang.org.enums import RoleCode
from lianfang.org.models import User
from lianfang.org.queries import caller_by_id
from lianfang.people.models import Person
from lianfang.policy.actions import set_parameter
from lianfang.roster.actions import (
    Wanted,
    ask_export,
    cancel_export,
    expire_exports,
    make_export,
    note_fetch,
)
from lianfang.roster.actions import exporting as module
from lianfang.roster.enums import ExportForm, ExportState
from lianfang.roster.errors import (
    BadFields,
    ExportDone,
    ExportGone,
    NobodyFound,
    ReasonNeeded,
)
from lianfang.roster.handlers import carry_on_with_an_export
from lianfang.roster.jobs import look_after_exports, make_soon
from lianfang.roster.queries import export_for, exports_of, file_of
from lianfang.roster.queries.tables import table_parts
from tests.api.calls import hold_clock
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_role, make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode
from tests.factories.uploads import id_number

pytestmark = pytest.mark.django_db
CITY, ELSEWHERE = GRID[:4], "990102001001001"
FIELDS = ("name", "id_number", "phone", "address", "area", "mode")
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def nine_in_the_morning(settings):
    hold_clock(settings, T0)
    make_area()


@pytest.fixture
def officer():
    return make_staff("cdc_officer", areas=(CITY,), name="李疾控")


def planted(**more):
    given = {"name": "张三", "phone": "13800138000", "id_number": id_number(1)}
    return make_person(**(given | {"address": "3号楼501"} | more))


def made(by, *, reason="", key=None, **wanted):
    export = ask_export(
        Wanted(**({"fields": FIELDS} | wanted)), reason=reason, key=key, by=by, at=T0
    )
    return make_export(export, by=by, at=T0)


def content_of(export):
    return b"".join(file_of(export))


def lines_of(export, sheet=0):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content_of(export)))
    return book.get_sheet_by_index(sheet).to_python()


def test_an_export_is_masked_marked_kept_for_a_day_and_audited(officer):
    planted()

    export = made(officer, query={"text": "13800138000", "category": "99"})

    headers, row = lines_of(export)
    assert headers == ["姓名", "证件号码", "电话", "现住址", "所属网格", "隔离观察方式"]
    assert row[:4] == ["张三", f"110***********{id_number(1)[-4:]}", "138****8000", "（已隐藏）"]
    notes = str(lines_of(export, 1))
    assert "李疾控 于 2020-02-10 09:00 导出 1 人，仅限疫情防控使用" in notes
    assert "138****8000" in notes
    assert "13800138000" not in notes
    assert export.name == "人员-20200210-0900-李疾控.xlsx"
    assert (export.state, export.expires_at) == (ExportState.READY, T0 + DAY)
    told = Entry.objects.get(action="people.exported").detail
    assert told == {
        "form": "xlsx",
        "count": 1,
        "fields": list(FIELDS),
        "filter": {"text": "138****8000", "category": "99"},
        "picked": 0,
        "is_masked": True,
        "reason": "",
    }
    assert Entry.objects.filter(action="export.asked").count() == 1


def test_whole_numbers_leave_only_with_the_right_and_a_reason(officer):
    planted()
    doctor = make_staff("community_doctor", areas=(GRID[:12],))

    with pytest.raises(ReasonNeeded):
        made(officer, is_masked=False)
    with pytest.raises(NotAllowed):
        made(doctor, is_masked=False, reason="流调协查")
    export = made(officer, is_masked=False, reason="流调协查", form=ExportForm.CSV)

    text = content_of(export).decode("utf-8-sig")
    assert id_number(1) in text
    assert "3号楼501" in text
    assert text.rstrip().endswith("仅限疫情防控使用，请妥善保管")


def test_somebody_who_may_see_whole_numbers_elsewhere_does_not_get_them_here():
    make_area(ELSEWHERE)
    planted()
    planted(name="李四", phone="13800138001", id_number=id_number(2), area_code=ELSEWHERE)
    both = make_staff("cdc_officer", areas=(ELSEWHERE[:6],))
    make_role("community_officer")
    post = {"role": RoleCode.COMMUNITY_OFFICER, "areas": (GRID[:12],)}
    give_post(User.objects.get(pk=both.id), **post, by=Actor.system(), at=T0)

    export = made(caller_by_id(both.id), is_masked=False, reason="流调协查")

    numbers = {row[0]: row[1] for row in lines_of(export)[1:]}
    assert numbers == {"李四": id_number(2), "张三": f"110***********{id_number(1)[-4:]}"}


def test_only_people_of_ones_areas_leave_even_if_ticked(officer):
    make_area(ELSEWHERE)
    mine = planted()
    other = planted(name="李四", phone="13800138001", id_number=id_number(2), area_code=ELSEWHERE)
    keys = [str(mine.key), str(other.key)]
    community = make_staff("community_officer", areas=(GRID[:12],))

    everybody = made(community)
    ticked = made(community, picked=keys)
    with pytest.raises(NobodyFound):
        made(community, picked=keys[1:])

    assert [[row[0] for row in lines_of(one)[1:]] for one in (everybody, ticked)] == [["张三"]] * 2


def test_ticked_people_are_narrowed_by_the_question_too(officer):
    stays, free = planted(), planted(name="李四", phone="13800138001", id_number=id_number(2))
    make_episode(stays)

    export = made(officer, query={"mode": "1"}, picked=[str(stays.key), str(free.key)])

    assert [(row[0], row[5]) for row in lines_of(export)[1:]] == [("张三", "居家")]


def test_what_was_asked_wrongly_is_named(officer):
    planted()

    with pytest.raises(BadFields) as unknown:
        made(officer, fields=["name", "password"])
    with pytest.raises(BadFields):
        made(officer, fields=[])
    with pytest.raises(NobodyFound):
        made(officer, query={"text": "王五"})

    assert unknown.value.fields == {"password": "没有这个字段"}


def test_asked_twice_with_one_key_is_one_export_and_nobody_elses(officer):
    planted()
    key = uuid.uuid4()

    first = ask_export(Wanted(fields=FIELDS), key=key, by=officer, at=T0)
    again = ask_export(Wanted(fields=FIELDS), key=key, by=officer, at=T0)
    make_export(first, by=officer, at=T0)

    assert first.pk == again.pk
    with pytest.raises(ExportDone):
        make_export(again, by=officer, at=T0)
    make_soon.call_local(first.pk)
    with pytest.raises(NotFound):
        ask_export(Wanted(fields=FIELDS), key=key, by=make_staff("cdc_officer", (CITY,)), at=T0)


def test_only_its_maker_fetches_it_while_it_lasts_and_every_time_is_kept(officer):
    planted()
    export, other = made(officer), make_staff("cdc_officer", areas=(CITY,))

    note_fetch(export, by=officer, at=T0)
    note_fetch(export, by=officer, at=T0)
    with pytest.raises(NotFound):
        note_fetch(export, by=other, at=T0)
    with pytest.raises(NotFound):
        export_for(other, export.key)
    with pytest.raises(ExportGone):
        note_fetch(export, by=officer, at=T0 + DAY)

    assert exports_of(other) == []
    assert Entry.objects.filter(action="export.fetched", subject_id=export.pk).count() == 2
    assert export_for(officer, export.key).fetched == 2


def test_a_file_past_its_end_is_destroyed(officer, settings):
    planted()
    export = made(officer)

    expire_exports(by=Actor.system(), at=T0 + DAY)

    export.refresh_from_db()
    assert export.state == ExportState.EXPIRED
    with pytest.raises(NotFound):
        file_of(export)


def test_the_file_on_disk_is_sealed(officer, settings):
    planted()
    made(officer, is_masked=False, reason="流调", form=ExportForm.CSV)

    held = b"".join(p.read_bytes() for p in (settings.MEDIA_ROOT / "held").glob("*.pieces"))
    assert held
    assert "张三".encode() not in held


def few_alone(most):
    admin = make_staff("sysadmin", areas=("CN",))
    set_parameter("export.alone_most", most, valid_from=T0, by=admin, at=T0)


def test_many_wait_for_a_second_person_who_covers_them_all(officer, settings):
    few_alone(1)
    planted()
    planted(name="李四", phone="13800138001", id_number=id_number(2))
    with pytest.raises(ReasonNeeded):
        ask_export(Wanted(fields=FIELDS), by=officer, at=T0)

    export = ask_export(Wanted(fields=FIELDS), reason="上报", by=officer, at=T0)

    assert export.state == ExportState.WAITING
    with pytest.raises(ExportDone):
        make_export(export, by=officer, at=T0)
    approval = Approval.objects.unscoped().get()
    assert (approval.area_code, approval.title) == (CITY, "导出 2 人（Excel 表格）：上报")
    with pytest.raises(NotAllowed):
        decide(approval, granted=True, by=officer, at=T0)
    decide(approval, granted=True, by=make_staff("commander", areas=(CITY,)), at=T0)
    [granted] = Entry.objects.filter(action="approval.granted")
    for _ in range(2):
        carry_on_with_an_export(granted, T0)
    look_after_exports.call_local()
    make_soon.call_local(export.pk)
    export.refresh_from_db()
    assert (export.state, len(lines_of(export))) == (ExportState.READY, 3)
    assert Entry.objects.filter(action="export.released").count() == 1


def test_a_refused_export_is_never_made(officer):
    few_alone(0)
    planted()
    export = ask_export(Wanted(fields=FIELDS), reason="上报", by=officer, at=T0)

    approval = Approval.objects.unscoped().get()
    leader = make_staff("commander", areas=(CITY,))
    decide(approval, granted=False, reason="用途不明", by=leader, at=T0)
    carry_on_with_an_export(Entry.objects.get(action="approval.refused"), T0)
    make_soon.call_local(export.pk)

    export.refresh_from_db()
    assert export.state == ExportState.REFUSED


def test_more_than_was_agreed_to_does_not_leave(officer):
    few_alone(1)
    planted()
    export = ask_export(Wanted(fields=FIELDS), by=officer, at=T0)
    planted(name="李四", phone="13800138001", id_number=id_number(2))

    make_export(export, by=officer, at=T0)

    assert (export.state, export.error) == (
        ExportState.FAILED,
        "符合条件的人员比申请时多，请重新提交导出",
    )


def test_a_right_lost_meanwhile_stops_a_whole_export(officer):
    planted()
    wanted = Wanted(fields=FIELDS, is_masked=False)
    export = ask_export(wanted, reason="流调", by=officer, at=T0)
    plain = make_staff("community_officer", areas=(CITY,))

    export.user_id = plain.id
    export.save()
    make_export(export, by=plain, at=T0)

    assert export.state == ExportState.FAILED


def test_a_cancelled_export_stops_between_two_parts(officer, monkeypatch):
    for n in range(3):
        planted(name=f"张{'一二三'[n]}", phone=f"1380013800{n}", id_number=id_number(n))
    export = ask_export(Wanted(fields=FIELDS), by=officer, at=T0)
    seen = []

    def stopping(*args, **kwargs):
        for lines in table_parts(*args, **kwargs):
            yield lines
            seen.append(len(lines))
            if len(seen) == 2:
                cancel_export(export_for(officer, export.key), by=officer, at=T0)

    monkeypatch.setattr("lianfang.roster.queries.tables._TOGETHER", 1)
    monkeypatch.setattr(module, "table_parts", stopping)
    make_export(export, by=officer, at=T0)

    assert (export.state, len(seen), export.done) == (ExportState.CANCELLED, 2, 2)
    with pytest.raises(ExportGone):
        note_fetch(export, by=officer, at=T0)
    with pytest.raises(ExportDone):
        cancel_export(export, by=officer, at=T0)
    with pytest.raises(NotFound):
        cancel_export(export, by=make_staff("cdc_officer", areas=(CITY,)), at=T0)


def test_a_line_list_tells_nobody_apart_and_brings_its_dictionary(officer):
    person = planted()
    make_episode(person)

    first = made(officer, form=ExportForm.LINE_LIST, is_masked=False)
    second = made(officer, form=ExportForm.LINE_LIST)

    assert first.is_masked
    lists = [lines_of(one) for one in (first, second)]
    assert lists[0][1][0] != lists[1][1][0]
    assert lists[0][1][1:] == lists[1][1][1:]
    told = json.dumps(lists, ensure_ascii=False)
    for planted_word in ("张三", id_number(1), "13800138000", "3号楼501", str(person.key), GRID):
        assert planted_word not in told
    assert "990101001街道" in told
    words = {line[0]: line[3] for line in lines_of(first, 1)}
    assert words["mode"].startswith("1=居家")
    assert "under_observation=隔离观察" in words["control_status"]


def test_reading_many_people_costs_the_same_statements(officer):
    def statements():
        ids = list(Person.objects.unscoped().order_by("id").values_list("id", flat=True))
        with CaptureQueriesContext(connection) as caught:
            list(table_parts(ids, FIELDS, is_masked=True, by=officer, at=T0))
        return len(caught)

    planted()
    statements()  # what is kept between requests is read once
    one = statements()
    for n in range(2, 4):
        planted(name="李四", phone=f"1380013800{n}", id_number=id_number(n))

    assert statements() == one


def test_a_cell_that_would_run_is_kept_as_text(officer):
    planted(address="=HYPERLINK(1)")

    export = made(officer, is_masked=False, reason="流调", fields=["address"])

    assert lines_of(export)[1] == ["'=HYPERLINK(1)"]
