"""批量: look at what would happen to many people, do it some at a time, take it back."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Count, QuerySet

from lianfang.accounts.queries import accounts_for
from lianfang.audit.actions import record
from lianfang.core.chunks import chunks
from lianfang.core.clock import end_of, local_date
from lianfang.core.compiled import Updates
from lianfang.core.loads import Load
from lianfang.core.problems import NotFound
from lianfang.messages.actions import tell_accounts
from lianfang.org.enums import RoleCode
from lianfang.org.queries import areas_of_role, staff_card
from lianfang.org.rules import COUNTRY, Caller
from lianfang.people.queries import areas_of, ids_for_export
from lianfang.quarantine.actions import (
    arrange_many,
    assign_doctor_many,
    plan_visits_many,
    prepare_notices_many,
    put_back_many,
)
from lianfang.quarantine.queries import StayNow, stays_now, visited_since
from lianfang.roster.actions.papers import make_papers
from lianfang.roster.enums import BulkKind, BulkState, RowState
from lianfang.roster.errors import (
    BadBulk,
    BulkOver,
    NobodyFound,
    NoUndo,
    StandsInTheWay,
    TooManyTogether,
)
from lianfang.roster.models import BulkAct, BulkRow
from lianfang.roster.queries.searching import asked
from lianfang.roster.rules.bulk import (
    CHANGED,
    ENDED,
    NOT_YOURS,
    PERMISSION,
    UNDOABLE,
    VISITED,
    Bulk,
    Judge,
    Reach,
    is_as_left,
)
from lianfang.roster.rules.questions import safely

MOST = 10_000
_TOGETHER = 1_000  # people in one transaction
_LISTED = 20
_rows = Load(BulkRow)


def preview_bulk(
    bulk: Bulk,
    *,
    query: Mapping[str, object],
    picked: Sequence[str] = (),
    key: uuid.UUID | None = None,
    by: Caller,
    at: dt.datetime,
) -> BulkAct:
    """Who would be reached and who not, person by person; nothing is done yet.

    The same key again finds the first. Raises BadBulk, NobodyFound, TooManyTogether.
    """
    by.must(PERMISSION[bulk.kind])
    sent = BulkAct.objects.filter(key=key).first() if key else None
    if sent:
        if sent.user_id != by.id:
            raise NotFound
        return sent
    faults = bulk.faults(local_date(at))
    if faults:
        raise BadBulk(fields=faults)
    card = staff_card(bulk.doctor_id) if bulk.doctor_id else None
    bulk = replace(bulk, doctor_name=card.name if card else "")
    filters = asked(query, picked, by=by, at=at)
    ids = ids_for_export(by, filters=filters, at=at, most=MOST + 1)
    if not ids:
        raise NobodyFound
    if len(ids) > MOST:
        raise TooManyTogether
    return _keep(bulk, ids, query, key=key or uuid.uuid4(), by=by, at=at)


@transaction.atomic
def _keep(
    bulk: Bulk,
    ids: Sequence[int],
    query: Mapping[str, object],
    *,
    key: uuid.UUID,
    by: Caller,
    at: dt.datetime,
) -> BulkAct:
    act = BulkAct.objects.create(
        key=key,
        kind=bulk.kind,
        state=BulkState.PREVIEW,
        wanted=msgspec.json.encode(bulk).decode(),
        query=msgspec.json.encode(query).decode(),
        total=len(ids),
        user_id=by.id,
        user_name=by.name,
        asked_at=at,
    )
    judge, number, counts = _judge(bulk, by), 0, Counter[str]()
    for some in chunks(ids, _TOGETHER):
        rows = []
        for person_id, one in _reaches(bulk, some).items():
            number += 1
            why = judge.why_not(one)
            rows.append(_row(act, number, person_id, why))
            counts[RowState.SKIPPED if why else RowState.READY] += 1
        _rows.many(rows)
    act.counts = dict(counts)
    act.save(update_fields=["counts"])
    detail = {"kind": act.kind, "count": act.total, "filter": safely(query), "counts": act.counts}
    record("bulk.previewed", act, by=by.actor, at=at, detail=detail)
    return act


def _row(act: BulkAct, number: int, person_id: int, why: str) -> dict[str, object]:
    state = RowState.SKIPPED if why else RowState.READY
    own = {"act_id": act.pk, "number": number, "person_id": person_id}
    return own | {"state": state, "why": why}


def _judge(bulk: Bulk, by: Caller) -> Judge:
    permission = PERMISSION[bulk.kind]
    its = areas_of_role(bulk.doctor_id, RoleCode.COMMUNITY_DOCTOR) if bulk.doctor_id else ()

    @lru_cache(maxsize=8_192)
    def covers(area_code: str) -> bool:
        return by.covers(area_code, permission)

    return Judge(
        bulk,
        covers,
        lambda area: any(own == COUNTRY or area.startswith(own) for own in its),
    )


def _reaches(bulk: Bulk, ids: Sequence[int], *, for_change: bool = False) -> dict[int, Reach]:
    """What is known of each, in the order asked; two or three statements."""
    areas = areas_of(ids)
    if bulk.kind == BulkKind.MESSAGE:
        accounts = accounts_for(ids)
        return {pk: Reach(areas[pk], None, accounts.get(pk)) for pk in ids if pk in areas}
    stays = stays_now(ids, for_change=for_change)
    return {pk: Reach(areas[pk], stays.get(pk)) for pk in ids if pk in areas}


@transaction.atomic
def begin_bulk(act: BulkAct, *, by: Caller, at: dt.datetime) -> BulkAct:
    """Yes, do it. Raises NotFound for a stranger, BulkOver when it was begun or ended."""
    _must_own(act, by)
    by.must(PERMISSION[BulkKind(act.kind)])
    waiting = BulkAct.objects.filter(pk=act.pk, state=BulkState.PREVIEW)
    if not waiting.update(state=BulkState.RUNNING, begun_at=at, beat_at=at):
        raise BulkOver
    act.refresh_from_db()
    detail = {"kind": act.kind, "counts": act.counts}
    record("bulk.begun", act, by=by.actor, at=at, detail=detail)
    return act


def run_bulk(act: BulkAct, *, by: Caller, at: dt.datetime) -> BulkAct:
    """Go through the people who are ready, some in each transaction; begun again it goes on.

    Everybody is judged anew: who was changed meanwhile is passed by with the reason.
    """
    bulk = msgspec.json.decode(act.wanted, type=Bulk)
    by.must(PERMISSION[bulk.kind])
    _must_own(act, by)
    judge, begun = _judge(bulk, by), act.begun_at or at
    ready = BulkRow.objects.filter(act=act, state=RowState.READY)
    numbers = list(ready.order_by("number").values_list("number", flat=True))
    for some in chunks(numbers, _TOGETHER):
        with transaction.atomic():
            running = BulkAct.objects.select_for_update().filter(pk=act.pk)
            if not running.filter(state=BulkState.RUNNING).update(beat_at=at):
                break
            _do(act, bulk, judge, some, by=by, at=begun)
    if bulk.kind == BulkKind.NOTICES:
        make_papers(act, bulk.notice, by=by, at=begun)
    return _finish(act, by=by, at=at)


def _do(
    act: BulkAct,
    bulk: Bulk,
    judge: Judge,
    numbers: Sequence[int],
    *,
    by: Caller,
    at: dt.datetime,
) -> None:
    """One part: judged, done and noted together or not at all."""
    rows = BulkRow.objects.filter(act=act, state=RowState.READY, number__in=numbers)
    people = dict(rows.order_by("number").values_list("person_id", "number"))
    reaches = _reaches(bulk, list(people), for_change=True)
    why = {pk: judge.why_not(one) for pk, one in reaches.items()}
    good = {pk: one for pk, one in reaches.items() if not why[pk]}
    _carry_out(act, bulk, good, people, by=by, at=at)
    done = rows.filter(person_id__in=list(good))
    done.update(state=RowState.DONE)
    for said in {said for said in why.values() if said}:
        passed = [pk for pk, one in why.items() if one == said]
        rows.filter(person_id__in=passed).update(state=RowState.SKIPPED, why=said)
    BulkAct.objects.filter(pk=act.pk).update(done=max(numbers))


def _carry_out(
    act: BulkAct,
    bulk: Bulk,
    good: Mapping[int, Reach],
    numbers: Mapping[int, int],
    *,
    by: Caller,
    at: dt.datetime,
) -> None:
    stays = [one.stay for one in good.values() if one.stay]
    who, batch = by.actor, act.key
    match bulk.kind:
        case BulkKind.ARRANGE:
            place = bulk.place.strip()
            arrange_many(stays, mode=bulk.mode, place=place, batch=batch, by=who, at=at)
        case BulkKind.DOCTOR:
            doctors = dict.fromkeys((stay.id for stay in stays), bulk.doctor_id)
            assign_doctor_many(stays, doctors, batch=batch, by=who, at=at)
        case BulkKind.CHECKS if bulk.due_on:
            plan_visits_many(stays, due_at=end_of(bulk.due_on), batch=batch, by=who, at=at)
        case BulkKind.NOTICES:
            kind = bulk.notice
            prepare_notices_many(stays, kind=kind, issued_by=by.name, by=who, at=at)
        case BulkKind.MESSAGE:
            ids = [one.account_id for one in good.values() if one.account_id]
            tell_accounts(ids, title=bulk.title, body=bulk.text, batch=batch, by=who, at=at)
    if bulk.kind in UNDOABLE:
        _note_before.many([_before(act, stay, numbers[stay.person_id]) for stay in stays])


def _before(act: BulkAct, stay: StayNow, number: int) -> dict[str, Any]:
    held = {"id": stay.id, "mode": stay.mode, "place": stay.place_sealed}
    text = msgspec.json.encode(held | {"doctor": stay.doctor_id}).decode()
    return {"act_id": act.pk, "number": number, "before": text}


def _as_it_was(act_id: int, number: int, before: str) -> tuple[QuerySet[BulkRow], dict[str, str]]:
    return BulkRow.objects.filter(act_id=act_id, number=number), {"before": before}


_note_before = Updates(_as_it_was, act_id=int, number=int, before=str)


@transaction.atomic
def _finish(act: BulkAct, *, by: Caller, at: dt.datetime) -> BulkAct:
    """How it ended; cancelled on the way it stays so."""
    counts = _counted(act)
    BulkAct.objects.filter(pk=act.pk, state=BulkState.RUNNING).update(state=BulkState.DONE)
    BulkAct.objects.filter(pk=act.pk).update(counts=counts, ended_at=at)
    act.refresh_from_db()
    detail = {"kind": act.kind, "counts": counts, "state": act.state}
    record("bulk.ended", act, by=by.actor, at=at, detail=detail)
    return act


def _counted(act: BulkAct) -> dict[str, int]:
    counted = (
        BulkRow.objects.filter(act=act).order_by().values_list("state").annotate(n=Count("id"))
    )
    return dict(counted)


@transaction.atomic
def cancel_bulk(act: BulkAct, *, by: Caller, at: dt.datetime) -> BulkAct:
    """Stop after the part in hand; what was done stays. Raises NotFound, BulkOver."""
    _must_own(act, by)
    going = BulkAct.objects.filter(pk=act.pk, state__in=[BulkState.PREVIEW, BulkState.RUNNING])
    if not going.update(state=BulkState.CANCELLED, ended_at=at):
        raise BulkOver
    act.refresh_from_db()
    record("bulk.cancelled", act, by=by.actor, at=at, detail={"done": act.done})
    return act


@transaction.atomic
def undo_bulk(act: BulkAct, *, by: Caller, at: dt.datetime) -> BulkAct:
    """Everything as it was before, or nothing, with what stands in the way.

    Raises NotFound, NoUndo, BulkOver, StandsInTheWay.
    """
    _must_own(act, by)
    bulk = msgspec.json.decode(act.wanted, type=Bulk)
    by.must(PERMISSION[bulk.kind])
    if bulk.kind not in UNDOABLE:
        raise NoUndo
    over = BulkAct.objects.filter(pk=act.pk, state__in=[BulkState.DONE, BulkState.CANCELLED])
    if not over.update(state=BulkState.UNDONE):
        raise BulkOver
    done = BulkRow.objects.filter(act=act, state=RowState.DONE)
    held = done.order_by("number").values_list("person_id", "person__name", "number", "before")
    obstacles: dict[str, str] = {}
    for some in chunks(held, _TOGETHER):
        stays = stays_now([pk for pk, *_ in some], for_change=True)
        before = {pk: msgspec.json.decode(text) for pk, _, _, text in some}
        why = _in_the_way(act, bulk, stays, before, by)
        obstacles |= {f"第{n}行 {name}": why[pk] for pk, name, n, _ in some if pk in why}
        if not obstacles:
            _put_back(act, bulk, list(stays.values()), before, by=by, at=at)
    if obstacles:
        raise StandsInTheWay(fields=dict(list(obstacles.items())[:_LISTED]))
    done.update(state=RowState.UNDONE)
    act.refresh_from_db()
    act.counts = _counted(act)
    act.save(update_fields=["counts"])
    record("bulk.undone", act, by=by.actor, at=at, detail={"kind": act.kind, "counts": act.counts})
    return act


def _in_the_way(
    act: BulkAct,
    bulk: Bulk,
    stays: Mapping[int, StayNow],
    before: Mapping[int, Mapping[str, Any]],
    by: Caller,
) -> dict[int, str]:
    """By person, what was built on the act since."""
    ids = [stay.id for stay in stays.values()]
    visited = (
        visited_since(ids, doctor_id=bulk.doctor_id, since=act.begun_at or act.asked_at)
        if bulk.kind == BulkKind.DOCTOR
        else set()
    )
    found: dict[int, str] = {}
    for pk, was in before.items():
        stay = stays.get(pk)
        if stay is None or stay.id != was["id"]:
            found[pk] = ENDED
        elif not by.covers(stay.area_code, PERMISSION[bulk.kind]):
            found[pk] = NOT_YOURS
        elif not is_as_left(bulk, stay):
            found[pk] = CHANGED
        elif stay.id in visited:
            found[pk] = VISITED
    return found


def _put_back(
    act: BulkAct,
    bulk: Bulk,
    stays: Sequence[StayNow],
    before: Mapping[int, Mapping[str, Any]],
    *,
    by: Caller,
    at: dt.datetime,
) -> None:
    if bulk.kind == BulkKind.DOCTOR:
        doctors = {stay.id: before[stay.person_id]["doctor"] for stay in stays}
        assign_doctor_many(stays, doctors, batch=act.key, by=by.actor, at=at)
        return
    was = {s.id: (before[s.person_id]["mode"], before[s.person_id]["place"]) for s in stays}
    put_back_many(stays, was, batch=act.key, by=by.actor, at=at)


def _must_own(act: BulkAct, by: Caller) -> None:
    if act.user_id != by.id:
        raise NotFound
