"""Scenario 3 of the handbook (§10.1): an organisation sends a table of 500 of its people."""

import io
import uuid
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from lianfang.audit.models import Entry
from lianfang.cases.models import Case
from lianfang.declarations.models import Declaration
from lianfang.org.enums import DepartmentKind, RoleCode
from lianfang.people.models import Person
from lianfang.roster.actions import tables
from lianfang.roster.jobs import declare_soon
from lianfang.roster.models import Batch
from tests.api.calls import call, hold_clock, sign_in
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_department, make_staff
from tests.factories.passes import make_agent
from tests.factories.people import make_person
from tests.factories.uploads import id_number, make_workbook

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://evil.example","点我")'
HEADERS = (
    *("姓名", "性别", "身份证号码", "联系电话", "1月17日后是否有湖北省旅居史"),
    *("是否接触过确诊、疑似病例或有类似症状的病人", "籍贯", "部门 / 车间", "拟返时间", "返回方式"),
    *("现住社区", "详细地址", "体温"),
)


@pytest.fixture(autouse=True)
def nine_in_the_morning(settings):
    hold_clock(settings, T0)
    make_area(GRID)


@pytest.fixture
def agent(client):
    agent = make_agent(make_department(DepartmentKind.ENTERPRISE, name="澄川电子厂"))
    sign_in(client, agent)
    return agent


def cells(n, **more):
    told = {
        "name": f"张{chr(0x4E00 + n)}",
        "sex": "女" if int(id_number(n)[16]) % 2 == 0 else "男",
        "id_number": id_number(n),
        "phone": f"138{n:08}",
        "key_area": "否",
        "contact": "否",
        "native_place": "湖北省黄冈市",
        "workshop": "装配车间",
        "return_date": "2020-02-20",
        "return_by": "火车",
        "area": GRID[:12],
        "address": f"{n}号楼",
        "temp": "36.5",
    }
    return list((told | more).values())


def as_given(n, **more):
    names = ("name", "sex", "id_number", "phone", "key_area", "contact", "native_place")
    rest = ("workshop", "return_date", "return_by", "area", "address", "temp")
    return dict(zip((*names, *rest), cells(n, **more), strict=True))


def upload(client, content, key=None):
    file = SimpleUploadedFile("返岗名单.xlsx", content)
    body = {"key": key or str(uuid.uuid4()), "file": file}
    return client.post("/api/enterprise/tables", body, headers={"X-Lianfang": "1"})


def commit(client, key):
    answer = call(client, "post", f"/enterprise/tables/{key}/commit")
    if answer.status_code == 202:
        declare_soon.call_local(Batch.objects.get(key=key).pk)
    return answer


def rows(client, key, pile):
    at, found, cursor = f"/enterprise/tables/{key}/rows", [], ""
    while cursor is not None:
        page = call(client, "get", at, {"pile": pile, "cursor": cursor}).json()
        found, cursor = found + page["items"], page["next"]
    return found


def sheet(answer):
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return book.get_sheet_by_index(0).to_python()


def five_hundred():
    """3 bad numbers, 1 of them in a row with a formula; the 500th is the 499th again."""
    table = [cells(n) for n in range(500)]
    for n in (10, 200):
        table[n] = cells(n, id_number=id_number(n)[:-1] + ("1" if id_number(n)[-1] != "1" else "2"))
    table[300] = cells(300, id_number="12345", address=FORMULA)
    table[499] = cells(498, phone="13900000000")
    table[7] = cells(7, key_area="是")
    return make_workbook(table, HEADERS, formulas=False)


def test_a_table_of_500_shows_exactly_what_is_wrong_and_again_changes_nothing(client, agent):
    for n in (0, 1):  # already in the system, declared one by one
        body = {"key": str(uuid.uuid4()), "values": as_given(n)}
        assert call(client, "post", "/enterprise/declarations", body).status_code == 200
    content, key = five_hundred(), str(uuid.uuid4())

    told = upload(client, content, key).json()

    assert (told["total"], told["state"]) == (500, "preview")
    assert told["counts"] == {"new": 494, "bad": 4, "same": 2, "case": 1}
    bad = {
        row["number"]: [fault["said"] for fault in row["faults"]]
        for row in rows(client, key, "bad")
    }
    assert bad == {
        12: ["身份证号码校验位不对，可能有一位输错"],
        202: ["身份证号码校验位不对，可能有一位输错"],
        302: ["不能是公式，请只填文字", "身份证号码应为 18 位，末位可以是 X"],
        501: ["与第500行是同一人"],
    }
    assert [row["number"] for row in rows(client, key, "same")] == [2, 3]
    assert len(rows(client, key, "new")) == 494
    assert Declaration.objects.unscoped().count() == Person.objects.unscoped().count() == 2

    corrected = sheet(client.get(f"/api/enterprise/tables/{key}/bad.xlsx"))
    assert len(corrected) == 5
    assert corrected[3][HEADERS.index("详细地址")] == f"'{FORMULA}"  # text, not run

    assert commit(client, key).status_code == 202
    done = call(client, "get", f"/enterprise/tables/{key}").json()
    assert (done["state"], done["counts"]) == ("committed", told["counts"])
    assert Declaration.objects.unscoped().count() == Person.objects.unscoped().count() == 496
    assert Case.objects.unscoped().count() == 1
    before = Entry.objects.count()

    again = upload(client, content).json()
    assert again["counts"] == {"same": 496, "bad": 4, "case": 0}
    commit(client, again["key"])
    assert Declaration.objects.unscoped().count() == Person.objects.unscoped().count() == 496
    assert Case.objects.unscoped().count() == 1
    told_of = set(Entry.objects.order_by("id")[before:].values_list("action", flat=True))
    assert told_of == {"batch.opened", "batch.committed"}


