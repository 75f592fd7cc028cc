"""What tracing does when a case turns out to be none."""

import datetime as dt

from lianfang.audit.models import Entry
from lianfang.audit.registry import on
from lianfang.core.actor import Actor
from lianfang.people.queries import by_id
from lianfang.tracing.actions import propose_release
from lianfang.tracing.queries import contacts_of


@on("class.excluded")
def propose_to_release_contacts(entry: Entry, now: dt.datetime) -> None:
    """§2.3: contacts of an excluded suspected case may be released; CDC confirms."""
    for contact in contacts_of(by_id(entry.subject_id)):
        propose_release(contact, by=Actor.system(), at=now)
