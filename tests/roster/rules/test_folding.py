"""Which row is a patient, and which is more of one."""

from hypothesis import given
from hypothesis import strategies as st

from lianfang.roster.rules import columns as c
from lianfang.roster.rules.folding import fold
from lianfang.roster.rules.issues import Issues
from tests.factories.sheets import make_cells, make_patient, make_rows

SHOP = {c.STOP: "四明菜场", c.EVENT: "买菜"}


def folded(*cells):
    issues = Issues()
    patients, counts = fold(make_rows(*cells), issues)
    kinds = (counts.patients, counts.continuations, counts.restated, counts.empty)
    return patients, kinds, [(i.row, i.column, i.code) for i in issues.found]


def test_row_without_number_continues_the_patient_above():
    patients, kinds, issues = folded(make_patient("1", **SHOP), make_cells(**SHOP))

    assert (kinds, issues) == ((1, 1, 0, 0), [])
    assert [row.number for row in patients[0].moves] == [2, 3]


def test_row_with_the_same_number_continues():
    _, kinds, issues = folded(make_patient("1"), make_cells("1", **SHOP))

    assert (kinds, issues) == ((1, 1, 0, 0), [])


def test_number_dragged_down_continues_and_its_later_owner_is_a_patient():
    patients, kinds, issues = folded(
        make_patient("170"),
        make_cells("171", **SHOP),
        make_cells("172", **SHOP),
        make_patient("171", 年龄="66"),
    )

    assert kinds == (2, 2, 0, 0)
    assert [(p.number, p.row, len(p.moves)) for p in patients] == [("170", 2, 2), ("171", 5, 0)]
    assert issues == [(3, c.NUMBER, "import.number_drift"), (4, c.NUMBER, "import.number_drift")]


def test_cell_of_only_ideographic_space_is_empty():
    patients, kinds, _ = folded(
        make_patient("1", **{c.TOWN: "\u3000"}),
        make_cells("\u3000", **{c.PROVINCE: "\u3000", c.CITY: " "}, **SHOP),
    )

    assert kinds == (1, 1, 0, 0)
    assert patients[0].text(c.TOWN) == ""


def test_number_alone_is_no_patient():
    patients, kinds, issues = folded(make_cells("157", 审核状态="已审核"))

    assert (patients, kinds) == ([], (0, 0, 0, 1))
    assert issues == [(2, c.NUMBER, "import.empty_row")]


def test_place_alone_is_a_patient_of_unknown_age():
    patients, kinds, issues = folded(make_cells("1", 市="台州市"))

    assert (kinds, issues) == ((1, 0, 0, 0), [(2, c.AGE, "import.age_zero")])
    assert patients[0].text(c.AGE) == ""


def test_patient_told_twice_is_one_and_gaps_are_filled():
    patients, kinds, issues = folded(
        make_patient("1", 性别="", 市="绍兴"), make_patient("2"), make_patient("1", 市="绍兴市")
    )

    assert (kinds, issues) == ((2, 0, 1, 0), [])
    assert (patients[0].text(c.SEX), patients[0].text(c.CITY)) == ("男", "绍兴")


def test_patient_told_twice_differently_keeps_the_first_and_says_so():
    first, second = "2020-01-24T16:00:00.000Z", "2020-01-25T16:00:00.000Z"
    issues = Issues()

    patients, _ = fold(
        make_rows(make_patient("1", 确诊日期=first), make_patient("1", 确诊日期=second)), issues
    )

    assert patients[0].text(c.CONFIRMED) == first
    assert [(i.row, i.column, i.sentence) for i in issues.found] == [
        (3, c.CONFIRMED, "与第2行同一患者的内容不一致，保留第2行的“2020-01-25”")
    ]


def test_number_used_for_somebody_else_is_another_patient_with_a_lasting_identity():
    one, other = make_patient("17"), make_patient("17", 年龄="60")

    patients, kinds, issues = folded(one, other)
    again, _, _ = folded(one, make_patient("18"), other)

    assert (kinds, issues) == ((2, 0, 0, 0), [(3, c.NUMBER, "import.number_reused")])
    assert [p.identity for p in patients] == [again[0].identity, again[2].identity]
    assert patients[0].identity != patients[1].identity


def test_same_number_in_another_origin_is_another_patient():
    _, kinds, _ = folded(make_patient("1"), make_patient("1", 来源文件="5guangdong"))

    assert kinds == (2, 0, 0, 0)


def test_continuation_never_reaches_into_another_origin():
    _, kinds, issues = folded(make_patient("1"), make_cells(来源文件="5guangdong", **SHOP))

    assert (kinds, issues) == ((1, 0, 0, 1), [(3, c.NUMBER, "import.orphan_row")])


CELLS = st.builds(
    make_cells,
    st.sampled_from(["", "\u3000", "1", "2", "3"]),
    省=st.sampled_from(["", " ", "浙江省"]),
    年龄=st.sampled_from(["0", "", "50", "60"]),
    地点=st.sampled_from(["", "四明菜场"]),
    确诊日期=st.sampled_from(["", "2020-01-24T16:00:00.000Z"]),
)


@given(st.lists(CELLS, max_size=12))
def test_every_row_is_exactly_one_thing(cells):
    patients, kinds, _ = folded(*cells)

    assert sum(kinds) == len(cells)
    assert kinds[0] == len(patients) == len({p.identity for p in patients})
