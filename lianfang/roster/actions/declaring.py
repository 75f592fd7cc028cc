"""Somebody is declared by the answers to an organisation's form."""

import datetime as dt
import uuid
from collections.abc import Mapping

from lianfang.core.actor import Actor
from lianfang.declarations import actions as declarations
from lianfang.declarations.errors import NoOrganisation
from lianfang.declarations.models import Declaration, Link
from lianfang.declarations.rules import Declared
from lianfang.org.queries import department
from lianfang.org.rules import Caller
from lianfang.roster.errors import BadFields
from lianfang.roster.queries.answering import declared_of, read_answers, refuse_unknown_areas
from lianfang.roster.queries.forms import FormShown, form_of
from lianfang.roster.queries.understanding import Reader


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


def _told(form: FormShown, given: Mapping[str, str], *, at: dt.datetime) -> Declared:
    found = read_answers(Reader(at=at, fields=form), form, given)
    refuse_unknown_areas([found])
    if found.faults:
        raise BadFields(fields=found.faults)
    return declared_of(found.values)
