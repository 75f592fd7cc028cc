"""申报表单 in the console: what organisations are asked, kind by kind, version by version."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.api.enterprise import DeclareFormOut, form_out
from lianfang.declarations import actions
from lianfang.declarations.enums import FormKind
from lianfang.declarations.fields import ALWAYS, VARIABLES, Item
from lianfang.declarations.queries import Form, form_for, versions_of
from lianfang.org.enums import Permission
from lianfang.roster.fields import ASKED
from lianfang.roster.queries import shown_form, words_at

router = make_router("forms")
_EDIT = by_staff(Permission.POLICY_EDIT)


class FormItem(Schema):
    id: str = Field(max_length=32)
    required: bool = True
    label: str = Field(default="", max_length=60)


class AskableOut(Schema):
    """A question that may be asked; ``is_always``: no form goes without it."""

    id: str
    label: str
    is_always: bool


class VariableOut(Schema):
    name: str
    value: str


class FormVersionOut(Schema):
    version: int
    saved_at: dt.datetime | None
    saved_by_name: str


class FormEditOut(Schema):
    """``shown`` is the form as an organisation would see it today."""

    kind: FormKind
    kind_label: str
    version: int
    title: str
    note: str
    items: list[FormItem]
    askable: list[AskableOut]
    variables: list[VariableOut]
    versions: list[FormVersionOut]
    shown: DeclareFormOut


class FormSaveIn(Schema):
    title: str = Field(max_length=100)
    note: str = Field(default="", max_length=500)
    items: list[FormItem] = Field(max_length=40)
    seen: int


@router.get("/{kind}", auth=_EDIT, response=FormEditOut)
def show(request: StaffRequest, kind: FormKind, version: int | None = None) -> HttpResponse:
    """The form in force, or an earlier version of it to look at and take up again."""
    versions = versions_of(kind)
    chosen = next((one for one in versions if one.version == version), versions[0])
    return encoded(_edited(chosen, versions))


@router.put("/{kind}", auth=_EDIT, response=FormEditOut)
def save(request: StaffRequest, kind: FormKind, body: FormSaveIn) -> HttpResponse:
    """A new version, in force at once."""
    items = [Item(**vars(item)) for item in body.items]
    told = body.model_dump(exclude={"items"})
    actions.save_form(kind, **told, items=items, by=request.caller, at=clock())
    return encoded(_edited(form_for(kind), versions_of(kind)))


def _edited(form: Form, versions: list[Form]) -> dict[str, Any]:
    now = clock()
    words = words_at("某某单位", at=now)
    return {
        "kind": form.kind,
        "kind_label": form.kind.label,
        "version": form.version,
        "title": form.title,
        "note": form.note,
        "items": [vars(item) for item in form.items],
        "askable": [
            {"id": name, "label": one.label, "is_always": name in ALWAYS}
            for name, one in ASKED.items()
        ],
        "variables": [{"name": name, "value": words[name]} for name in VARIABLES],
        "versions": [
            {name: getattr(one, name) for name in FormVersionOut.model_fields} for one in versions
        ],
        "shown": form_out(shown_form(form, at=now)),
    }
