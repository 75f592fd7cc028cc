"""The import command: lines for people, JSON for machines, a clear sentence where it cannot."""

import json

import pytest
from django.core.management import CommandError, call_command

from lianfang.people.models import Person
from lianfang.roster.rules import columns as c
from tests.factories.sheets import make_csv, make_patient

pytestmark = pytest.mark.django_db
CONFIRMED = {c.CONFIRMED: "2020-02-02T16:00:00.000Z"}


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text(
        make_csv(make_patient("1", **CONFIRMED), make_patient("2", 年龄="0", **CONFIRMED)),
        encoding="utf-8",
    )
    return str(path)


def people():
    return Person.objects.unscoped().count()


def test_dry_run_prints_every_doubtful_cell_and_writes_nothing(sheet, capsys):
    call_command("import_people", sheet, "--dry-run")

    assert capsys.readouterr().out.splitlines() == [
        "第3行 年龄 [存疑 import.age_zero] 年龄填的是0，按年龄不详登记；若为婴儿请补充月龄",
        "共 2 行：患者 2 人，续行 0，重复行 0，空行 0",
        "将新增 2 人，已在册 0 人",
        "确诊最多的一天：2020-02-03，2 人",
    ]
    assert people() == 0


def test_import_twice_prints_that_nobody_is_new(sheet, capsys):
    call_command("import_people", sheet, "--json")
    first = json.loads(capsys.readouterr().out)
    call_command("import_people", sheet, "--json")
    second = json.loads(capsys.readouterr().out)

    assert [(r["created"], r["already"]) for r in (first, second)] == [(2, 0), (0, 2)]
    assert first["issues"] == [
        {
            "row": 3,
            "column": "年龄",
            "code": "import.age_zero",
            "is_refused": False,
            "sentence": "年龄填的是0，按年龄不详登记；若为婴儿请补充月龄",
        }
    ]
    assert people() == 2


def test_sheet_of_another_layout_is_one_clear_sentence(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("姓名,电话\n张三,1\n", encoding="utf-8")

    with pytest.raises(
        CommandError, match=r"^表头与已知的病例清单格式不符（缺少：来源文件、患者编号"
    ):
        call_command("import_people", str(path))


def test_missing_file_is_one_clear_sentence():
    with pytest.raises(CommandError, match=r"^无法读取该文件"):
        call_command("import_people", "nowhere.csv")
