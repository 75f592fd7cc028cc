"""Put the invented families on file."""

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from demo.people import Home, Resident
from lianfang.core.crypto import blind
from lianfang.people.enums import Axis, Category, ControlStatus, Reason, ReportSource
from lianfang.people.models import Cohabitant, Person, StatusEvent
from lianfang.people.rules import household_of, last4_blind, pinyin_of

_CHUNK = 500
_FIRST_DAY = 45  # days ago the general registration began


@dataclass(frozen=True)
class Household:
    """A family as it stands in the tables; the first is the head."""

    home: Home
    people: list[Person]


def register_all(
    families: Iterable[tuple[Home, list[Resident]]], *, seed: int, at: dt.datetime
) -> list[Household]:
    """Everybody with their first status event, and who lives with whom."""
    rng = random.Random(f"register-{seed}")
    homes = list(families)
    rows = [
        _person(home, resident, at - dt.timedelta(minutes=_ago(rng, n)))
        for n, (home, family) in enumerate(homes)
        for resident in family
    ]
    people = iter(Person.objects.unscoped().bulk_create(rows, batch_size=_CHUNK))
    households = [Household(home, [next(people) for _ in family]) for home, family in homes]
    StatusEvent.objects.bulk_create(
        (_registered(person) for household in households for person in household.people),
        batch_size=_CHUNK,
    )
    Cohabitant.objects.bulk_create(_cohabitants(homes, households), batch_size=_CHUNK)
    return households


def _person(home: Home, resident: Resident, since: dt.datetime) -> Person:
    pinyin, initials = pinyin_of(resident.name)
    return Person(
        key=resident.key,
        name=resident.name,
        name_pinyin=pinyin,
        name_initials=initials,
        id_number=resident.id_number,
        id_blind=blind(resident.id_number, "person.id_number"),
        id_last4_blind=last4_blind(resident.id_number, "person.id_number"),
        phone=resident.phone,
        phone_blind=blind(resident.phone, "person.phone"),
        phone_last4_blind=last4_blind(resident.phone, "person.phone"),
        sex=resident.sex,
        birth_date=resident.birth_date,
        category=Category.RESIDENT,
        source=ReportSource.SELF,
        address=home.address,
        household=household_of(home.area_code, home.address),
        area_code=home.area_code,
        registered_at=since,
        updated_at=since,
    )


def _registered(person: Person) -> StatusEvent:
    return StatusEvent(
        person=person,
        axis=Axis.CONTROL,
        after=ControlStatus.REGISTERED,
        effective_at=person.registered_at,
        recorded_at=person.registered_at,
        reason=Reason.OTHER,
        actor_kind="account",
        actor_name="市民",
        area_at=person.area_code,
    )


def _cohabitants(
    homes: list[tuple[Home, list[Resident]]], households: list[Household]
) -> Iterator[Cohabitant]:
    """The head's list of those behind the same door."""
    for (_, family), household in zip(homes, households, strict=True):
        head = household.people[0]
        for resident, person in list(zip(family, household.people, strict=True))[1:]:
            yield Cohabitant(
                person=head,
                other=person,
                name=person.name,
                relation=resident.relation,
                phone=person.phone,
            )


def _ago(rng: random.Random, n: int) -> int:
    """Minutes since the family's members were put on file; the first family was first."""
    return rng.randint(1440, _FIRST_DAY * 1440) if n else _FIRST_DAY * 1440
