"""A typed address proposes areas, the likeliest first, each with what speaks for it."""

import pytest

from lianfang.geo.rules import OwnPlaces, estate_of, proposals

AREAS = [
    ("990101", "望澜区"),
    ("990102", "澄江县"),
    ("990101001", "澜前街道"),
    ("990101002", "桥西街道"),
    ("990102001", "柳堤镇"),
    ("990101001001", "柳堤社区"),
    ("990101001002", "柳堤东社区"),
    ("990101002001", "柳堤社区"),
    ("990101002002", "红旗社区居委会"),
    ("990101001001001", "第1网格"),
    ("990101001001002", "第2网格"),
    ("990101002001001", "第1网格"),
    ("990101002001002", "第2网格"),
    ("990101002002001", "第1网格"),
    ("990101001002001", "锦绣家园网格"),
    ("990101001002002", "第2网格"),
    ("990101001002003", "3号网格"),
]


def proposed(text, **more):
    found = proposals(text, OwnPlaces(AREAS), **more)
    return [(one.code, one.reason) for one in found]


def test_street_and_community_propose_the_community_and_its_namesake_after_it():
    found = proposed("望澜区澜前街道柳堤社区3号楼501")

    assert found == [
        ("990101001001", "地址中有区县“望澜”、街道“澜前”、社区“柳堤”"),
        ("990101002001", "地址中有区县“望澜”、社区“柳堤”"),
    ]


def test_a_grid_number_means_a_grid_inside_the_community_only():
    assert proposed("澜前柳堤社区第02网格 3号楼")[0] == (
        "990101001001002",
        "地址中有街道“澜前”、社区“柳堤”、网格号“2”",
    )
    assert proposed("第2网格") == []


def test_the_only_grid_of_a_community_is_proposed_with_it():
    assert proposed("红旗 12号") == [
        ("990101002002001", "地址中有社区“红旗”、该社区只有这一个网格"),
    ]


def test_a_longer_name_is_not_taken_for_the_shorter_one_inside_it():
    assert [code for code, _ in proposed("柳堤东社区8号")] == ["990101001002"]


def test_a_grid_with_a_name_of_its_own_is_found_by_it():
    assert proposed("锦绣家园2栋")[0] == ("990101001002001", "地址中有网格“锦绣家园”")


def test_an_estate_is_found_where_its_property_company_says():
    estates = [(estate_of("阳光花园物业服务站"), "990101001001001")]

    assert proposed("阳光花园5栋502", estates=estates) == [
        ("990101001001001", "地址中有小区“阳光花园”"),
    ]
    assert proposed("柳堤社区阳光花园", estates=estates)[0][0] == "990101001001001"


@pytest.mark.parametrize("text", ["", " ", "3号楼501", "火星路1号", "澜前街道"])
def test_an_address_that_names_no_community_proposes_nothing(text):
    assert proposed(text) == []


def test_no_more_are_proposed_than_asked_for():
    assert len(proposed("柳堤社区", most=1)) == 1
