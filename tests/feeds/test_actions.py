"""Taking snapshots, and that nothing bad replaces the last good one."""

import datetime as dt

import pytest

from lianfang.audit.models import Entry
from lianfang.core.actor import Actor
from lianfang.feeds.actions import accept_anyway, take
from lianfang.feeds.client.archive import open_archive
from lianfang.feeds.enums import Refusal, Source, State
from lianfang.feeds.errors import NothingToAccept
from lianfang.feeds.jobs import replay
from lianfang.feeds.models import Figure, Snapshot
from lianfang.feeds.queries import latest_national, latest_provinces, latest_snapshot, series
from tests.factories.feeds import make_content, make_row
from tests.shared_data import real_file

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2020, 4, 1, tzinfo=dt.UTC)
NOON = dt.datetime(2020, 2, 5, 4, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
ROBOT = Actor.system()


def send(content, *, taken_at=NOON):
    return take(source=Source.DXY, taken_at=taken_at, content=content, by=ROBOT, at=NOW)


@pytest.fixture
def archive_path():
    return real_file("feeds", "dxy", "dxy_hourly_subset.tar.xz")


def test_replay_of_the_real_archive_ends_with_its_last_figures(archive_path):
    replayed = replay(archive_path, now=NOW)

    nation = latest_national()
    hubei = next(row for row in latest_provinces() if row.area_code == "42")
    assert (replayed.count(State.ACCEPTED), replayed.count(State.REFUSED)) == (14, 0)
    assert (nation.confirmed, nation.cured, nation.dead, nation.current, nation.suspected) == (
        82282,
        75124,
        3301,
        3857,
        None,
    )
    assert nation.as_of == dt.datetime(2020, 3, 28, 15, 17, 10, 982000, tzinfo=dt.UTC)
    assert (hubei.confirmed, hubei.cured, hubei.dead, hubei.current) == (67801, 62098, 3177, 2526)
    assert len(latest_provinces()) == 34
    assert [(str(point.day), point.confirmed) for point in series()] == [
        ("2020-02-05", 24436),
        ("2020-02-12", 44765),
        ("2020-02-13", 44765),
        ("2020-02-15", 66581),
        ("2020-02-16", 66581),
        ("2020-03-28", 82282),
    ]


def test_replay_twice_changes_nothing(archive_path):
    first = replay(archive_path, now=NOW)
    second = replay(archive_path, now=NOW)

    assert (first.new, second.new) == (14, 0)
    assert Snapshot.objects.count() == 14
    assert Figure.objects.count() == 14 * 35
    assert Entry.objects.filter(action="feed.accepted").count() == 14


def test_replay_backwards_keeps_the_newest(archive_path):
    kept = open_archive(archive_path).snapshots

    for one in reversed(kept):
        send(one.content, taken_at=one.taken_at)

    assert latest_snapshot().taken_at == kept[-1].taken_at
    assert latest_national().confirmed == 82282
    assert Snapshot.objects.filter(refusal=Refusal.OLDER).count() == 13


def test_real_snapshot_cut_anywhere_never_replaces_the_last_good(archive_path):
    kept = open_archive(archive_path).snapshots
    good, torn = kept[5], kept[6]
    send(good.content, taken_at=good.taken_at)
    before = (latest_national(), latest_provinces())

    for size in range(0, len(torn.content), len(torn.content) // 20):
        snapshot, _ = send(torn.content[:size], taken_at=torn.taken_at)
        assert (snapshot.state, snapshot.refusal) == (State.REFUSED, Refusal.TORN)

    assert (latest_national(), latest_provinces()) == before


def test_old_page_fetched_again_later_never_replaces_the_last_good(archive_path):
    kept = open_archive(archive_path).snapshots
    send(kept[5].content, taken_at=kept[5].taken_at)

    snapshot, _ = send(kept[2].content, taken_at=kept[6].taken_at)

    assert (snapshot.state, snapshot.refusal) == (State.REFUSED, Refusal.OLDER)
    assert latest_national().confirmed == 66580


def test_complete_snapshot_at_the_moment_of_a_torn_one_is_taken():
    content = make_content()
    send(content[:500])

    snapshot, new = send(content)

    assert (snapshot.state, new) == (State.ACCEPTED, True)


def test_every_snapshot_leaves_one_entry_with_its_reason():
    send(make_content())
    send(make_content(make_row("湖北", confirmed=3)), taken_at=NOON + HOUR)

    assert list(Entry.objects.order_by("id").values_list("action", "detail__note")) == [
        ("feed.accepted", ""),
        ("feed.refused", "确诊由340变为333"),
    ]


def test_same_content_sent_twice_changes_nothing():
    first, _ = send(make_content())
    second, new = send(make_content())

    assert (first.pk, new) == (second.pk, False)
    assert Entry.objects.count() == 1


def test_fall_accepted_by_hand_becomes_the_last_good():
    send(make_content())
    fallen, _ = send(make_content(make_row("湖北", confirmed=3)), taken_at=NOON + HOUR)

    accept_anyway(fallen, reason="湖北省卫健委订正公告", by=ROBOT, at=NOW)

    assert latest_national().confirmed == 333
    assert fallen.note == "人工采用：湖北省卫健委订正公告"


def test_torn_or_taken_snapshot_cannot_be_accepted_by_hand():
    good, _ = send(make_content())
    torn, _ = send(b"{", taken_at=NOON + HOUR)

    for snapshot in (good, torn):
        with pytest.raises(NothingToAccept):
            accept_anyway(snapshot, reason="试试", by=ROBOT, at=NOW)


def test_before_any_snapshot_there_is_nothing_to_show():
    assert (latest_national(), latest_provinces(), series()) == (None, [], [])
