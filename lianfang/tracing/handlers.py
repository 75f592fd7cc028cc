"""What tracing does when a case turns out to be none."""

import datetime as dt
from contextlib import suppress

from lianfang.approvals.queries import by_id as approval_by_id
from lianfang.audit.models import Entry
from lianfang.audit.registry import on
from lianfang.core.actor import Actor
from lianfang.org.queries import caller_by_id
from lianfang.people.queries import by_id
from lianfang.tracing.actions import file_list, propose_release, refuse_list
from lianfang.tracing.actions.lists import ACT
from lianfang.tracing.errors import NotACase
from lianfang.tracing.queries import contacts_of, list_by_id


@on("class.excluded")
def propose_to_release_contacts(entry: Entry, now: dt.datetime) -> None:
    """§2.3: contacts of an excluded suspected case may be released; CDC confirms."""
    for contact in contacts_of(by_id(entry.subject_id)):
        propose_release(contact, by=Actor.system(), at=now)


@on("approval.granted", "approval.refused")
def carry_out_what_a_second_person_decided(entry: Entry, now: dt.datetime) -> None:
    """In the name of whoever proposed the list; who has left cannot file any more."""
    approval = approval_by_id(entry.subject_id)
    if approval.act != ACT:
        return
    held = list_by_id(approval.subject_id)
    proposer = caller_by_id(held.user_id)
    if approval.granted and proposer:
        with suppress(NotACase):  # found to be none in the meantime: nobody is its contact
            file_list(held, by=proposer, at=now)
            return
    refuse_list(held, by=Actor(entry.actor_kind, entry.actor_id, entry.actor_name), at=now)