def test_a_table_with_real_formulas_is_refused_in_words(client, agent):
    answer = upload(client, make_workbook([cells(1, address="=1+1")], HEADERS))

    assert (answer.status_code, answer.json()["code"]) == (422, "import.bad_table")
    assert "公式" in answer.json()["detail"]
    assert not Batch.objects.exists()


def test_the_template_has_the_questions_with_drop_downs_and_its_example_is_nobody(client, agent):
    template = client.get("/api/enterprise/tables/template.xlsx")

    headers, *_ = sheet(template)
    told = upload(client, template.content).json()

    assert headers[4] == "1月17日后是否有湖北省旅居史"
    assert headers[-4:] == ["现住社区", "详细地址", "目前症状", "体温"]
    with zipfile.ZipFile(io.BytesIO(template.content)) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
    assert '"是,否"' in page
    assert "火车(高铁/动车/普速)" in page
    assert (told["total"], told["counts"]) == (0, {"case": 0})
    assert all(column["field"] for column in told["columns"])


def test_what_changed_of_somebody_declared_before_is_declared_anew(client, agent):
    first = upload(client, make_workbook([cells(1), cells(2)], HEADERS)).json()
    commit(client, first["key"])
    changed = make_workbook([cells(1), cells(2, contact="是")], HEADERS)

    second = upload(client, changed).json()
    commit(client, second["key"])

    assert second["counts"] == {"same": 1, "merge": 1, "case": 1}
    assert Person.objects.unscoped().count() == 2
    assert Declaration.objects.unscoped().count() == 3
    told = call(client, "get", "/enterprise/declarations").json()["items"]
    assert [row["outcome_label"] for row in told] == ["已转社区核实", "已登记"]


def test_that_somebody_is_on_file_elsewhere_is_not_told(client, agent):
    make_person(name=cells(1)[0], phone=cells(1)[3], id_number=id_number(1))
    make_person(name="李四", phone="13911111111", id_number=id_number(2))

    told = upload(client, make_workbook([cells(1), cells(2)], HEADERS)).json()
    commit(client, told["key"])

    assert told["counts"] == {"new": 2, "case": 0}
    assert Person.objects.unscoped().count() == 2  # nobody is on file twice
    colours = [
        row["colour"] for row in call(client, "get", "/enterprise/declarations").json()["items"]
    ]
    assert colours == ["gray", "green"]  # of 李四 the organisation knows only the number


def test_a_table_sent_twice_and_committed_twice_is_one(client, agent):
    content, key = make_workbook([cells(1)], HEADERS), str(uuid.uuid4())

    first, again = upload(client, content, key).json(), upload(client, content, key).json()
    answers = [commit(client, key), commit(client, key)]

    assert first == again
    assert [answer.status_code for answer in answers] == [202, 409]
    assert Declaration.objects.unscoped().get().origin == "batch"


def test_a_commit_that_broke_off_goes_on_and_declares_nobody_twice(client, agent, monkeypatch):
    key = upload(client, make_workbook([cells(1), cells(2)], HEADERS)).json()["key"]
    batch = Batch.objects.get()
    real = tables._declare

    def breaks(batch, row, *given, **more):
        if row.number == 3:
            raise RuntimeError
        return real(batch, row, *given, **more)

    monkeypatch.setattr(tables, "_declare", breaks)
    with pytest.raises(RuntimeError):
        declare_soon.call_local(batch.pk)
    monkeypatch.setattr(tables, "_declare", real)
    commit(client, key)

    assert Declaration.objects.unscoped().count() == 2
    assert Batch.objects.get().state == "committed"


def test_a_table_is_not_found_by_another_organisation(client, agent):
    key = upload(client, make_workbook([cells(1)], HEADERS)).json()["key"]
    sign_in(client, make_agent())
    at = f"/enterprise/tables/{key}"

    answers = [
        call(client, "get", at),
        call(client, "get", f"{at}/rows"),
        client.get(f"/api{at}/bad.xlsx"),
        call(client, "post", f"{at}/commit"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert call(client, "get", "/enterprise/tables").json() == []
    assert id_number(1) not in "".join(answer.content.decode() for answer in answers)


def test_tables_of_declarations_and_of_people_stay_apart(client, agent):
    key = upload(client, make_workbook([cells(1)], HEADERS)).json()["key"]
    officer = make_staff(RoleCode.CDC_OFFICER, areas=(GRID[:4],))
    Batch.objects.update(user_id=officer.id)
    sign_in(client, officer)

    assert call(client, "get", f"/console/imports/{key}").status_code == 404
    assert call(client, "get", "/console/imports").json() == []
    assert call(client, "get", "/enterprise/tables").status_code == 403


def test_too_many_rows_are_refused_before_anything_is_kept(client, agent, monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 1)

    answer = upload(client, make_workbook([cells(1), cells(2)], HEADERS))

    assert (answer.status_code, answer.json()["detail"]) == (422, "一次最多 1 人，请分成几份上传")
    assert not Batch.objects.exists()


def test_a_community_nobody_knows_is_a_fault_of_its_row(client, agent):
    table = [cells(1, area="没有的社区"), cells(2, area="990101001999"), cells(3)]

    told = upload(client, make_workbook(table, HEADERS)).json()

    assert told["counts"] == {"bad": 2, "new": 1, "case": 0}
    assert [row["faults"][0]["field"] for row in rows(client, told["key"], "bad")] == ["area"] * 2
