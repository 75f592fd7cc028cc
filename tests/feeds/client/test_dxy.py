"""What DXY published, read as it was and as it might be cut."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.feeds.client.archive import open_archive
from lianfang.feeds.client.dxy import PROVINCES, read
from lianfang.feeds.client.reading import Figures
from lianfang.feeds.errors import BadArchive, Torn
from tests.factories.feeds import make_content, make_row
from tests.shared_data import real_file


@pytest.fixture(scope="module")
def archive():
    return open_archive(real_file("feeds", "dxy", "dxy_hourly_subset.tar.xz"))


def test_archive_holds_fourteen_snapshots_and_skips_the_rest(archive):
    moments = [kept.taken_at for kept in archive.snapshots]

    assert len(moments) == 14
    assert moments == sorted(moments)
    assert len(archive.skipped) == 9


def test_every_real_snapshot_has_all_provinces_and_none_else(archive):
    readings = [read(kept.content) for kept in archive.snapshots]

    assert [set(reading.provinces) == set(PROVINCES.values()) for reading in readings] == [
        True
    ] * 14


def test_national_figures_of_the_real_snapshots(archive):
    nations = [read(kept.content).nation for kept in archive.snapshots]

    assert [(n.confirmed, n.cured, n.dead) for n in nations] == [
        (24436, 949, 493),
        (24436, 949, 493),
        (44765, 5066, 1116),
        (44765, 5066, 1117),
        (44765, 5066, 1117),
        (66580, 8362, 1524),
        (66580, 8413, 1524),
        (66580, 8414, 1524),
        (66580, 8472, 1524),
        (66581, 8489, 1524),  # every country is null here: 25 foreign ones are not counted
        (66581, 8494, 1524),
        (66581, 8494, 1524),
        (82282, 75124, 3301),  # from the row 中国; the provinces add up to 75130 cured
        (82282, 75124, 3301),
    ]


def test_figures_the_source_contradicts_are_unknown(archive):
    last = read(archive.snapshots[-1].content)

    assert last.provinces["46"] == Figures(168, 168, 6, suspected=None, current=None)  # it said -6
    assert last.provinces["42"].current == 67801 - 62098 - 3177


def test_time_is_the_latest_of_the_rows(archive):
    first = read(archive.snapshots[0].content)

    assert first.as_of == dt.datetime(2020, 2, 5, 10, 16, 12, 335000, tzinfo=dt.UTC)


def test_every_cut_of_a_real_snapshot_is_torn(archive):
    content = archive.snapshots[0].content

    for size in range(0, len(content) - 1, 997):
        with pytest.raises(Torn):
            read(content[:size])
    with pytest.raises(Torn):
        read(content[:-1])


@given(st.integers(0, 30_000), st.integers(0, 255))
def test_a_damaged_byte_is_torn_or_read_never_worse(position, byte):
    content = bytearray(make_content())
    content[position % len(content)] = byte

    try:
        reading = read(bytes(content))
    except Torn:
        return
    assert set(reading.provinces) <= set(PROVINCES.values())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b'{"results": []}',
        b'{"results": null}',
        b"<html>502 Bad Gateway</html>",
        make_content(make_row("湖北", confirmed=None)),
        make_content(make_row("湖北", confirmed="12")),
        make_content(make_row("湖北", confirmed=1.5)),
        b"\xff\xfe" + make_content(),
        make_content().replace("湖北".encode(), b"\xe6\xb9\xe5\x8c\x97"),
    ],
)
def test_what_is_no_snapshot_is_torn(content):
    with pytest.raises(Torn):
        read(content)


def test_of_two_rows_for_a_province_the_later_counts():
    early, late = make_row("湖北", confirmed=5, updated=1), make_row("湖北", confirmed=9, updated=2)
    content = make_content(late).replace(
        b'{"results": [', b'{"results": [' + _as_json(early) + b","
    )

    assert read(content).provinces["42"].confirmed == 9


def test_unplaced_cases_count_for_the_nation_only():
    content = make_content(
        make_row("待明确地区", confirmed=7, cured=0, dead=0, suspectedCount=21558)
    )

    nation = read(content).nation

    assert (nation.confirmed, nation.suspected) == (34 * 10 + 7, 21558)


def test_archive_cut_short_is_refused_whole(tmp_path):
    whole = real_file("feeds", "dxy", "dxy_hourly_subset.tar.xz").read_bytes()
    cut = tmp_path / "cut.tar.xz"

    for size in range(0, len(whole), 7001):
        cut.write_bytes(whole[:size])
        with pytest.raises(BadArchive):
            open_archive(cut)


def _as_json(row):

    return json.dumps(row, ensure_ascii=False).encode()
