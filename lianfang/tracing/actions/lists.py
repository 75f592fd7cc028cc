"""Lists of close contacts: short ones filed at once, long ones when a second person agrees."""

import datetime as dt
import uuid
from collections.abc import Sequence

import msgspec
from django.db import transaction
from django.db.models import Sum

from lianfang.approvals.actions import ask
from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.core.masking import mask_name
from lianfang.core.phones import read_phone
from lianfang.core.problems import NotFound, Problem
from lianfang.geo.queries import area_by_code
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people.actions import one_batch
from lianfang.people.models import Person
from lianfang.people.rules import ILL, clean_name
from lianfang.policy.queries import most_red_together
from lianfang.tracing.actions.contacts import file_contact
from lianfang.tracing.enums import ListState
from lianfang.tracing.errors import BadRows, FutureContact, NotACase
from lianfang.tracing.models import ContactList
from lianfang.tracing.rules import NewContact

ACT = "tracing.contact_list"
_TOGETHER = dt.timedelta(hours=24)  # lists of one sender within this span count as one batch


@transaction.atomic
def propose_list(
    index: Person,
    *,
    key: uuid.UUID,
    rows: Sequence[NewContact],
    why: str,
    by: Caller,
    at: dt.datetime,
) -> ContactList:
    """File the contacts, or ask a second person where more would turn red than one may decide.

    Nothing is on file and nobody is red while the list waits. The same key again finds the first.
    Lists sent within a day count together, so that cutting one in pieces changes nothing.
    """
    by.must(Permission.CONTACT_FILE)
    if not by.covers(index.area_code, Permission.CONTACT_FILE):
        raise NotFound
    known = ContactList.objects.unscoped().filter(key=key).first()
    if known:
        return known if known.user_id == by.id else _not_yours()
    _check(index, rows, at)
    held = ContactList(
        key=key,
        index=index,
        area_code=index.area_code,
        rows=msgspec.json.encode(list(rows)).decode(),
        total=len(rows),
        why=why,
        state=ListState.WAITING,
        user_id=by.id,
        user_name=by.name,
        sent_at=at,
    )
    before = _red_lately(by, at)
    held.save(force_insert=True)
    record("contacts.proposed", held, by=by.actor, at=at, detail={"people": held.total, "why": why})
    if before + held.total <= most_red_together(at=at):
        return _file_all(held, is_agreed=False, by=by, at=at)
    ask(
        ACT,
        subject=held,
        area_code=held.area_code,
        title=f"{mask_name(index.name)}的密接{held.total}人将转红码（至多24小时）：{why}"[:128],
        permission=Permission.APPROVAL_DECIDE,
        payload={"people": held.total, "why": why},
        by=by,
        at=at,
    )
    return held


def _not_yours() -> ContactList:
    raise NotFound


def _check(index: Person, rows: Sequence[NewContact], at: dt.datetime) -> None:
    """Every row is right before anything is proposed. Raises NotACase, FutureContact, BadRows."""
    if index.case_class not in ILL:
        raise NotACase
    faults = {}
    for n, row in enumerate(rows):
        try:
            clean_name(row.name)
            read_phone(row.phone)
            area_by_code(row.area_code)
            if row.last_at > at:
                raise FutureContact
        except Problem as problem:
            said = next(iter(problem.fields.values()), problem.title)
            faults[f"rows.{n}"] = f"第{n + 1}行 {said}"
    if faults:
        raise BadRows(fields=faults)


def _red_lately(by: Caller, at: dt.datetime) -> int:
    """How many this sender turned red by lists that no second person saw."""
    mine = ContactList.objects.unscoped().filter(user_id=by.id, sent_at__gt=at - _TOGETHER)
    alone = mine.filter(state=ListState.FILED, is_agreed=False)
    return alone.aggregate(n=Sum("total"))["n"] or 0


def file_list(held: ContactList, *, by: Caller, at: dt.datetime) -> ContactList:
    """The second person agreed: file in the name of whoever proposed. Run twice, filed once."""
    return _file_all(held, is_agreed=True, by=by, at=at)


@transaction.atomic
def _file_all(held: ContactList, *, is_agreed: bool, by: Caller, at: dt.datetime) -> ContactList:
    waiting = ContactList.objects.unscoped().filter(pk=held.pk, state=ListState.WAITING)
    if not waiting.update(state=ListState.FILED, is_agreed=is_agreed, filed_at=at):
        return held
    rows = msgspec.json.decode(held.rows, type=list[NewContact])
    with one_batch(is_agreed=is_agreed, by=by.actor, at=at):
        for n, row in enumerate(rows):
            file_contact(
                held.index,
                key=uuid.uuid5(held.key, str(n)),
                name=row.name,
                phone=row.phone,
                area_code=row.area_code,
                address=row.address,
                last_at=row.last_at,
                relation=row.relation,
                manner=row.manner,
                by=by,
                at=at,
            )
    held.state, held.is_agreed, held.filed_at = ListState.FILED, is_agreed, at
    record("contacts.filed", held, by=by.actor, at=at, detail={"people": held.total})
    return held


@transaction.atomic
def refuse_list(held: ContactList, *, by: Actor, at: dt.datetime) -> None:
    """Nothing of it was on file, nothing is left but that it was asked for."""
    waiting = ContactList.objects.unscoped().filter(pk=held.pk, state=ListState.WAITING)
    if waiting.update(state=ListState.REFUSED, rows="[]"):
        record("contacts.refused", held, by=by, at=at, detail={"people": held.total})
