"""Names written by hand against the national divisions."""

import csv
import lzma
from collections import Counter
from functools import cache

import pytest

from lianfang.geo import client
from lianfang.geo.rules.names import Gazetteer, RetiredArea, stem_of, tidy
from tests.shared_data import real_file


@cache
def book():
    return Gazetteer(client.divisions(), (RetiredArea(*row) for row in client.retired()))


def found(*cells):
    match = book().find_area(*cells)
    return match.code, [doubt.code for doubt in match.doubts]


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("绍兴市", "绍兴"),
        ("广东省", "广东"),
        ("恩施土家族苗族自治州", "恩施"),
        ("黔西南布依族苗族自治州", "黔西南"),
        ("巴音郭楞蒙古自治州", "巴音郭楞"),
        ("克孜勒苏柯尔克孜自治州", "克孜勒苏"),
        ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"),
        ("新疆维吾尔自治区", "新疆"),
        ("香港特别行政区", "香港"),
        ("景宁畲族自治县", "景宁"),
        ("东乡族自治县", "东乡"),
        ("鄂伦春自治旗", "鄂伦春"),
        ("大兴安岭地区", "大兴安岭"),
        ("城区", "城区"),
    ],
)
def test_stem_of_what_people_say_for_short(name, stem):
    assert stem_of(name) == stem


def test_tidy_cell_of_only_wide_spaces_is_empty():
    assert [tidy(cell) for cell in ("\u3000", " 永嘉县 ", "\n", "无", None)] == [
        "",
        "永嘉县",
        "",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("浙江省", "绍兴市", "越城区"), "330602"),
        (("浙江", "绍兴", "越城"), "330602"),
        (("", "绍兴", ""), "3306"),
        (("广东", "", ""), "44"),
        (("湖北省", "恩施州", "恩施市"), "422801"),
        (("湖北", "恩施", ""), "4228"),
        (("浙江省", "丽水市", "景宁县"), "331127"),
        (("北京", "北京市", "朝阳区"), "110105"),
        (("北京市", "", "朝阳"), "110105"),
        (("重庆市", "重庆", "彭水县"), "500243"),
        (("湖北省", "天门市", ""), "429006"),
        (("湖北省", "黄冈市", "武穴市"), "421182"),
        (("广东省", "东莞市", "东莞市"), "441900"),
        (("广东省", "东莞市", ""), "4419"),
        (("香港", "", ""), "81"),
        (("", "湖北省", ""), "42"),
        (("新疆维吾尔自治区", "伊宁市", ""), "654002"),
        (("浙江省", "温州市", "龙港市"), "330383"),
        (("", "", ""), ""),
    ],
)
def test_find_area_official_and_short_forms_leave_no_doubt(cells, code):
    assert found(*cells) == (code, [])


@pytest.mark.parametrize(
    ("cells", "code", "doubts"),
    [
        (("浙江省", "杭州市", "下城区"), "330105", ["area.retired"]),
        (("浙江省", "杭州市", "江干区"), "3301", ["area.retired"]),
        (("浙江省", "绍兴市", "上虞市"), "330604", ["area.other_suffix"]),
        (("浙江省", "杭州市", "高新区"), "3301", ["area.unknown_county"]),
        (("浙江省", "温州市", "海曙区"), "3303", ["area.not_inside"]),
        (("浙江省", "武汉市", ""), "33", ["area.not_inside"]),
        (("广东省", "湖北省", "武汉市"), "44", ["area.not_inside"]),
        (("国外", "", ""), "", ["area.unknown_province"]),
        (("", "", "鼓楼区"), "", ["area.many"]),
        (("", "", "越城区"), "330602", ["area.by_county_only"]),
    ],
)
def test_find_area_in_doubt_stays_at_what_is_certain(cells, code, doubts):
    assert found(*cells) == (code, doubts)


def test_find_area_many_of_a_name_offers_them_all():
    (doubt,) = book().find_area("", "", "鼓楼区").doubts

    assert doubt.candidates == ("320106", "320302", "350102", "410204")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("湖北孝感", "4209"),
        ("湖北省武汉市武昌区", "420106"),
        ("武汉市汉口站", "4201"),
        ("宁波海曙区", "330203"),
        ("湖北天门", "429006"),
        ("湖北枝江", "420583"),
        ("珠海香洲吉大", "440402"),
        ("吉林市", "2202"),
        ("吉林", "22"),
        ("北京朝阳区", "110105"),
        ("武汉 ", "4201"),
        ("坐火", ""),
        ("", ""),
    ],
)
def test_find_place_takes_the_deepest_the_text_begins_with(text, code):
    assert book().find_place(text).code == code


def test_find_area_real_line_list_resolves_nearly_all():
    path = real_file("linelists", "wuhan2020", "dev_zhejiang_guangdong_1921.csv.xz")
    with lzma.open(path, "rt", encoding="utf-8") as sheet:
        rows = [(row["省"], row["市"], row["区/县"]) for row in csv.DictReader(sheet)]

    matches = [book().find_area(*cells) for cells in rows if any(map(tidy, cells))]

    doubts = Counter(doubt.code for match in matches for doubt in match.doubts)
    assert (len(matches), sum(not match.code for match in matches)) == (1597, 2)
    assert doubts == {
        "area.unknown_county": 30,
        "area.retired": 19,
        "area.not_inside": 8,
        "area.unknown_province": 2,
    }
