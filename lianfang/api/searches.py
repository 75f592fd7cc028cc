"""Questions that are kept: one's own, and those a department shares."""

import uuid

from django.http import HttpResponse
from ninja import Schema, Status
from pydantic import Field

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.org.enums import Permission
from lianfang.roster import actions
from lianfang.roster import queries as roster

router = make_router("searches")
_VIEW = by_staff(Permission.PERSON_VIEW)


class SearchIn(Schema):
    key: uuid.UUID
    name: str = Field(min_length=1, max_length=30)
    query: dict[str, str] = Field(max_length=20)
    is_shared: bool = False


class SearchOut(Schema):
    key: uuid.UUID
    name: str
    query: dict[str, str]
    is_shared: bool
    is_mine: bool


@router.get("", auth=_VIEW, response=list[SearchOut])
def list_searches(request: StaffRequest) -> HttpResponse:
    kept = roster.searches_of(request.caller)
    return encoded([_search(one, request.caller.id) for one in kept])


@router.post("", auth=_VIEW, response={201: SearchOut})
def save_search(request: StaffRequest, body: SearchIn) -> Status[object]:
    kept = actions.save_search(**vars(body), by=request.caller, at=clock())
    return Status(201, _search(kept, request.caller.id))


@router.delete("/{uuid:key}", auth=_VIEW, response={204: None})
def drop_search(request: StaffRequest, key: uuid.UUID) -> Status[None]:
    actions.drop_search(key, by=request.caller, at=clock())
    return Status(204, None)


def _search(kept: object, user_id: int) -> dict[str, object]:
    told = {name: getattr(kept, name) for name in ("key", "name", "query")}
    shared, owner = getattr(kept, "department_id", None), getattr(kept, "user_id", None)
    return told | {"is_shared": shared is not None, "is_mine": owner == user_id}
