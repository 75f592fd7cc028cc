"""Feed national figures in: ``feed replay ARCHIVE``, ``feed accept ID --reason …``."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lianfang.core.actor import Actor
from lianfang.core.clock import now
from lianfang.core.problems import Problem
from lianfang.feeds.actions import accept_anyway
from lianfang.feeds.enums import Refusal, State
from lianfang.feeds.jobs import Replayed, replay
from lianfang.feeds.models import Snapshot
from lianfang.feeds.queries import latest_national, latest_provinces, snapshot_by_id


class Command(BaseCommand):
    help = "接入全国疫情数据：replay 重放存档，accept 人工采用一批数据"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        replaying = verbs.add_parser("replay", help="按时间顺序重放 tar 存档中的快照")
        replaying.add_argument("archive", type=Path)
        replaying.add_argument("--json", action="store_true", help="输出 JSON")
        accepting = verbs.add_parser("accept", help="人工采用因全国累计数减少而未采用的一批")
        accepting.add_argument("snapshot", type=int)
        accepting.add_argument("--reason", required=True, help="依据，例如官方订正公告")

    def handle(self, **options: Any) -> None:  # noqa: ANN401 -- Django's own signature
        try:
            if options["verb"] == "replay":
                self._replay(options["archive"], as_json=options["json"])
            else:
                self._accept(options["snapshot"], options["reason"])
        except Problem as problem:
            detail = f"（{problem.detail}）" if problem.detail else ""
            raise CommandError(problem.title + detail) from problem

    def _replay(self, archive: Path, *, as_json: bool) -> None:
        replayed = replay(archive, now=now())
        if as_json:
            self.stdout.write(
                json.dumps(_summary(replayed), ensure_ascii=False, indent=1, default=str)
            )
            return
        for snapshot in replayed.snapshots:
            self.stdout.write(_line(snapshot))
        self.stdout.write(
            f"共 {len(replayed.snapshots)} 批，采用 {replayed.count(State.ACCEPTED)} 批，"
            f"未采用 {replayed.count(State.REFUSED)} 批；新增 {replayed.new} 批，"
            f"跳过其他文件 {len(replayed.skipped)} 个"
        )
        nation = latest_national()
        if nation:
            self.stdout.write(
                f"全国累计确诊 {nation.confirmed}，治愈 {nation.cured}，死亡 {nation.dead}"
                f"（{nation.as_of:%F %R} UTC）"
            )

    def _accept(self, snapshot_id: int, reason: str) -> None:
        snapshot = snapshot_by_id(snapshot_id)
        accept_anyway(snapshot, reason=reason, by=Actor.system(), at=now())
        self.stdout.write(_line(snapshot))


def _line(snapshot: Snapshot) -> str:
    why = f" {Refusal(snapshot.refusal).label}" if snapshot.refusal else ""
    label = State(snapshot.state).label
    return f"#{snapshot.pk} {snapshot.taken_at:%F %R} {label}{why} {snapshot.note}".rstrip()


def _summary(replayed: Replayed) -> dict[str, object]:
    nation = latest_national()
    return {
        "snapshots": len(replayed.snapshots),
        "accepted": replayed.count(State.ACCEPTED),
        "refused": replayed.count(State.REFUSED),
        "new": replayed.new,
        "skipped": len(replayed.skipped),
        "national": asdict(nation) if nation else None,
        "provinces": len(latest_provinces()),
        "verdicts": [
            {
                "id": snapshot.pk,
                "taken_at": snapshot.taken_at.isoformat(),
                "state": snapshot.state,
                "refusal": snapshot.refusal,
                "note": snapshot.note,
            }
            for snapshot in replayed.snapshots
        ],
    }
