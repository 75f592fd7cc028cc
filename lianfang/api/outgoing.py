"""The console's list of what left the house: messages that did not arrive, and sending again."""

import datetime as dt
import uuid

from django.http import HttpResponse
from ninja import Schema

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.messages import queries
from lianfang.messages.actions import send_again
from lianfang.messages.enums import OutgoingState
from lianfang.org.enums import Permission

router = make_router("outgoing")
_KEEPER = by_staff(Permission.ORG_EDIT)


class OutgoingOut(Schema):
    id: int
    key: uuid.UUID
    channel: str
    wording: str
    address_masked: str
    state: str
    reason: str
    created_at: dt.datetime
    settled_at: dt.datetime | None


class OutgoingPage(Schema):
    items: list[OutgoingOut]
    next: str | None
    counts: dict[str, int]


@router.get("", auth=_KEEPER, response=OutgoingPage)
def list_outgoing(
    request: StaffRequest, state: OutgoingState | None = None, cursor: str = ""
) -> HttpResponse:
    """The newest first, with the number in each state; no text and no whole address."""
    page = queries.outgoing_page(state=state or "", cursor=cursor)
    counts = queries.outgoing_counts()
    return encoded({"items": page.rows, "next": page.next or None, "counts": counts})


@router.post("/{key}/again", auth=_KEEPER, response={204: None})
def send_outgoing_again(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """Owe a failed message once more."""
    send_again(key, by=request.caller, at=clock())
    return HttpResponse(status=204)
