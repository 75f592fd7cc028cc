"""配置维护 → 自定义字段: the fields an administrator adds to the form."""

import datetime as dt
import uuid

from django.http import HttpResponse
from ninja import Schema, Status
from pydantic import Field

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.org.enums import Permission, RoleCode
from lianfang.org.rules import ROLE_PERMISSIONS
from lianfang.roster import actions
from lianfang.roster import queries as roster
from lianfang.roster.enums import Access
from lianfang.roster.fields import FieldKind, Group
from lianfang.roster.rules.added import KINDS, PREFIX

router = make_router("custom-fields")
_EDIT = by_staff(Permission.POLICY_EDIT)


class NamedOut(Schema):
    code: str
    label: str


class CustomChoice(Schema):
    """A choice that is there already has its code; a new one has none."""

    code: str = Field(default="", max_length=8)
    label: str = Field(max_length=60)


class CustomFieldIn(Schema):
    """``access`` names roles; who is not named does not see the field."""

    label: str = Field(max_length=30)
    group: Group = Group.CUSTOM
    help: str = Field(default="", max_length=100)
    choices: list[CustomChoice] = Field(default=[], max_length=60)
    access: dict[RoleCode, Access]

    def as_described(self) -> actions.Described:
        return actions.Described(
            self.label,
            self.group,
            self.help,
            [(one.code, one.label) for one in self.choices],
            {str(role.value): str(level.value) for role, level in self.access.items()},
        )


class CustomFieldNew(CustomFieldIn):
    key: uuid.UUID
    kind: FieldKind


class CustomFieldChange(CustomFieldIn):
    version: int


class CustomFieldSwitch(Schema):
    is_on: bool
    version: int


class CustomFieldOut(Schema):
    """``id`` is its name in sheets, filters and exports."""

    key: uuid.UUID
    id: str
    label: str
    group: Group
    kind: FieldKind
    kind_label: str
    help: str
    choices: list[CustomChoice]
    access: dict[str, str]
    is_on: bool
    added_by: str
    added_at: dt.datetime
    version: int


class CustomFieldsOut(Schema):
    """The fields, and what there is to choose from when one is added."""

    items: list[CustomFieldOut]
    kinds: list[NamedOut]
    groups: list[NamedOut]
    roles: list[NamedOut]
    levels: list[NamedOut]


@router.get("", auth=_EDIT, response=CustomFieldsOut)
def list_fields(request: StaffRequest) -> HttpResponse:
    """Those in force first."""
    _ = request
    roles = [r for r, held in ROLE_PERMISSIONS.items() if Permission.PERSON_VIEW in held]
    told = {
        "items": [_shown(row) for row in roster.custom_fields()],
        "kinds": [{"code": kind, "label": label} for kind, label in KINDS.items()],
        "groups": [{"code": g, "label": g.label} for g in (Group.CUSTOM, *list(Group)[:-1])],
        "roles": [{"code": role, "label": role.label} for role in roles],
        "levels": [{"code": level, "label": level.label} for level in Access],
    }
    return encoded(told)


@router.post("", auth=_EDIT, response={201: CustomFieldOut})
def add_field(request: StaffRequest, body: CustomFieldNew) -> Status[object]:
    row = actions.add_field(
        body.as_described(), kind=body.kind, key=body.key, by=request.caller, at=clock()
    )
    return Status(201, _shown(row))


@router.put("/{uuid:key}", auth=_EDIT, response=CustomFieldOut)
def change_field(request: StaffRequest, key: uuid.UUID, body: CustomFieldChange) -> HttpResponse:
    """All but its type."""
    row = actions.change_field(
        roster.custom_field(key),
        body.as_described(),
        version=body.version,
        by=request.caller,
        at=clock(),
    )
    return encoded(_shown(row))


@router.post("/{uuid:key}/switch", auth=_EDIT, response=CustomFieldOut)
def switch_field(request: StaffRequest, key: uuid.UUID, body: CustomFieldSwitch) -> HttpResponse:
    """Off, nobody is asked any more and what was filled in is kept; on again, all is there."""
    switch = actions.switch_field_on if body.is_on else actions.switch_field_off
    row = roster.custom_field(key)
    return encoded(_shown(switch(row, version=body.version, by=request.caller, at=clock())))


def _shown(row: object) -> dict[str, object]:
    names = set(CustomFieldOut.model_fields) - {"id", "kind_label", "choices"}
    told = {name: getattr(row, name) for name in names}
    choices = [{"code": code, "label": label} for code, label in getattr(row, "choices", ())]
    return told | {
        "id": f"{PREFIX}{getattr(row, 'pk', 0)}",
        "kind_label": KINDS[FieldKind(str(told["kind"]))],
        "choices": choices,
    }
