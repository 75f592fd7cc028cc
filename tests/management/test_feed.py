"""The feed command: what it prints, and a clear sentence where it cannot."""

import json

import pytest
from django.core.management import CommandError, call_command

from lianfang.core.actor import Actor
from lianfang.core.clock import now
from lianfang.feeds.actions import take
from lianfang.feeds.enums import Source, State
from lianfang.feeds.queries import latest_national
from tests.factories.feeds import make_content, make_row
from tests.shared_data import real_file

pytestmark = pytest.mark.django_db


def test_replay_prints_json_with_the_last_national_figures(capsys):
    call_command("feed", "replay", real_file("feeds", "dxy", "dxy_hourly_subset.tar.xz"), "--json")

    printed = json.loads(capsys.readouterr().out)
    counts = [printed[word] for word in ("snapshots", "accepted", "refused", "new", "skipped")]
    assert counts == [14, 14, 0, 14, 9]
    assert (printed["national"]["confirmed"], printed["provinces"]) == (82282, 34)
    assert [verdict["state"] for verdict in printed["verdicts"]] == ["accepted"] * 14


def test_replay_prints_a_line_for_each_snapshot(capsys):
    call_command("feed", "replay", real_file("feeds", "dxy", "dxy_hourly_subset.tar.xz"))

    lines = capsys.readouterr().out.splitlines()
    assert lines[-2] == "共 14 批，采用 14 批，未采用 0 批；新增 14 批，跳过其他文件 9 个"
    assert lines[-1] == "全国累计确诊 82282，治愈 75124，死亡 3301（2020-03-28 15:17 UTC）"


def test_replay_of_a_cut_archive_is_one_clear_sentence(tmp_path):
    whole = real_file("feeds", "dxy", "dxy_hourly_subset.tar.xz").read_bytes()
    cut = tmp_path / "cut.tar.xz"
    cut.write_bytes(whole[:20_000])

    with pytest.raises(
        CommandError, match=r"^无法读取该文件，请提供完整的 tar 压缩包（cut.tar.xz："
    ):
        call_command("feed", "replay", str(cut))
    assert latest_national() is None


def test_accept_takes_what_was_refused_for_falling(capsys):
    moments = [now(), now()]
    contents = [make_content(), make_content(make_row("湖北", confirmed=3))]
    taken = [
        take(source=Source.DXY, taken_at=at, content=content, by=Actor.system(), at=at)[0]
        for at, content in zip(moments, contents, strict=True)
    ]
    assert [snapshot.state for snapshot in taken] == [State.ACCEPTED, State.REFUSED]

    call_command("feed", "accept", str(taken[1].pk), "--reason", "官方订正")

    assert "人工采用：官方订正" in capsys.readouterr().out
    assert latest_national().confirmed == 333


@pytest.mark.parametrize("snapshot", ["1", "999999"])
def test_accept_of_what_is_not_there_is_one_clear_sentence(snapshot):
    with pytest.raises(CommandError, match=r"^未找到[^（）]*$"):
        call_command("feed", "accept", snapshot, "--reason", "试试")
