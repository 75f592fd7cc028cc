"""What CDC does: contacts, timed duties, proposals; and approvals for whoever may decide them."""

import datetime as dt
import uuid

from django.http import HttpResponse
from ninja import Schema, Status
from pydantic import Field

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.api.shapes import Moment
from lianfang.approvals import actions as approvals
from lianfang.approvals import queries as approval_queries
from lianfang.org.enums import Permission
from lianfang.people.queries import get_for
from lianfang.tracing import actions, queries
from lianfang.tracing.enums import ListState, Manner, Relation
from lianfang.treatment import actions as treatment
from lianfang.treatment import queries as duties

router = make_router("cdc")
_FILE = by_staff(Permission.CONTACT_FILE)
_DECIDE = by_staff(Permission.APPROVAL_DECIDE)


class ContactIn(Schema):
    key: uuid.UUID
    index_key: uuid.UUID
    name: str = Field(max_length=50)
    phone: str = Field(max_length=20)
    area_code: str = Field(max_length=15)
    address: str = Field(default="", max_length=128)
    last_at: Moment
    relation: Relation
    manner: Manner
    is_protected: bool = False


class ContactLine(Schema):
    name: str = Field(max_length=50)
    phone: str = Field(max_length=20)
    area_code: str = Field(max_length=15)
    address: str = Field(default="", max_length=128)
    last_at: Moment
    relation: Relation
    manner: Manner


class ContactListIn(Schema):
    key: uuid.UUID
    index_key: uuid.UUID
    why: str = Field(min_length=2, max_length=60)
    rows: list[ContactLine] = Field(min_length=1, max_length=500)


class ContactListState(Schema):
    key: uuid.UUID
    state: ListState
    total: int


class ContactListOut(ContactListState):
    index_key: uuid.UUID
    index_name: str
    why: str
    sent_by: str
    sent_at: dt.datetime
    filed_at: dt.datetime | None


class ContactKey(Schema):
    key: uuid.UUID


class ContactOut(Schema):
    key: uuid.UUID
    index_key: uuid.UUID
    index_name: str
    person_key: uuid.UUID
    name: str
    phone: str
    area_code: str
    relation: str
    manner: str
    last_at: dt.datetime
    filed_at: dt.datetime
    case_state: str
    control_status: str


class ProposalOut(Schema):
    key: uuid.UUID
    person_key: uuid.UUID
    name: str
    area_code: str
    index_name: str
    last_at: dt.datetime
    proposed_at: dt.datetime


class ObligationOut(Schema):
    key: uuid.UUID
    kind: str
    person_key: uuid.UUID
    person_name: str
    area_code: str
    opened_at: dt.datetime
    due_at: dt.datetime


class ApprovalOut(Schema):
    key: uuid.UUID
    act: str
    title: str
    area_code: str
    asked_by: str
    asked_at: dt.datetime
    due_at: dt.datetime | None
    decided_by: str | None
    decided_at: dt.datetime | None
    granted: bool | None
    reason: str


class DecisionIn(Schema):
    granted: bool
    reason: str = Field(default="", max_length=200)


@router.get("contacts", auth=_FILE, response=list[ContactOut])
def list_contacts(request: StaffRequest) -> HttpResponse:
    return encoded(queries.contacts_for(request.caller))


@router.post("contacts", auth=_FILE, response={201: ContactKey})
def file_contact(request: StaffRequest, body: ContactIn) -> Status[ContactKey]:
    now = clock()
    index = get_for(request.caller, body.index_key, at=now)
    given = body.dict(exclude={"index_key"})
    contact = actions.file_contact(index, **given, by=request.caller, at=now)
    return Status(201, ContactKey(key=contact.key))


@router.get("contact-lists", auth=_FILE, response=list[ContactListOut])
def list_contact_lists(request: StaffRequest) -> HttpResponse:
    return encoded(queries.lists_for(request.caller))


@router.post("contact-lists", auth=_FILE, response={201: ContactListState})
def propose_contacts(request: StaffRequest, body: ContactListIn) -> Status[ContactListState]:
    """Filed at once, or waiting for a second person where many would turn red."""
    now = clock()
    index = get_for(request.caller, body.index_key, at=now)
    rows = [actions.NewContact(**row.dict()) for row in body.rows]
    held = actions.propose_list(
        index, key=body.key, rows=rows, why=body.why, by=request.caller, at=now
    )
    state = ListState(held.state)
    return Status(201, ContactListState(key=held.key, state=state, total=held.total))


@router.get("proposals", auth=_FILE, response=list[ProposalOut])
def list_proposals(request: StaffRequest) -> HttpResponse:
    return encoded(queries.proposals_for(request.caller))


@router.post("proposals/{uuid:key}", auth=_FILE, response={204: None})
def decide_proposal(request: StaffRequest, key: uuid.UUID, body: DecisionIn) -> Status[None]:
    proposal = queries.proposal_for(request.caller, key)
    actions.decide_release(proposal, is_granted=body.granted, by=request.caller, at=clock())
    return Status(204, None)


@router.get("obligations", auth=_FILE, response=list[ObligationOut])
def list_obligations(request: StaffRequest) -> HttpResponse:
    return encoded(duties.obligations_for(request.caller))


@router.post("obligations/{uuid:key}/completion", auth=_FILE, response={204: None})
def finish_obligation(request: StaffRequest, key: uuid.UUID) -> Status[None]:
    obligation = duties.obligation_for(request.caller, key)
    treatment.finish_obligation(obligation, by=request.caller, at=clock())
    return Status(204, None)


@router.get("approvals", auth=_DECIDE, response=list[ApprovalOut])
def list_approvals(request: StaffRequest) -> HttpResponse:
    return encoded(approval_queries.waiting_for(request.caller))


@router.post("approvals/{uuid:key}", auth=_DECIDE, response={204: None})
def decide_approval(request: StaffRequest, key: uuid.UUID, body: DecisionIn) -> Status[None]:
    approval = approval_queries.get_for(request.caller, key)
    approvals.decide(
        approval, granted=body.granted, reason=body.reason, by=request.caller, at=clock()
    )
    return Status(204, None)
