"""Which account is calling, for whom it may speak, and where news reach it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import FilteredRelation, Q, QuerySet

from lianfang.accounts.enums import Relation
from lianfang.accounts.errors import BindFirst, SurerFirst
from lianfang.accounts.models import Account, Binding
from lianfang.accounts.rules import Citizen
from lianfang.core.compiled import Compiled
from lianfang.core.masking import mask_name, mask_number
from lianfang.core.problems import NotFound
from lianfang.people.models import Person
from lianfang.people.queries import by_id, by_ids


@dataclass(frozen=True)
class Address:
    """Where news reach an account; either may be empty."""

    openid: str
    phone: str


@dataclass(frozen=True)
class Relative:
    """Somebody a citizen speaks for."""

    key: uuid.UUID
    name_masked: str
    relation: str


def citizen_by_id(account_id: int) -> Citizen | None:
    found = _held(account_id=account_id)
    if not found:
        return None
    own, family = None, set()
    assurance: int | None = 0
    for bound in found:
        if bound.held__relation == Relation.SELF:
            own, assurance = bound.held__person_id, bound.held__assurance
        elif bound.held__person_id:
            family.add(bound.held__person_id)
    return Citizen(account_id, own, assurance or 0, frozenset(family))


@dataclass(frozen=True)
class _Held:
    held__person_id: int | None
    held__relation: str | None
    held__assurance: int | None


def _held_by(account_id: int) -> QuerySet[Account]:
    """One row a binding in force, an empty one for an account without any."""
    in_force = FilteredRelation("bindings", condition=Q(bindings__until__isnull=True))
    return Account.objects.filter(pk=account_id).annotate(held=in_force)


_held = Compiled(_Held, _held_by, account_id=int)


def account_of(person_id: int) -> int | None:
    """The account that speaks for this person: their own, else the guardian's; for news."""
    held = Binding.objects.filter(person_id=person_id, until__isnull=True)
    ids = held.order_by("-relation", "id")  # self before family
    return ids.values_list("account_id", flat=True).first()


def accounts_of(binding_ids: list[int]) -> dict[int, int]:
    """Whose bindings these are, by binding."""
    return dict(Binding.objects.filter(pk__in=binding_ids).values_list("id", "account_id"))


def accounts_for(person_ids: Sequence[int]) -> dict[int, int]:
    """``account_of`` for many people; one statement, those nobody speaks for left out."""
    held = Binding.objects.filter(person_id__in=person_ids, until__isnull=True)
    found: dict[int, int] = {}
    for person_id, account_id in held.order_by("-relation", "id").values_list(
        "person_id", "account_id"
    ):
        found.setdefault(person_id, account_id)
    return found


def address_of(account_id: int) -> Address:
    account = Account.objects.filter(pk=account_id).first()
    return Address(account.openid or "", account.phone) if account else Address("", "")


def phone_of_follower(openid: str) -> str:
    """Where an SMS reaches a WeChat follower; empty when no phone is known."""
    account = Account.objects.filter(openid=openid).first()
    return account.phone if account else ""


def person_of(citizen: Citizen, key: uuid.UUID | None = None) -> Person:
    """The citizen's own file, or with ``key`` that of someone they speak for.

    Raises BindFirst without a file of one's own, NotFound for a stranger's.
    """
    if key is None:
        if citizen.person_id is None:
            raise BindFirst
        return by_id(citizen.person_id)
    for person in by_ids(_spoken_for(citizen)).values():
        if person.key == key:
            return person
    raise NotFound


def patient_of(citizen: Citizen, key: uuid.UUID | None = None) -> Person:
    """``person_of`` for whoever reads about health; raises SurerFirst below assurance 2 as well."""
    person = person_of(citizen, key)
    if not citizen.is_sure:
        raise SurerFirst
    return person


def relatives_of(citizen: Citizen) -> list[Relative]:
    """The citizen first, then the family, names masked."""
    people = by_ids(_spoken_for(citizen))
    ordered = sorted(people.values(), key=lambda p: (p.pk != citizen.person_id, p.pk))
    return [
        Relative(
            p.key,
            mask_name(p.name),
            Relation.SELF if p.pk == citizen.person_id else Relation.FAMILY,
        )
        for p in ordered
    ]


def masked_phone_of(account_id: int) -> str:
    return mask_number(address_of(account_id).phone)


def _spoken_for(citizen: Citizen) -> list[int]:
    own = [citizen.person_id] if citizen.person_id is not None else []
    return [*own, *sorted(citizen.family)]
