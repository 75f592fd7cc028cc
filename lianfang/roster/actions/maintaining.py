"""自定义字段: add a field to the form, change what it says, switch it off and on again."""

import datetime as dt
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F

from lianfang.audit.actions import record
from lianfang.org.enums import Permission, RoleCode
from lianfang.org.rules import ROLE_PERMISSIONS, Caller
from lianfang.roster.enums import Access
from lianfang.roster.errors import BadCustomField, ChangedField
from lianfang.roster.fields import FIELDS, Group
from lianfang.roster.models import CustomField, CustomValue
from lianfang.roster.rules.added import CHOSEN, KINDS
from lianfang.roster.rules.headers import tidy

T = TypeVar("T")
_MOST_ON = 50
_MOST_CHOICES, _LONGEST_CHOICE = 50, 30
_APART = re.compile(r"[、,，;；/|\s]")
_TAKEN = {tidy(word) for one in FIELDS for word in (one.label, *one.synonyms)}
_MAY_SEE = {role for role, held in ROLE_PERMISSIONS.items() if Permission.PERSON_VIEW in held}


@dataclass(frozen=True)
class Described:
    """What an administrator says of a field; ``choices`` are ``(code, label)``, new ones without.

    ``access`` names for each role what it may do; who is not named does not see the field.
    """

    label: str
    group: str = Group.CUSTOM
    help: str = ""
    choices: Sequence[tuple[str, str]] = ()
    access: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def add_field(
    described: Described, *, kind: str, key: uuid.UUID, by: Caller, at: dt.datetime
) -> CustomField:
    """Every form, sheet, template, export and search has it from now on.

    The same key again changes nothing. Raises BadCustomField naming what to put right.
    """
    by.must(Permission.POLICY_EDIT)
    sent = CustomField.objects.filter(key=key).first()
    if sent:
        return sent
    faults = _faults(described, kind, 0)
    if kind not in KINDS:
        faults["kind"] = "请选择字段类型"
    if CustomField.objects.filter(is_on=True).count() >= _MOST_ON:
        faults["label"] = f"最多同时启用 {_MOST_ON} 个自定义字段，请先停用不再使用的"
    if faults:
        raise BadCustomField(fields=faults)
    columns = _columns(described, kind, [])
    row = _unless_taken(
        lambda: CustomField.objects.create(
            key=key, kind=kind, added_by=by.name, added_at=at, **columns
        )
    )
    record("field.added", row, by=by.actor, at=at, detail={"kind": kind, **columns})
    return row


@transaction.atomic
def change_field(
    row: CustomField, described: Described, *, version: int, by: Caller, at: dt.datetime
) -> CustomField:
    """What it says, for whom; its type stays, and so does a choice that somebody has taken.

    Raises BadCustomField, and ChangedField when another administrator was first.
    """
    by.must(Permission.POLICY_EDIT)
    faults = _faults(described, row.kind, row.pk) | _lost_choices(row, described)
    if faults:
        raise BadCustomField(fields=faults)
    after = _columns(described, row.kind, row.choices)
    before = {name: getattr(row, name) for name in after}
    if after == before:
        return row
    _move(row, version, after)
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    record("field.changed", row, by=by.actor, at=at, detail={"changed": changed})
    return row


@transaction.atomic
def switch_field_off(row: CustomField, *, version: int, by: Caller, at: dt.datetime) -> CustomField:
    """Nobody is asked for it any more; what was filled in is kept. Raises ChangedField."""
    return _switch(row, version, is_on=False, by=by, at=at)


@transaction.atomic
def switch_field_on(row: CustomField, *, version: int, by: Caller, at: dt.datetime) -> CustomField:
    """As it was before it was switched off. Raises ChangedField."""
    return _switch(row, version, is_on=True, by=by, at=at)


def _switch(
    row: CustomField, version: int, *, is_on: bool, by: Caller, at: dt.datetime
) -> CustomField:
    by.must(Permission.POLICY_EDIT)
    if row.is_on == is_on:
        return row
    _move(row, version, {"is_on": is_on})
    record("field.switched", row, by=by.actor, at=at, detail={"is_on": is_on})
    return row


def _move(row: CustomField, version: int, columns: Mapping[str, object]) -> None:
    unchanged = CustomField.objects.filter(pk=row.pk, version=version)
    if not _unless_taken(lambda: unchanged.update(**columns, version=F("version") + 1)):
        raise ChangedField
    row.refresh_from_db()


def _unless_taken(write: Callable[[], T]) -> T:
    try:
        with transaction.atomic():
            return write()
    except IntegrityError:
        raise BadCustomField(fields={"label": _SAME}) from None


_SAME = "已有同名的字段，请换一个名称"


def _faults(described: Described, kind: str, own_id: int) -> dict[str, str]:
    faults = {}
    others = CustomField.objects.exclude(pk=own_id).values_list("label", flat=True)
    taken = _TAKEN.union(map(tidy, others))
    if not described.label.strip():
        faults["label"] = "请填写字段名称"
    elif tidy(described.label) in taken:
        faults["label"] = _SAME
    if described.group not in Group.values:
        faults["group"] = "请选择分组"
    labels = [label.strip() for _, label in described.choices]
    if kind in CHOSEN and (fault := _fault_of_choices(labels)):
        faults["choices"] = fault
    foreign = [
        role
        for role, level in described.access.items()
        if role not in _MAY_SEE or level not in Access.values
    ]
    if foreign or not described.access:
        faults["access"] = "请至少选择一个能查看人员信息的岗位"
    return faults


def _fault_of_choices(labels: Sequence[str]) -> str:
    if len(labels) < 2:  # noqa: PLR2004 -- one is no choice
        return "请至少填写两个选项"
    if len(labels) > _MOST_CHOICES:
        return f"最多 {_MOST_CHOICES} 个选项"
    if len(set(labels)) < len(labels) or not all(labels):
        return "选项不能重复或为空"
    if any(_APART.search(label) or len(label) > _LONGEST_CHOICE for label in labels):
        return f"选项不能含空格、顿号、逗号、分号、斜线，且最多 {_LONGEST_CHOICE} 个字"
    return ""


def _lost_choices(row: CustomField, described: Described) -> dict[str, str]:
    kept = {code for code, _ in described.choices}
    lost = {code: label for code, label in row.choices if code not in kept}
    taken = CustomValue.objects.filter(field=row, code__in=lost).values_list("code", flat=True)
    code = taken.order_by("code").first() if lost else None
    return {"choices": f"“{lost[code]}”已有人选过，不能删除，可以改名"} if code else {}


def _columns(described: Described, kind: str, before: Sequence[Sequence[str]]) -> dict[str, object]:
    """New choices take the codes after the last."""
    known = {code for code, _ in before}
    following = max((int(code[1:]) for code in known), default=0) + 1
    choices = []
    for code, label in described.choices if kind in CHOSEN else ():
        if code not in known:
            code, following = f"c{following}", following + 1  # noqa: PLW2901 -- the code it has now
        choices.append([code, label.strip()])
    roles = [role for role in RoleCode if role in described.access]
    return {
        "label": described.label.strip(),
        "group": described.group,
        "help": described.help.strip(),
        "choices": choices,
        "access": {str(role.value): str(described.access[role]) for role in roles},
    }
