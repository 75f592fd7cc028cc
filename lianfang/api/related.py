"""相关文书 and 密接关系 of one person."""

import datetime as dt
import uuid

from django.http import HttpResponse
from ninja import Schema

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.org.enums import Permission
from lianfang.people import queries as people
from lianfang.roster import queries as roster

router = make_router("related")
_VIEW = by_staff(Permission.PERSON_VIEW)


class PaperOut(Schema):
    key: uuid.UUID
    kind: str
    number: str
    issued_at: dt.datetime
    issued_by: str
    signed_at: dt.datetime | None
    has_file: bool


class LinkedOut(Schema):
    """``is_index``: the other was the case, this person the contact."""

    is_index: bool
    key: uuid.UUID | None
    name: str
    relation: str
    manner: str
    last_at: dt.datetime


class RelatedOut(Schema):
    papers: list[PaperOut]
    contacts: list[LinkedOut]
    contact_count: int


@router.get("/{uuid:key}", auth=_VIEW, response=RelatedOut)
def show_related(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """Who met whom only for whoever traces contacts there; the rest learn how many."""
    now = clock()
    person = people.get_for(request.caller, key, at=now)
    return encoded(roster.related_to(request.caller, person, at=now))
