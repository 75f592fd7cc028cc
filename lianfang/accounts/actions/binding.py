"""Real-name binding (handbook §3.5): whose file an account speaks for."""

import datetime as dt
import uuid

from django.db import transaction

from lianfang.accounts.actions.codes import use_code
from lianfang.accounts.enums import Assurance, Purpose, Relation
from lianfang.accounts.errors import (
    AreaNeeded,
    BindFirst,
    FamilyFull,
    HeldByOther,
    IdentityMismatch,
    NotFamily,
)
from lianfang.accounts.models import Account, Binding
from lianfang.accounts.rules import (
    COMMUNITY_DIGITS,
    FAMILY_LIMIT,
    Citizen,
    is_child,
    phone_index,
)
from lianfang.audit.actions import record
from lianfang.core import identity
from lianfang.core.actor import Actor
from lianfang.core.clock import local_date
from lianfang.geo.queries import area_by_code
from lianfang.messages.actions import queue_sms, tell_account
from lianfang.messages.enums import Wording
from lianfang.people.actions import move_home, register
from lianfang.people.enums import Category, ReportSource
from lianfang.people.models import Person
from lianfang.people.queries import by_document, by_id
from lianfang.people.rules import clean_name

_MOVED = "您的联防账号绑定的身份已改由另一账号办理。如非本人操作，请立即联系社区。"


def bind(
    citizen: Citizen,
    *,
    name: str,
    id_type: str,
    id_number: str,
    phone: str,
    code: str,
    area_code: str,
    session: str = "",
    by: Actor,
    at: dt.datetime,
) -> Binding:
    """Make the account speak for its holder, whose file is found or opened.

    A file that already has this phone gives assurance 2, anything else 1. An identity another
    account holds moves only to the phone on file, and the old holder is told. The community is
    asked of everybody, so that being asked tells nobody who is on file. Raises BadName,
    BadIdentity, AreaNeeded, BadPhone, BadCode, IdentityMismatch, HeldByOther.
    """
    who = clean_name(name)
    document = identity.read(id_type, id_number, today=local_date(at))
    home = _community(area_code)
    number = use_code(phone, code=code, purpose=Purpose.BIND, session=session, by=by, at=at)
    with transaction.atomic():
        found = _on_file(who, document)
        matched = found is not None and found.phone == number
        person = found or _enter(who, document, number, area_code=home, by=by, at=at)
        _settle_home(person, home, by=by, at=at)
        _hand_over(citizen, person, may_take=matched, by=by, at=at)
        _take_phone(citizen, number)
        level = Assurance.RECORD if matched else Assurance.PHONE
        return _hold(citizen, person, Relation.SELF, level, by=by, at=at)


def add_family(
    citizen: Citizen, *, name: str, id_type: str, id_number: str, by: Actor, at: dt.datetime
) -> Binding:
    """Let a bound citizen speak for a child, or for someone behind the same door.

    Whoever has an account of their own and is grown up speaks for themselves. Raises BindFirst,
    FamilyFull, NotFamily, BadName, BadIdentity, IdentityMismatch.
    """
    if citizen.person_id is None:
        raise BindFirst
    who = clean_name(name)
    document = identity.read(id_type, id_number, today=local_date(at))
    with transaction.atomic():
        if len(citizen.family) >= FAMILY_LIMIT:
            raise FamilyFull
        own, found = by_id(citizen.person_id), _on_file(who, document)
        if found and not _is_family(own, found, document, at):
            raise NotFamily
        person = found or _enter(
            who, document, own.phone, area_code=own.area_code, address=own.address, by=by, at=at
        )
        level = min(Assurance.RECORD if found else Assurance.PHONE, citizen.assurance)
        return _hold(citizen, person, Relation.FAMILY, level, by=by, at=at)


@transaction.atomic
def drop_family(citizen: Citizen, key: uuid.UUID, *, by: Actor, at: dt.datetime) -> None:
    """Speak for someone no longer; repeating is harmless."""
    held = Binding.objects.filter(
        account_id=citizen.id, person__key=key, relation=Relation.FAMILY, until=None
    )
    for binding in held:
        _end(binding, by=by, at=at)


@transaction.atomic
def confirm_in_person(person_id: int, *, by: Actor, at: dt.datetime) -> None:
    """Somebody of ours saw the person's document at the door: assurance 3.

    Only for the account with the phone on file: whoever bound by name and number alone was not
    the one at the door.
    """
    held = Binding.objects.filter(person_id=person_id, relation=Relation.SELF, until=None)
    held = held.filter(account__phone_blind=phone_index(by_id(person_id).phone))
    for binding in held.exclude(assurance=Assurance.IN_PERSON):
        Binding.objects.filter(pk=binding.pk).update(assurance=Assurance.IN_PERSON)
        record("account.confirmed", binding, by=by, at=at)


