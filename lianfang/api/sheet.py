"""A person's file by its fields: what the form is made of, what it shows, and saving it."""

import datetime as dt
import uuid
from typing import Any

from django.http import HttpResponse
from ninja import Query, Schema, Status
from pydantic import Field as Bound

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.audit.actions import record_access
from lianfang.cases.errors import NotYourArea
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people import queries as people
from lianfang.roster import actions
from lianfang.roster import queries as roster
from lianfang.roster.errors import BadFields, ChangedFields, NotYourField
from lianfang.roster.fields import Dictionary, Field, FieldKind, Group

router = make_router("sheet")
_VIEW = by_staff(Permission.PERSON_VIEW)
_EDIT = by_staff(Permission.PERSON_EDIT)
_NEVER_AGAIN = {"source"}  # where the information came from is what it was
_ADDED = {FieldKind.LOG}  # a log is added to, never written over


class Choice(Schema):
    value: str
    label: str


class GroupOut(Schema):
    code: Group
    label: str


class FieldOut(Schema):
    """One field of the form; ``shown_when`` names another field and its values, any when empty."""

    id: str
    no: int
    label: str
    group: Group
    part: str
    kind: FieldKind
    choices: list[Choice]
    most: int
    required: bool
    is_written: bool
    may_write: bool
    is_masked: bool
    shown_when: str
    shown_values: list[str]
    default: str
    example: str
    help: str


class FormOut(Schema):
    groups: list[GroupOut]
    fields: list[FieldOut]


class SheetFileOut(Schema):
    """``values`` for the form (masked ones as they are shown), ``texts`` for reading."""

    key: uuid.UUID
    version: int
    values: dict[str, Any]
    texts: dict[str, str]


class SheetNewIn(Schema):
    key: uuid.UUID
    values: dict[str, Any]


class SheetNewOut(Schema):
    key: uuid.UUID
    is_new: bool
    doubts: dict[str, str]


class ChangeIn(Schema):
    """``seen`` is what the form showed of the changed fields when it was opened."""

    changes: dict[str, Any] = Bound(min_length=1)
    seen: dict[str, str]
    reason: str = Bound(default="", max_length=200)


class ChangedOut(Schema):
    version: int
    doubts: dict[str, str]


class KnownOut(Schema):
    """Somebody like this is on file; who it is, only for whoever may see them."""

    is_known: bool
    why: str
    key: uuid.UUID | None
    name: str


class WhoIn(Schema):
    phone: str = Bound(default="", max_length=30)
    id_number: str = Bound(default="", max_length=30)
    id_type: str = Bound(default="01", max_length=2)
    name: str = Bound(default="", max_length=50)
    birth_date: dt.date | None = None


class AddressIn(Schema):
    """Sent as a body: an address has no place in a log of requests."""

    address: str = Bound(max_length=128)


class PlaceOut(Schema):
    """An area the address may mean, and what in it speaks for that."""

    code: str
    path: str
    reason: str


class DifferenceOut(Schema):
    label: str
    before: str
    after: str


class ChangeOut(Schema):
    at: dt.datetime
    who: str
    reason: str
    differences: list[DifferenceOut]


class LookOut(Schema):
    at: dt.datetime
    who: str
    fields: str
    reason: str


class HistoryOut(Schema):
    changes: list[ChangeOut]
    looks: list[LookOut]


@router.get("/fields", auth=_VIEW, response=FormOut)
def show_form(request: StaffRequest) -> HttpResponse:
    """The form as this caller fills it in, from the one dictionary."""
    return encoded(form_of(request.caller))


