"""Feeding in what was kept: an archive replayed in the order it was taken."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from lianfang.core.actor import Actor
from lianfang.feeds.actions import take
from lianfang.feeds.client.archive import Archive, open_archive
from lianfang.feeds.enums import Source, State
from lianfang.feeds.models import Snapshot


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of each snapshot, in order; the files that were something else."""

    snapshots: tuple[Snapshot, ...]
    new: int
    skipped: tuple[str, ...]

    def count(self, state: State) -> int:
        return sum(snapshot.state == state for snapshot in self.snapshots)


def replay(path: Path, *, source: Source = Source.DXY, now: dt.datetime) -> Replayed:
    """Take every snapshot of a tar archive; a second time changes nothing. Raises BadArchive."""
    return _replay(open_archive(path), source, now)


def _replay(archive: Archive, source: Source, now: dt.datetime) -> Replayed:
    taken = [
        take(
            source=source,
            taken_at=kept.taken_at,
            content=kept.content,
            by=Actor.system(),
            at=now,
        )
        for kept in archive.snapshots
    ]
    return Replayed(
        tuple(snapshot for snapshot, _ in taken), sum(new for _, new in taken), archive.skipped
    )
