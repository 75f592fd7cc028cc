"""Somebody is declared by the answers to an organisation's form."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from lianfang.core.actor import Actor
from lianfang.core.problems import Problem
from lianfang.declarations import actions as declarations
from lianfang.declarations.actions import Declared
from lianfang.declarations.errors import NoOrganisation
from lianfang.declarations.fields import GROUPS
from lianfang.declarations.models import Declaration, Link
from lianfang.org.queries import department
from lianfang.org.rules import Caller
from lianfang.people.rules import clean_name
from lianfang.roster.errors import BadFields
from lianfang.roster.queries.forms import FormShown, form_of
from lianfang.roster.queries.understanding import Reader, Understood

YES = "1"


def declare_person(
    given: Mapping[str, str], *, key: uuid.UUID, by: Caller, at: dt.datetime
) -> Declaration:
    """By the agent of the organisation. Raises BadFields, and what declaring raises."""
    if by.department_id is None:
        raise NoOrganisation
    form = form_of(department(by.department_id), at=at)
    return declarations.declare(key=key, form=_told(form, given, at=at), by=by, at=at)


def declare_oneself(
    link: Link, given: Mapping[str, str], *, key: uuid.UUID, code: str, by: Actor, at: dt.datetime
) -> Declaration:
    """Through a link. Raises BadFields, and what declaring oneself raises."""
    told = _told(form_of(link.department, at=at), given, at=at)
    return declarations.declare_self(link, key=key, form=told, code=code, by=by, at=at)


def read_answers(reader: Reader, form: FormShown, given: Mapping[str, object]) -> Understood:
    """Only what the form asks is read; what it requires must be there."""
    asked = {name: given[name] for name in form.by_id if name in given}
    found = reader.read(asked, required=form.required)
    if name := found.values.get("name"):
        try:
            found.values["name"] = clean_name(str(name))
        except Problem as problem:
            found.faults["name"] = problem.title
    return found


def declared_of(values: Mapping[str, Any]) -> Declared:
    return Declared(
        name=values["name"],
        id_number=values["id_number"],
        phone=values["phone"],
        sex=values.get("sex") or "0",
        id_type=values.get("id_type") or "01",
        area_code=values.get("area") or "",
        address=values.get("address") or "",
        has_key_area=values.get("key_area") == YES,
        has_contact=values.get("contact") == YES,
        native_place=values.get("native_place") or "",
        groups={name: values[name] for name in GROUPS if values.get(name)},
        return_date=values.get("return_date"),
        return_by=values.get("return_by") or "",
        symptoms=tuple(values.get("symptoms") or ()),
        temp_c=values.get("temp"),
    )


def _told(form: FormShown, given: Mapping[str, str], *, at: dt.datetime) -> Declared:
    found = read_answers(Reader(at=at, fields=form), form, given)
    if found.faults:
        raise BadFields(fields=found.faults)
    return declared_of(found.values)
