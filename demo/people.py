"""Invented people in families: names, telephones and documents that nobody else can have.

Document numbers begin with the unused division code 48, telephones with 161, which no operator
was given; both pass every check a real one passes.
"""

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from demo import names
from demo.ground import Place
from lianfang.core.identity import check_digit

PEOPLE = 20_000
OBSERVED, RELEASED = 420, 320  # at full scale: now, and before
RESIDENT, CITIZEN = "demo-resident", "demo-citizen"  # the two openids a visitor signs in as
_SIZES = ((1, 14), (2, 28), (3, 31), (4, 16), (5, 8), (6, 3))  # persons in a family, weight
_NAMESPACE = uuid.UUID("6c69616e-6661-6e67-8000-64656d6f0001")


@dataclass(frozen=True, slots=True)
class Home:
    """A flat: its grid, its address down to the door, and where the building stands."""

    area_code: str
    address: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Resident:
    """Someone who lives there; ``relation`` is to the first of the family (GB/T 4761)."""

    key: uuid.UUID
    name: str
    id_number: str
    phone: str
    sex: str
    birth_date: dt.date
    relation: str


def uuid_of(*words: object) -> uuid.UUID:
    """The same key for the same words, so that a second load finds what the first made."""
    return uuid.uuid5(_NAMESPACE, "/".join(map(str, words)))


def families(
    places: list[Place], *, seed: int, today: dt.date, scale: float = 1.0
) -> Iterator[tuple[Home, list[Resident]]]:
    """Families over all grids, every grid with at least one; the same for the same seed and day."""
    rng = random.Random(f"people-{seed}")
    grids = [place for place in places if len(place.code) == 15]
    left, made = max(len(grids) * 3, round(PEOPLE * scale)), 0
    number, taken = 0, set[str]()
    while made < left:
        for place in grids:
            home = _home(place, rng)
            family = list(_family(rng, today, number, taken))[: left - made]
            number += len(family)
            made += len(family)
            yield home, family
            if made >= left:
                return


def observed_counts(scale: float) -> tuple[int, int]:
    """How many are under observation, and how many were."""
    return max(16, round(OBSERVED * scale)), max(6, round(RELEASED * scale))


def openid_of(number: int) -> str:
    """The nth account after the two known ones: the observed come first, then the released."""
    return f"demo-{number:05}"


def phone_of(number: int) -> str:
    """The telephone of the nth invented person; 7919 is prime to 10^8, so none comes twice."""
    return f"161{number * 7919 % 10**8:08}"


def _home(place: Place, rng: random.Random) -> Home:
    spot = _inside(place.geometry, rng)
    community = int(place.code[6:12])
    road = names.ROADS[community % len(names.ROADS)]
    estate = names.COMMUNITIES[(community * 7 + int(place.code[12:])) % len(names.COMMUNITIES)]
    kind = names.ESTATES[int(place.code[12:]) % len(names.ESTATES)]
    door = (
        f"{rng.randint(1, 18)}幢{rng.randint(1, 4)}单元{rng.randint(1, 17)}{rng.randint(1, 4):02}室"
    )
    address = f"{road}{int(place.code[12:]) * 12 + community % 11}号{estate}{kind}{door}"
    return Home(place.code, address, round(spot.x, 6), round(spot.y, 6))


def _inside(shape: BaseGeometry, rng: random.Random) -> shapely.Point:
    """A point of the polygon, drawn towards its middle so that it is never on the border."""
    west, south, east, north = shape.bounds
    middle = shape.centroid
    for _ in range(20):
        x, y = rng.uniform(west, east), rng.uniform(south, north)
        spot = shapely.Point(middle.x + (x - middle.x) * 0.8, middle.y + (y - middle.y) * 0.8)
        if shape.contains(spot):
            return spot
    return shape.representative_point()


def _family(rng: random.Random, today: dt.date, number: int, taken: set[str]) -> Iterator[Resident]:
    size = rng.choices(*zip(*_SIZES, strict=True))[0]
    head_age = rng.randint(24, 78) if size > 1 else rng.randint(20, 86)
    head_sex = rng.choice("12")
    surname = rng.choice(names.SURNAMES)
    for n in range(size):
        sex, age, relation, family_name = _member(rng, n, head_age, head_sex, surname)
        resident = _resident(rng, number + n, today, (family_name, sex, age, relation))
        while resident.id_number in taken:
            resident = _resident(rng, number + n, today, (family_name, sex, age, relation))
        taken.add(resident.id_number)
        yield resident


def _member(
    rng: random.Random, n: int, head_age: int, head_sex: str, surname: str
) -> tuple[str, int, str, str]:
    """Sex, age, relation and surname of the nth of a family: head, spouse, children, parents."""
    if n == 0:
        return head_sex, head_age, "0", surname
    if n == 1:
        spouse = "2" if head_sex == "1" else "1"
        return spouse, max(22, head_age + rng.randint(-5, 4)), "1", rng.choice(names.SURNAMES)
    sex = rng.choice("12")
    if n <= 3 and head_age >= 24:
        age = max(0, head_age - rng.randint(23, 36))
        return sex, age, "2" if sex == "1" else "3", surname
    return sex, min(96, head_age + rng.randint(22, 32)), "5", surname


def _resident(
    rng: random.Random, number: int, today: dt.date, who: tuple[str, str, int, str]
) -> Resident:
    surname, sex, age, relation = who
    birth = today - dt.timedelta(days=age * 365 + rng.randint(20, 360))
    order = rng.randrange(100) * 10 + rng.choice((1, 3, 5, 7, 9) if sex == "1" else (0, 2, 4, 6, 8))
    first17 = f"4801{rng.randint(1, 3):02}{birth:%Y%m%d}{order:03}"
    given = names.MALE if sex == "1" else names.FEMALE
    name = surname + rng.choice(given)
    if rng.random() < 0.72:
        name = surname + rng.choice(names.EITHER + given) + rng.choice(given)
    return Resident(
        uuid_of("person", number),
        name,
        first17 + check_digit(first17),
        phone_of(number),
        sex,
        birth,
        relation,
    )
