"""File a close contact; propose and decide the release of contacts of an excluded case."""

import datetime as dt
import uuid

from django.db import IntegrityError, transaction

from lianfang.audit.actions import record
from lianfang.cases.actions import open_case
from lianfang.cases.enums import Kind, Source, Urgency
from lianfang.core.actor import Actor
from lianfang.core.problems import NotFound
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people.actions import add_exposure, change_status, register, state_fact
from lianfang.people.enums import (
    Axis,
    Category,
    ControlStatus,
    ExposureKind,
    FactKind,
    Reason,
    ReportSource,
)
from lianfang.people.models import Person
from lianfang.people.rules import ILL
from lianfang.quarantine.actions import end_episode
from lianfang.quarantine.enums import EndReason
from lianfang.quarantine.queries import open_episode_of
from lianfang.tracing.errors import FutureContact, NotACase, ProposalSettled
from lianfang.tracing.models import Contact, ReleaseProposal

PRECAUTION = dt.timedelta(hours=24)  # §4.2: red before verification, no longer than this


@transaction.atomic
def file_contact(
    index: Person,
    *,
    key: uuid.UUID,
    name: str,
    phone: str,
    area_code: str,
    address: str = "",
    last_at: dt.datetime,
    relation: str,
    manner: str,
    is_protected: bool = False,
    by: Caller,
    at: dt.datetime,
) -> Contact:
    """CDC names a close contact: on file, red for 24 hours at most, an urgent case opened.

    The same key, or the same pair of people, is filed once. Only CDC files contacts, so that
    nobody can redden a neighbour by reporting.
    """
    by.must(Permission.CONTACT_FILE)
    if not by.covers(index.area_code, Permission.CONTACT_FILE):
        raise NotFound
    if index.case_class not in ILL:
        raise NotACase
    if last_at > at:
        raise FutureContact(fields={"last_at": FutureContact.title})
    person = register(
        name=name,
        phone=phone,
        area_code=area_code,
        address=address,
        source=ReportSource.CDC,
        category=Category.CLOSE_CONTACT,
        by=by.actor,
        at=at,
    )
    known = Contact.objects.unscoped().filter(index=index, person=person).first()
    return known or _file(index, person, key, last_at, relation, manner, is_protected, by, at)


def _file(  # noqa: PLR0917 -- one caller, above
    index: Person,
    person: Person,
    key: uuid.UUID,
    last_at: dt.datetime,
    relation: str,
    manner: str,
    is_protected: bool,  # noqa: FBT001 -- one caller, above
    by: Caller,
    at: dt.datetime,
) -> Contact:
    case = open_case(
        kind=Kind.VERIFY,
        source=Source.CLOSE_CONTACT,
        person=person,
        urgency=Urgency.URGENT,
        key=key,
        last_contact_at=last_at,
        by=by.actor,
        at=at,
    )
    contact = Contact(
        key=key,
        index=index,
        person=person,
        case=case,
        relation=relation,
        manner=manner,
        is_protected=is_protected,
        last_at=last_at,
        filed_at=at,
        filed_by_id=by.id,
        area_code=person.area_code,
    )
    try:
        with transaction.atomic():
            contact.save(force_insert=True)
    except IntegrityError:
        raise NotFound from None
    _note_on_file(contact, by=by.actor, at=at)
    record("contact.filed", contact, by=by.actor, at=at, detail={"index": index.pk})
    return contact


def _note_on_file(contact: Contact, *, by: Actor, at: dt.datetime) -> None:
    """The exposure, and the fact that makes the pass red until the door was visited."""
    person = contact.person
    add_exposure(
        person,
        kind=ExposureKind.CONTACT,
        value="1",
        last_at=contact.last_at,
        contact=contact.index,
        by=by,
        at=at,
    )
    if person.control_status != ControlStatus.OBSERVED:
        kind, until = FactKind.OPEN_CLOSE_CONTACT, at + PRECAUTION
        state_fact(person, kind, starts_at=at, ends_at=until, by=by, at=at)


@transaction.atomic
def propose_release(contact: Contact, *, by: Actor, at: dt.datetime) -> ReleaseProposal | None:
    """The index case was excluded; for a contact still under observation, once."""
    if not open_episode_of(contact.person_id):
        return None
    proposal, created = ReleaseProposal.objects.unscoped().get_or_create(
        contact=contact,
        defaults={"key": uuid.uuid4(), "proposed_at": at, "area_code": contact.area_code},
    )
    if created:
        record("release.proposed", proposal, by=by, at=at, detail={"person": contact.person_id})
    return proposal


@transaction.atomic
def decide_release(
    proposal: ReleaseProposal, *, is_granted: bool, by: Caller, at: dt.datetime
) -> None:
    """CDC confirms or keeps the contact under observation; who comes second gets a conflict."""
    by.must(Permission.CONTACT_FILE)
    waiting = ReleaseProposal.objects.unscoped().filter(pk=proposal.pk, decided_at__isnull=True)
    if not waiting.update(decided_at=at, decided_by_id=by.id, is_granted=is_granted):
        raise ProposalSettled
    person = proposal.contact.person
    episode = open_episode_of(person.pk)
    if is_granted and episode:
        end_episode(episode, reason=EndReason.INDEX_EXCLUDED, by=by.actor, at=at)
        change_status(
            person,
            Axis.CONTROL,
            after=ControlStatus.RELEASED,
            reason=Reason.INDEX_EXCLUDED,
            effective_at=at,
            by=by.actor,
            at=at,
        )
    detail = {"person": person.pk, "granted": is_granted}
    record("release.decided", proposal, by=by.actor, at=at, detail=detail)
