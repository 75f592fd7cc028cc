"""The shipped division lists against the published ones."""

from collections import Counter

from lianfang.geo import client
from tests.shared_data import real_file


def test_divisions_shipped_hold_every_province_city_and_county():
    sizes = Counter(len(code) for code, _ in client.divisions())

    assert sizes == {2: 34, 4: 342, 6: 2978}


def test_divisions_shipped_name_what_was_published():
    published = real_file("geo", "divisions", "areas.csv").read_text("utf-8").splitlines()[1:]
    expected = {(row.split(",")[0], row.split(",")[1].strip('"')) for row in published}

    assert {(code, name) for code, name in client.divisions() if len(code) == 6} == expected


def test_streets_of_a_county_are_its_own_and_complete():
    streets = client.streets_of("330102")

    assert ("330102001", "清波街道") in streets
    assert {code[:6] for code, _ in streets} == {"330102"}


def test_communities_of_a_county_are_its_own():
    communities = client.communities_of("110101")

    assert ("110101001001", "多福巷社区居委会") in communities
    assert {code[:6] for code, _ in communities} == {"110101"}


def test_streets_and_communities_of_an_unpublished_county_are_none():
    assert client.streets_of("990101") == []
    assert client.communities_of("990101") == []


def test_retired_names_the_successors():
    by_code = {code: (name, until, after) for code, name, _, until, after in client.retired()}

    assert by_code["330103"] == ("下城区", 2021, ("330105",))
