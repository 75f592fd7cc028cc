"""What hangs on a person's file beside the page: papers served, and contacts as CDC filed them."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people.models import Person
from lianfang.people.queries import visible_to
from lianfang.quarantine.enums import NoticeKind
from lianfang.quarantine.queries import notices_served_on
from lianfang.tracing.enums import Manner, Relation
from lianfang.tracing.models import Contact
from lianfang.tracing.queries import links_of


@dataclass(frozen=True)
class Paper:
    """A notice served in one of the observations; ``has_file`` once it was printed."""

    key: uuid.UUID
    kind: str
    number: str
    issued_at: dt.datetime
    issued_by: str
    signed_at: dt.datetime | None
    has_file: bool


@dataclass(frozen=True)
class Linked:
    """Somebody this person met; who, only for whoever may see them."""

    is_index: bool  # the other was the case, this person the contact
    key: uuid.UUID | None
    name: str
    relation: str
    manner: str
    last_at: dt.datetime


@dataclass(frozen=True)
class Related:
    """``contacts`` is empty for whoever does not trace; how many there are is told all the same."""

    papers: Sequence[Paper]
    contacts: Sequence[Linked]
    contact_count: int


def related_to(caller: Caller, person: Person, *, at: dt.datetime) -> Related:
    """Three statements however many there are."""
    papers = [
        Paper(
            notice.key,
            NoticeKind(notice.kind).label,
            notice.number or "",
            notice.issued_at,
            notice.issued_by,
            notice.signed_at,
            has_file=notice.file_id is not None,
        )
        for notice in notices_served_on(person.pk)
    ]
    links = links_of(person)
    if not caller.covers(person.area_code, Permission.CONTACT_FILE):
        return Related(papers, [], len(links))
    others = {_other(link, person) for link in links}
    seen = dict(
        visible_to(caller, at=at).filter(pk__in={pk for pk, _ in others}).values_list("pk", "name")
    )
    return Related(papers, [_linked(link, person, seen) for link in links], len(links))


def _other(link: Contact, person: Person) -> tuple[int, uuid.UUID]:
    other = link.index if link.person_id == person.pk else link.person
    return other.pk, other.key


def _linked(link: Contact, person: Person, seen: dict[int, str]) -> Linked:
    pk, key = _other(link, person)
    return Linked(
        link.person_id == person.pk,
        key if pk in seen else None,
        seen.get(pk, "其他辖区人员"),
        Relation(link.relation).label,
        Manner(link.manner).label,
        link.last_at,
    )
