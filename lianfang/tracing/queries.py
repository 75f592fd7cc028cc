"""Contacts of a case and what CDC has to decide about them."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Q

from lianfang.core.masking import mask_number
from lianfang.core.problems import NotFound
from lianfang.geo.queries import within
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people.models import Person
from lianfang.tracing.models import Contact, ContactList, ReleaseProposal

_SHOWN = 200


@dataclass(frozen=True)
class ContactRow:
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


@dataclass(frozen=True)
class ProposalRow:
    key: uuid.UUID
    person_key: uuid.UUID
    name: str
    area_code: str
    index_name: str
    last_at: dt.datetime
    proposed_at: dt.datetime


@dataclass(frozen=True)
class ListRow:
    """A list of contacts as its sender and their colleagues see it: counts, no names."""

    key: uuid.UUID
    index_key: uuid.UUID
    index_name: str
    total: int
    why: str
    state: str
    sent_by: str
    sent_at: dt.datetime
    filed_at: dt.datetime | None


def lists_for(caller: Caller) -> list[ListRow]:
    """Lists in one's areas, newest first; one statement."""
    mine = ContactList.objects.scoped(within(caller.areas(Permission.CONTACT_FILE)))
    cells = mine.order_by("-id").values_list(
        *("key", "index__key", "index__name", "total", "why", "state"),
        *("user_name", "sent_at", "filed_at"),
    )
    return [ListRow(*row) for row in cells[:_SHOWN]]


def list_by_id(list_id: int) -> ContactList:
    """For handlers."""
    return ContactList.objects.unscoped().select_related("index").get(pk=list_id)


def contacts_for(caller: Caller) -> list[ContactRow]:
    """Contacts in one's areas, newest first; one statement."""
    scope = within(caller.areas(Permission.CONTACT_FILE))
    cells = (
        Contact.objects.scoped(scope)
        .order_by("-id")
        .values_list(
            *("key", "index__key", "index__name", "person__key", "person__name", "person__phone"),
            *("area_code", "relation", "manner", "last_at", "filed_at"),
            *("case__state", "person__control_status"),
        )
    )
    return [
        ContactRow(key, index, index_name, person, name, mask_number(phone), *rest)
        for key, index, index_name, person, name, phone, *rest in cells[:_SHOWN]
    ]


def contacts_of(index: Person) -> list[Contact]:
    """For handlers."""
    return list(Contact.objects.unscoped().filter(index=index).order_by("id"))


def links_of(person: Person) -> list[Contact]:
    """Everybody filed as a contact of this person, and of whom this person is one; newest first."""
    own = Contact.objects.unscoped().filter(Q(index=person) | Q(person=person))
    return list(own.select_related("index", "person").order_by("-last_at", "-id")[:_SHOWN])


def proposals_for(caller: Caller) -> list[ProposalRow]:
    """Undecided proposals in one's areas, oldest first; one statement."""
    scope = within(caller.areas(Permission.CONTACT_FILE))
    waiting = ReleaseProposal.objects.scoped(scope).filter(decided_at__isnull=True)
    cells = waiting.order_by("id").values_list(
        *("key", "contact__person__key", "contact__person__name", "area_code"),
        *("contact__index__name", "contact__last_at", "proposed_at"),
    )
    return [ProposalRow(*row) for row in cells[:_SHOWN]]


def proposal_for(caller: Caller, key: uuid.UUID) -> ReleaseProposal:
    scope = within(caller.areas(Permission.CONTACT_FILE))
    found = ReleaseProposal.objects.scoped(scope).filter(key=key)
    proposal = found.select_related("contact__person").first()
    if proposal is None:
        raise NotFound
    return proposal