def _community(area_code: str) -> str:
    """A community or grid in force, so that whoever stands there has a grid worker."""
    if len(area_code) < COMMUNITY_DIGITS:
        raise AreaNeeded(fields={"area_code": AreaNeeded.title})
    return area_by_code(area_code).code


def _settle_home(person: Person, area_code: str, *, by: Actor, at: dt.datetime) -> None:
    """A file that stood under the whole city until now gets the place it was missing."""
    if len(person.area_code) < COMMUNITY_DIGITS:
        move_home(person, area_code=area_code, address=person.address, by=by, at=at)


def _on_file(name: str, document: identity.Identity) -> Person | None:
    found = by_document(document.type, document.number)
    if found and found.name != name:
        raise IdentityMismatch
    return found


def _enter(
    name: str,
    document: identity.Identity,
    phone: str,
    *,
    area_code: str,
    address: str = "",
    by: Actor,
    at: dt.datetime,
) -> Person:
    """A file of someone who declares themselves."""
    return register(
        name=name,
        phone=phone,
        area_code=area_code,
        source=ReportSource.SELF,
        category=Category.RESIDENT,
        id_type=document.type,
        id_number=document.number,
        address=address,
        by=by,
        at=at,
    )


def _hand_over(
    citizen: Citizen, person: Person, *, may_take: bool, by: Actor, at: dt.datetime
) -> None:
    """End what others hold of this identity, and what this account held before; tell them."""
    own = Binding.objects.filter(relation=Relation.SELF, until=None)
    others = list(
        own.filter(person=person).exclude(account_id=citizen.id).select_related("account")
    )
    if others and not may_take:
        raise HeldByOther
    for binding in others:
        _end(binding, by=by, at=at)
        _tell_old_holder(binding, by=by, at=at)
    for binding in own.filter(account_id=citizen.id).exclude(person=person):
        _end(binding, by=by, at=at)


def _tell_old_holder(binding: Binding, *, by: Actor, at: dt.datetime) -> None:
    account, dedupe = binding.account, f"binding:{binding.pk}:moved"
    tell_account(
        account.pk, title="身份绑定变更", body=_MOVED, dedupe=dedupe, level="urgent", by=by, at=at
    )
    if account.phone:
        text = f"【联防】{_MOVED}"
        queue_sms(account.phone, text, wording=Wording.MOVED, by=by, at=at)


def _take_phone(citizen: Citizen, phone: str) -> None:
    """A phone belongs to one account: whoever proved last that they hold it."""
    index = phone_index(phone)
    elsewhere = Account.objects.filter(phone_blind=index).exclude(pk=citizen.id)
    elsewhere.update(phone="", phone_blind=None)
    Account.objects.filter(pk=citizen.id).update(phone=phone, phone_blind=index)


def _is_family(own: Person, other: Person, document: identity.Identity, at: dt.datetime) -> bool:
    if other.pk == own.pk:
        return False
    is_own_master = Binding.objects.filter(person=other, relation=Relation.SELF, until=None)
    is_young = is_child(document.birth_date or other.birth_date, today=local_date(at))
    if is_own_master.exists() and not is_young:
        return False
    same_door = bool(own.household) and own.household == other.household
    return same_door or (bool(own.phone) and own.phone == other.phone)


def _hold(
    citizen: Citizen,
    person: Person,
    relation: Relation,
    level: int,
    *,
    by: Actor,
    at: dt.datetime,
) -> Binding:
    """Open the binding; one that is open already is only made surer."""
    held = Binding.objects.filter(
        account_id=citizen.id, person=person, relation=relation, until=None
    ).first()
    if held is None:
        held = Binding.objects.create(
            account_id=citizen.id, person=person, relation=relation, assurance=level, since=at
        )
    elif held.assurance < level:
        held.assurance = level
        held.save(update_fields=["assurance"])
    else:
        return held
    record("account.bound", held, by=by, at=at, detail={"relation": relation, "assurance": level})
    return held


def _end(binding: Binding, *, by: Actor, at: dt.datetime) -> None:
    if Binding.objects.filter(pk=binding.pk, until=None).update(until=at):
        record("account.unbound", binding, by=by, at=at, detail={"relation": binding.relation})
