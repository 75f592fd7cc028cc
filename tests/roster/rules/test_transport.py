"""Spellings of transport on code list CL3, and numbers of trains and flights."""

import csv
import lzma

import pytest

from lianfang.roster.rules.transport import is_all_read, means_of, seat_of, service_number_of
from tests.shared_data import real_file

SPELLINGS = {
    "1": "飞机 航班 乘飞机 坐飞机 包机 民航客机 飞机（经停长沙） 航空",
    "2": "火车 高铁 动车 城轨 普通列车 K字头火车 城际列车 和谐号 复兴号 "
    "绿皮车 铁路 卧铺 特快 动车组 乘高铁 坐火车",
    "3": "大巴 长途大巴 长途汽车 客车 长途客车 班车 中巴 客运班车 旅游大巴",
    "4": "自驾 自驾车 私家车 乘坐私家车 驾车 开车 拼车 顺风车 小车 轿车 "
    "小汽车 搭车 货车 面包车 汽车 摩托车 自家车",
    "5": "轮船 乘船 坐船 轮渡 邮轮 渡轮 客轮",
    "6": "网约车 出租车 的士 打车 滴滴 专车 包车 滴滴快车",
    "7": "地铁 公交 公交车 轻轨",
    "8": "步行 走路 骑行 自行车 电动车 骑电瓶车",
}


@pytest.mark.parametrize(
    ("spelling", "code"), [(s, code) for code, words in SPELLINGS.items() for s in words.split()]
)
def test_spelling_has_its_code(spelling, code):
    means = means_of(spelling)

    assert (means.transport, means.is_several, means.is_none) == (code, False, False)


def test_every_real_spelling_is_read():
    with lzma.open(
        real_file("linelists", "wuhan2020", "dev_zhejiang_guangdong_1921.csv.xz"),
        "rt",
        encoding="utf-8",
    ) as file:
        written = {row["出行方式"] for row in csv.DictReader(file)} - {""}

    unread = {text for text in written if not (means_of(text).transport or means_of(text).is_none)}

    assert (len(written), unread) == (21, set())


@pytest.mark.parametrize(
    ("text", "code"), [("高铁转大巴", "2"), ("自驾+飞机", "4"), ("先乘火车，后打车", "2")]
)
def test_of_several_the_first_is_taken_and_said(text, code):
    means = means_of(text)

    assert (means.transport, means.is_several) == (code, True)


@pytest.mark.parametrize("text", ["常驻", "留驻", " 未外出 "])
def test_staying_is_no_transport(text):
    assert means_of(text).is_none


@pytest.mark.parametrize("text", ["", "不详", "武汉"])
def test_other_words_name_none(text):
    assert means_of(text).transport == ""


@pytest.mark.parametrize(
    ("text", "number", "seat", "all_read"),
    [
        ("K799", "K799", "", True),
        ("TR188", "TR188", "", True),
        ("3U8888", "3U8888", "", True),
        ("D7465动车一等车厢", "D7465", "", False),
        ("G1143（11车厢）", "G1143", "11车厢", True),
        ("T369/8车/14号下铺", "T369", "8车/14号下铺", True),
        ("K1803次列车5号车厢", "K1803", "5号车厢", True),
        ("2020/01/22海口至徐闻金紫荆号轮渡HA1030航班", "HA1030", "", False),
        ("1234", "1234", "", True),
        ("粤D***13", "", "", False),
        ("2020/01/22", "", "", False),
        ("5号车厢", "", "", False),
    ],
)
def test_number_and_seat_in_a_cell(text, number, seat, all_read):
    found = service_number_of(text)

    assert (found, seat_of(text, found) if found else "") == (number, seat)
    assert (bool(found) and is_all_read(text, found, seat)) == all_read
