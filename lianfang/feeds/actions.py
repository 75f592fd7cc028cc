"""Take what a source sent, or say why not."""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.feeds.client import dxy
from lianfang.feeds.client.reading import Figures, Reading
from lianfang.feeds.enums import NATION, Refusal, Source, State
from lianfang.feeds.errors import NothingToAccept, Torn
from lianfang.feeds.models import Figure, Snapshot
from lianfang.feeds.queries import last_good
from lianfang.feeds.rules import Taken, Verdict, judge

READERS: Mapping[Source, Callable[[bytes], Reading]] = {Source.DXY: dxy.read}
_NOTE = 400


@transaction.atomic
def take(
    *, source: Source, taken_at: dt.datetime, content: bytes, by: Actor, at: dt.datetime
) -> tuple[Snapshot, bool]:
    """File one snapshot, accepted or refused, and whether it is new.

    A refused one never touches the last good figures. The same content of the same moment sent
    again changes nothing.
    """
    digest = hashlib.sha256(content).hexdigest()
    known = Snapshot.objects.filter(source=source, taken_at=taken_at, digest=digest).first()
    if known:
        return known, False
    reading, verdict = _weigh(source, taken_at, content)
    snapshot = Snapshot.objects.create(
        source=source,
        taken_at=taken_at,
        as_of=reading.as_of if reading else None,
        digest=digest,
        state=State.REFUSED if verdict.refusal else State.ACCEPTED,
        refusal=verdict.refusal or "",
        note=verdict.note[:_NOTE],
        received_at=at,
    )
    if reading and verdict.refusal not in {Refusal.NEGATIVE, Refusal.INCOMPLETE}:
        _keep_figures(snapshot, reading)
    _record(snapshot, by=by, at=at)
    return snapshot, True


@transaction.atomic
def accept_anyway(snapshot: Snapshot, *, reason: str, by: Actor, at: dt.datetime) -> None:
    """Use a snapshot refused for falling figures: the authority really corrected them.

    Raises NothingToAccept for any other.
    """
    changed = Snapshot.objects.filter(
        pk=snapshot.pk, state=State.REFUSED, refusal=Refusal.FALLING
    ).update(state=State.ACCEPTED, note=f"人工采用：{reason}"[:_NOTE])
    if not changed:
        raise NothingToAccept
    snapshot.refresh_from_db()
    _record(snapshot, by=by, at=at)


def _weigh(source: Source, taken_at: dt.datetime, content: bytes) -> tuple[Reading | None, Verdict]:
    try:
        reading = READERS[source](content)
    except Torn as torn:
        return None, Verdict(Refusal.TORN, torn.detail)
    return reading, judge(Taken(reading, taken_at), last_good(source))


def _keep_figures(snapshot: Snapshot, reading: Reading) -> None:
    Figure.objects.bulk_create(
        _figure(snapshot, code, figures)
        for code, figures in {NATION: reading.nation, **reading.provinces}.items()
    )


def _figure(snapshot: Snapshot, area_code: str, figures: Figures) -> Figure:
    return Figure(
        snapshot=snapshot,
        area_code=area_code,
        confirmed=figures.confirmed,
        cured=figures.cured,
        dead=figures.dead,
        suspected=figures.suspected,
        current=figures.current,
    )


def _record(snapshot: Snapshot, *, by: Actor, at: dt.datetime) -> None:
    record(
        f"feed.{snapshot.state}",
        snapshot,
        by=by,
        at=at,
        detail={
            "source": snapshot.source,
            "taken_at": snapshot.taken_at.isoformat(),
            "refusal": snapshot.refusal,
            "note": snapshot.note,
        },
    )
