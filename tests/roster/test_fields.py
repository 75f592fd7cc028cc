"""The dictionary against the plan's table, and cells read and shown."""

import datetime as dt
from decimal import Decimal

import pytest

from lianfang.core.clock import at_local
from lianfang.roster.fields import (
    BY_ID,
    FIELDS,
    PLAN,
    FieldKind,
    Group,
    Unreadable,
    read_cell,
    shown,
)

TODAY = dt.date(2020, 2, 10)
# The plan's table (5.2), with the readings of the handbook (§0): number, group, name.
TABLE = """
1 身份信息 姓名
2 身份信息 证件类型
3 身份信息 证件号码
4 身份信息 籍贯（具体到地级市）
5 身份信息 性别
6 身份信息 年龄
7 身份信息 新增外来人员/返工人员
8 身份信息 现住址
9 身份信息 电话
10 身份信息 紧急联系人电话
11 健康信息 身体状况记录
12 健康信息 自查体温记录
13 健康信息 体温被动测量记录
14 健康信息 体温检测执行人
15 健康信息 解除隔离后状态
16 健康信息 隔离起始时间确认
17 健康信息 居家观察开始时间
18 健康信息 居家观察结束时间
19 健康信息 居家观察持续时长
20 轨迹信息 何时来市
21 轨迹信息 来市交通方式
22 轨迹信息 航班/火车班次
23 轨迹信息 是否有武汉居住、旅行史
24 轨迹信息 是否有接触过在武汉居住、旅行或有类似症状的病人
25 轨迹信息 是否有野生动物接触史
26 轨迹信息 是否有农贸、生鲜市场活动史
27 管理信息 隔离信息报送来源
28 管理信息 是否签署告知书
29 管理信息 是否发放居家指引
30 管理信息 是否企业管辖人员
31 管理信息 隔离人员移交确认交接人
32 管理信息 隔离起始时间确定凭证
33 管理信息 隔离观察方式
34 管理信息 隔离观察地点
35 管理信息 集中隔离点门牌号
36 管理信息 房屋类型
37 管理信息 同住人数
38 管理信息 同住人信息及关系
39 管理信息 检查督查人员到岗记录
40 管理信息 上门排查联系人
41 管理信息 是否发放解除隔离通知书
42 管理信息 后续行为动态记录
43 决策信息 对比分析模型
44 决策信息 定期信息报送
"""
HALF_PAST_NINE = dt.time(9, 30)


def test_the_plans_44_fields_are_there_in_its_groups_and_order():
    told = [line.split(" ", 2) for line in TABLE.strip().split("\n")]

    assert [[str(f.no), Group(f.group).label, f.label] for f in PLAN] == told
    assert len(PLAN) == 44


def test_no_identifier_and_no_header_means_two_fields():
    headers = [word for f in FIELDS for word in (f.label, *f.synonyms)]

    assert len(BY_ID) == len(FIELDS)
    assert len(set(headers)) == len(headers)


def test_every_example_is_readable_and_reads_back_the_same():
    for field in FIELDS:
        if field.example and field.kind not in {FieldKind.AREA, FieldKind.PREFECTURE}:
            value = read_cell(field, field.example, today=TODAY)
            assert read_cell(field, shown(field, value), today=TODAY) == value, field.id


def test_native_place_and_what_is_derived_can_be_told_from_what_is_typed():
    assert not BY_ID["age"].is_written
    assert BY_ID["native_place"].is_written
    assert {f.id for f in PLAN if f.shown_when} == {"transport", "transport_no", "place", "room_no"}


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        ("sex", " 男 ", "1"),
        ("category", "返工人员", "02"),
        ("category", 2.0, "02"),
        ("transport", "火车", "2"),
        ("transport", "高铁", "2"),
        ("symptoms", "发热，咳嗽", ("01", "02")),
        ("symptoms", "无状况", ("00",)),
        ("temp", "36.5℃", Decimal("36.5")),
        ("temp", 37, Decimal("37.0")),
        ("phone", "138 0013 8000", "13800138000"),
        ("phone", 13800138000.0, "13800138000"),
        ("id_number", "11010519491231002x", "11010519491231002X"),
        ("birth_date", "1949年12月31日", dt.date(1949, 12, 31)),
        ("birth_date", "19491231", dt.date(1949, 12, 31)),
        ("arrived_at", "2020/2/1 9:30", at_local(dt.date(2020, 2, 1), HALF_PAST_NINE)),
        (
            "arrived_at",
            dt.datetime(2020, 2, 1, 9, 30),  # noqa: DTZ001 -- as a spreadsheet holds it
            at_local(dt.date(2020, 2, 1), HALF_PAST_NINE),
        ),
        ("cohabitant_count", "3人", 3),
        ("follow_up", "已返岗\n体温正常", ("已返岗", "体温正常")),
        ("name", "\u3000张三\u3000", "张三"),
        ("name", "—", None),
        ("name", "", None),
    ],
)
def test_cells_are_read_as_offices_write_them(field, raw, value):
    assert read_cell(BY_ID[field], raw, today=TODAY) == value


@pytest.mark.parametrize(
    ("field", "raw", "word"),
    [
        ("id_number", 4.40301198001010e17, "已丢失末几位"),
        ("id_number", "4.40301E+17", "已丢失末几位"),
        ("phone", "12", "位数不对"),
        ("name", "=HYPERLINK(1)", "公式"),
        ("name", "@SUM(1)", "公式"),
        ("temp", "高烧", "36.5"),
        ("temp", "45", "42.5"),
        ("birth_date", "2020-02-30", "2020-02-01"),
        ("birth_date", "2020-02-11", "不能晚于今天"),
        ("transport", "飞船", "不认识"),
        ("symptoms", "发热、头晕眼花", "不认识"),
        ("cohabitant_count", "一百", "0 到 50"),
        ("transport_no", "G" * 30, "最多 20"),
    ],
)
def test_cells_that_cannot_be_taken_say_what_to_do(field, raw, word):
    with pytest.raises(Unreadable, match=word):
        read_cell(BY_ID[field], raw, today=TODAY)


def test_a_learned_word_wins_over_a_guess():
    assert read_cell(BY_ID["transport"], "大巴", today=TODAY, codes={"大巴": "3"}) == "3"


def test_masked_values_tell_no_more_than_they_may():
    assert shown(BY_ID["id_number"], "11010519491231002X", is_masked=True) == "110***********002X"
    assert shown(BY_ID["address"], "3号楼501", is_masked=True) == "（已隐藏）"
    assert shown(BY_ID["name"], "张三", is_masked=True) == "张三"
