"""Documents of a bulk act: one PDF for all of them and a zip of single ones, kept for a while."""

import datetime as dt
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.core.chunks import chunks
from lianfang.core.problems import NotFound
from lianfang.files.actions import bind_pdfs, drop_held, hold_long
from lianfang.org.rules import Caller
from lianfang.policy.queries import export_kept_for
from lianfang.quarantine.actions import serve_notice
from lianfang.quarantine.enums import NoticeKind
from lianfang.quarantine.queries import document_of, notices_served
from lianfang.roster.enums import BulkState, RowState
from lianfang.roster.errors import ExportGone
from lianfang.roster.models import BulkAct, BulkRow
from lianfang.roster.queries.bulk import ALL, SINGLE, paper_key

_VOLUME = 1_000  # documents bound together
_BEAT = 50  # documents between two signs of life


class _Stopped(Exception):
    """Its maker stopped it on the way."""


def make_papers(act: BulkAct, kind: str, *, by: Caller, at: dt.datetime) -> bool:
    """Typeset what is not there yet, then bind and pack; False when it was stopped.

    Never inside a transaction. Begun again it goes on: a document is made once.
    """
    rows = BulkRow.objects.filter(act=act, state=RowState.DONE).order_by("number")
    people = list(rows.values_list("person_id", "number", "person__name"))
    with tempfile.TemporaryDirectory(prefix="lianfang-papers-") as folder:
        here = Path(folder)
        try:
            singles = list(_singles(act, kind, people, here, by=by, at=at))
        except _Stopped:
            return False
        if singles:
            _bind(act, singles, here, by=by, at=at)
            until = at + export_kept_for(at=at)
            BulkAct.objects.filter(pk=act.pk).update(papers_until=until)
    return True


def _singles(
    act: BulkAct,
    kind: str,
    people: Sequence[tuple[int, int, str]],
    here: Path,
    *,
    by: Caller,
    at: dt.datetime,
) -> Iterator[Path]:
    """Each document as a file that tells its row and whose it is."""
    label, done = NoticeKind(kind).label, 0
    for some in chunks(people, _BEAT):
        notices = notices_served([person_id for person_id, *_ in some], kind=kind)
        for person_id, number, name in some:
            if person_id not in notices:
                continue
            notice = serve_notice(notices[person_id], by=by.actor, at=at)
            place = here / f"{number:05}-{name.replace('/', '_')}-{label}.pdf"
            place.write_bytes(document_of(notice))
            yield place
        done += len(some)
        running = BulkAct.objects.filter(pk=act.pk, state=BulkState.RUNNING)
        if not running.update(done=done, beat_at=at):
            raise _Stopped


def _bind(
    act: BulkAct, singles: Sequence[Path], here: Path, *, by: Caller, at: dt.datetime
) -> None:
    packed = here / "single.zip"
    with zipfile.ZipFile(packed, "w") as out:
        for place in singles:
            out.write(place, place.name)
    volumes = []
    for number, some in enumerate(chunks(singles, _VOLUME), 1):
        volumes.append(here / f"volume-{number:02}.pdf")
        bind_pdfs(some, volumes[-1], by=by.actor, at=at)
    bound = volumes[0]
    if len(volumes) > 1:
        bound = here / "volumes.zip"
        with zipfile.ZipFile(bound, "w") as out:
            for volume in volumes:
                out.write(volume, volume.name)
    hold_long(paper_key(act, SINGLE), packed, by=by.actor, at=at)
    hold_long(paper_key(act, ALL), bound, by=by.actor, at=at)


@transaction.atomic
def note_papers(act: BulkAct, *, by: Caller, at: dt.datetime) -> None:
    """Its maker fetches the documents; every time is kept. Raises NotFound, ExportGone."""
    if act.user_id != by.id:
        raise NotFound
    if act.papers_until is None or act.papers_until <= at:
        raise ExportGone
    record("bulk.papers_fetched", act, by=by.actor, at=at, detail={"counts": act.counts})


def expire_papers(*, by: Actor, at: dt.datetime) -> int:
    """Bound documents past their end are destroyed; the single ones stay with their stays."""
    over = BulkAct.objects.filter(papers_until__lte=at)
    for act in over.order_by("id"):
        for which in (SINGLE, ALL):
            drop_held(paper_key(act, which), by=by, at=at)
    return over.update(papers_until=None)