@router.get("/persons/{uuid:key}", auth=_VIEW, response=SheetFileOut)
def show_file(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """The 登记表 of one person, masked; looking is recorded."""
    return encoded(file_of(request.caller, key, at=clock()))


@router.get("/persons/{uuid:key}/history", auth=_VIEW, response=HistoryOut)
def show_history(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """What was corrected, masked, and who looked."""
    person = people.get_for(request.caller, key, at=clock())
    changes = roster.changes_of(person, reader=request.caller)
    told = {"changes": changes, "looks": roster.looks_at(person)}
    return encoded(told)


@router.post("/persons", auth=by_staff(Permission.PERSON_REGISTER), response={201: SheetNewOut})
def open_file(request: StaffRequest, body: SheetNewIn) -> Status[object]:
    """新增人员 by any fields; somebody on file already is found, not doubled."""
    return Status(201, opened(request.caller, body, at=clock()))


@router.put("/persons/{uuid:key}", auth=_EDIT, response=ChangedOut)
def change_file(request: StaffRequest, key: uuid.UUID, body: ChangeIn) -> HttpResponse:
    """Write what was changed; what somebody else changed meanwhile is a question, not an answer."""
    return encoded(changed(request.caller, key, body, right=Permission.PERSON_EDIT, at=clock()))


@router.post("/places", auth=_VIEW, response=list[PlaceOut])
def propose_places(request: StaffRequest, body: AddressIn) -> HttpResponse:
    """Areas the caller may write in that the address may mean; nothing is written."""
    return encoded(roster.areas_proposed(request.caller, body.address))


@router.get("/known", auth=_VIEW, response=KnownOut)
def is_known(request: StaffRequest, asked: Query[WhoIn]) -> HttpResponse:
    """Is somebody like this on file? Of a stranger only that there is somebody."""
    return encoded(roster.known_like(request.caller, **asked.dict(), at=clock()))


def form_of(caller: Caller) -> dict[str, object]:
    """The form of a door: groups that have fields, and the fields as this caller has them."""
    known = roster.fields_for(caller)
    used = {one.group for one in known.fields}
    groups = [{"code": group, "label": group.label} for group in Group if group in used]
    return {"groups": groups, "fields": [_field(one, caller) for one in known.fields]}


def file_of(caller: Caller, key: uuid.UUID, *, at: dt.datetime) -> dict[str, object]:
    """The file by its fields, masked; looking is recorded. A stranger gets NotFound."""
    person = people.get_for(caller, key, at=at)
    record_access(person, reason="登记表", by=caller.actor, at=at)
    known = roster.fields_for(caller)
    [values] = roster.sheet_of([person.pk], at=at, fields=known)
    texts = roster.texts_of(values, is_masked=True, fields=known)
    shown = {one.id: texts[one.id] if one.masked else values.get(one.id) for one in known.fields}
    return {"key": key, "version": values["version"], "values": shown, "texts": texts}


def opened(caller: Caller, body: SheetNewIn, *, at: dt.datetime) -> dict[str, object]:
    """Raises what is wrong with the values, NotYourField and NotYourArea."""
    known = roster.fields_for(caller)
    _must_be_theirs(caller, body.values, known)
    required = (*roster.required_for_new(), *known.mandatory_for(caller.roles))
    understood = roster.Reader(at=at, fields=known).read(body.values, required=required)
    _must_be_good(understood)
    if not caller.covers(str(understood.values["area"]), Permission.PERSON_REGISTER):
        raise NotYourArea
    person, is_new = actions.open_file(understood.values, key=body.key, by=caller.actor, at=at)
    return {"key": person.key, "is_new": is_new, "doubts": understood.doubts}


def changed(
    by: Caller, key: uuid.UUID, body: ChangeIn, *, right: Permission, at: dt.datetime
) -> dict[str, object]:
    """The new version and the doubts; a place is one's own where ``right`` holds over it.

    Raises what is wrong, what is not theirs to write, and ChangedFields with what others wrote.
    """
    person = people.get_for(by, key, at=at)
    known = roster.fields_for(by)
    _must_be_theirs(by, body.changes, known)
    if _NEVER_AGAIN & set(body.changes):
        raise NotYourField(fields={"source": "报送来源建档后不能再改"})
    [values] = roster.sheet_of([person.pk], at=at, fields=known)
    _must_stand(body, roster.texts_of(values, is_masked=True, fields=known), known)
    kept = set(known.mandatory_for(by.roles)) & set(body.changes)
    reader = roster.Reader(at=at, fields=known)
    understood = reader.read(body.changes, required=kept, id_type=person.id_type)
    _must_be_good(understood)
    area = understood.values.get("area")
    if area and not by.covers(str(area), right):
        raise NotYourArea
    actions.change_file(person, understood.values, reason=body.reason, by=by.actor, at=at)
    return {"version": people.by_id(person.pk).version, "doubts": understood.doubts}


def _field(one: Field, caller: Caller) -> dict[str, object]:
    when, values = one.shown_when or ("", ())
    return {
        "id": one.id,
        "no": one.no,
        "label": one.label,
        "group": one.group,
        "part": one.part,
        "kind": one.kind,
        "choices": [{"value": code, "label": word} for code, word in one.codes.items()],
        "most": one.most,
        "required": one.required or bool(set(one.mandatory) & set(caller.roles)),
        "is_written": one.is_written,
        "may_write": _may_write(one, caller),
        "is_masked": bool(one.masked),
        "shown_when": when,
        "shown_values": list(values),
        "default": one.default,
        "example": one.example,
        "help": one.help,
    }


def _may_write(one: Field, caller: Caller) -> bool:
    return bool(set(one.editors) & set(caller.roles))


def _must_be_theirs(caller: Caller, given: dict[str, Any], known: Dictionary) -> None:
    fields = known.by_id
    foreign = [n for n in given if n not in fields or not _may_write(fields[n], caller)]
    if foreign:
        raise NotYourField(fields=dict.fromkeys(foreign, NotYourField.title))


def _must_be_good(understood: roster.Understood) -> None:
    if understood.faults:
        raise BadFields(fields=understood.faults)


def _must_stand(body: ChangeIn, texts: dict[str, str], known: Dictionary) -> None:
    """Three ways meet: only a field that both changed is a conflict."""
    moved = {
        name: texts[name] or "（空）"
        for name in body.changes
        if known.by_id[name].kind not in _ADDED and body.seen.get(name, texts[name]) != texts[name]
    }
    if moved:
        raise ChangedFields(fields=moved)
