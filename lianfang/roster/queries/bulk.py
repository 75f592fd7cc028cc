"""Bulk acts: one's own, whom each reaches, and why not the others."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count

from lianfang.core.paging import Page, decode, page_of
from lianfang.core.problems import NotFound
from lianfang.files.queries import held_pieces
from lianfang.geo.queries import paths_of
from lianfang.org.enums import RoleCode
from lianfang.org.queries import StaffCard, staff_with
from lianfang.org.rules import Caller
from lianfang.roster.enums import BulkKind, RowState
from lianfang.roster.models import BulkAct, BulkRow
from lianfang.roster.rules.bulk import PERMISSION

ALL, SINGLE = "all", "single"  # bound together, or a zip of single documents
_SHOWN = 20
_COLUMNS = ("number", "person__key", "person__name", "person__area_code", "state", "why")


@dataclass(frozen=True)
class BulkRowShown:
    number: int
    person_key: uuid.UUID
    name: str
    area_code: str
    state: str
    why: str


def bulk_for(caller: Caller, key: uuid.UUID) -> BulkAct:
    """One's own act; somebody else's is NotFound."""
    act = BulkAct.objects.filter(key=key, user_id=caller.id).first()
    if act is None:
        raise NotFound
    return act


def bulks_of(caller: Caller, *, most: int = 50) -> list[BulkAct]:
    """One's own, newest first; one statement."""
    return list(BulkAct.objects.filter(user_id=caller.id).order_by("-id")[:most])


def reasons_of(act: BulkAct) -> list[tuple[str, int]]:
    """Why people are passed by, the most frequent first."""
    passed = BulkRow.objects.filter(act=act, state=RowState.SKIPPED).order_by()
    return list(passed.values_list("why").annotate(n=Count("id")).order_by("-n", "why"))


def bulk_rows(act: BulkAct, *, state: str = "", cursor: str = "") -> Page[BulkRowShown]:
    """People in their order; one statement."""
    rows = BulkRow.objects.filter(act=act).order_by("number")
    if state:
        rows = rows.filter(state=state)
    if cursor:
        rows = rows.filter(number__gt=int(decode(cursor, 1)[0]))
    found = [BulkRowShown(*cells) for cells in rows.values_list(*_COLUMNS)[: _SHOWN + 1]]
    return page_of(found, _SHOWN, lambda row: (row.number,))


def not_done(act: BulkAct) -> tuple[list[str], list[list[str]]]:
    """Headers and lines of those the act did not reach, each with why."""
    rows = BulkRow.objects.filter(act=act).exclude(state=RowState.DONE).order_by("number")
    found = [BulkRowShown(*cells) for cells in rows.values_list(*_COLUMNS)]
    paths = paths_of({row.area_code for row in found})
    lines = [
        [str(r.number), r.name, paths[r.area_code], RowState(r.state).label, r.why] for r in found
    ]
    return ["行", "姓名", "所在区域", "结果", "原因"], lines


def doctors_for(caller: Caller) -> list[StaffCard]:
    """Community doctors in the areas the caller arranges things for."""
    return staff_with(RoleCode.COMMUNITY_DOCTOR, areas=caller.areas(PERMISSION[BulkKind.DOCTOR]))


def paper_key(act: BulkAct, which: str) -> uuid.UUID:
    """Under which the documents lie: bound together, or single in a zip."""
    return uuid.uuid5(act.key, which)


def papers_of(act: BulkAct, which: str) -> Iterator[bytes]:
    """The documents, piece by piece; raises NotFound when they are gone."""
    return held_pieces(paper_key(act, which))
