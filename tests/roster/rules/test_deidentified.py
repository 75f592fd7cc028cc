"""What a de-identified line list may hold."""

import datetime as dt

import pytest

from lianfang.roster.rules.deidentified import COLUMNS, Veil, band_of, dictionary, line_of
from tests.factories.geo import T0

PLANTED = {
    "person_key": "k1",
    "person_id": 7,
    "name": "张三",
    "id_number": "11010519491231002X",
    "phone": "13800138000",
    "emergency_phone": "13900139000",
    "address": "3号楼501",
    "place": "3号楼502",
    "room_no": "8306",
    "managed_by": "澄川电子厂",
    "visit_contact": "王网格 13600136000",
    "cohabitants": ("李四 配偶 13700137000",),
    "handover": ("移交张强",),
    "supervision": ("督查",),
    "follow_up": ("已返岗",),
    "measured_by": "刘医生",
    "transport_no": "G1234",
    "area": "990101001001001",
    "street": "望澜区 澜前街道",
    "native_place": "4201",
    "native_province": "湖北省",
    "birth_date": dt.date(1949, 12, 31),
    "age": 70,
    "arrived_at": T0,
    "starts_at": T0 + dt.timedelta(days=1),
    "registered_at": T0,
}


@pytest.mark.parametrize(
    ("age", "band"), [(None, ""), (0, "0-9"), (39, "30-39"), (80, "80+"), (104, "80+")]
)
def test_an_age_is_told_as_a_band(age, band):
    assert band_of(age) == band


def test_nothing_that_names_anybody_is_in_a_line():
    line = "|".join(line_of(PLANTED, Veil("a", is_shifted=False)))

    hidden = (
        *("张三", "1101", "138001", "139001", "号楼", "8306", "电子厂", "王网格", "李四", "张强"),
        *("督查", "返岗", "刘医生", "G1234", "990101001", "1949", "4201"),
    )
    assert [word for word in hidden if word in line] == []
    assert "望澜区 澜前街道" in line
    assert "2020-02-10" in line


def test_an_id_holds_within_one_list_only():
    first, second = Veil("a", is_shifted=False), Veil("b", is_shifted=False)

    assert first.id_of("k1") == first.id_of("k1")
    assert len({first.id_of("k1"), first.id_of("k2"), second.id_of("k1")}) == 3


def test_dates_of_a_person_move_together_and_not_far():
    days = {column.id: n for n, column in enumerate(COLUMNS)}
    shifts = set()
    for key in map(str, range(60)):
        line = line_of(PLANTED | {"person_key": key}, Veil("a", is_shifted=True))
        came = dt.date.fromisoformat(line[days["arrived_at"]])
        began = dt.date.fromisoformat(line[days["starts_at"]])
        assert (began - came).days == 1
        shifts.add((came - dt.date(2020, 2, 10)).days)

    assert shifts == set(range(-3, 4))


def test_the_dictionary_has_a_line_for_every_column_and_says_how_dates_were_treated():
    kept = dictionary({"case_class": {"confirmed": "确诊"}}, is_shifted=False)
    moved = dictionary({}, is_shifted=True)

    assert [line[0] for line in kept[1:-1]] == [column.id for column in COLUMNS]
    assert "confirmed=确诊" in {line[3] for line in kept}
    assert any("随机移动" in line[4] for line in moved)
    assert not any("随机移动" in line[4] for line in kept)
