"""Load the invented city into an empty database."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from shapely.geometry import mapping

from demo import names
from demo.articles import tell
from demo.caseload import work
from demo.checks import measure
from demo.chronicle import Chronicle
from demo.citizens import open_accounts
from demo.desks import Desks, fill
from demo.gates import keep_gates
from demo.ground import SEED, Place, ground
from demo.observation import observe
from demo.offices import staff
from demo.outbreak import break_out
from demo.people import families
from demo.register import Household, register_all
from demo.status import Moves
from demo.wards import fill_wards
from lianfang.city.actions import set_up_city
from lianfang.city.queries import CityInfo
from lianfang.core.actor import Actor
from lianfang.core.clock import local_date
from lianfang.geo.actions import load_areas, load_divisions
from lianfang.geo.rules import NewArea
from lianfang.org.actions import seed_roles
from lianfang.policy.actions import seed as seed_policy
from lianfang.stats.actions import recount_all

_BY = Actor("system", None, "演示数据")


@dataclass(frozen=True)
class Loaded:
    """What the tables now hold."""

    desks: Desks
    households: list[Household]


@transaction.atomic
def load(*, seed: int = SEED, scale: float = 1.0, at: dt.datetime) -> Loaded:
    """Everything in one transaction; the same city for the same seed, its history ending at ``at``.

    ``scale`` shrinks it: 0.02 is a town of 400 for tests. Expects migrated, empty tables.
    """
    places = ground(seed=seed, scale=scale)
    _load_ground(places, at)
    seed_roles(by=_BY, at=at)
    seed_policy(by=_BY, at=at)
    desks = fill(staff(places, seed=seed), at=at)
    homes = families(places, seed=seed, today=local_date(at), scale=scale)
    households = register_all(homes, seed=seed, at=at)
    _past(places, households, desks, seed=seed, scale=scale, at=at)
    tell(desks, at=at)
    recount_all(by=_BY, at=at)
    return Loaded(desks, households)


def _past(
    places: list[Place],
    households: list[Household],
    desks: Desks,
    *,
    seed: int,
    scale: float,
    at: dt.datetime,
) -> None:
    """Weeks of history, so that every screen has something to show from the first minute."""
    chronicle = Chronicle()
    moves = Moves(chronicle)
    stays = observe(households, desks, moves, chronicle, seed=seed, scale=scale, at=at)
    patients = break_out(households, desks, moves, seed=seed, scale=scale, at=at)
    observed = {stay.person.pk: stay.person for stay in stays}
    others = [home.people[0] for home in households if home.people[0].pk not in observed]
    accounts = open_accounts([*observed.values()], others[: len(others) // 4], at=at)
    measure(stays, accounts, chronicle, seed=seed, at=at)
    keep_gates(places, households, desks, seed=seed, at=at)
    fill_wards(patients, chronicle, seed=seed, at=at)
    moves.write()
    reporters = [accounts[person.pk] for person in others if person.pk in accounts]
    work(households, stays, reporters, desks, seed=seed, scale=scale, at=at)
    chronicle.write(at=at)


def _load_ground(places: list[Place], at: dt.datetime) -> None:
    city = CityInfo(
        name=names.CITY[1],
        short_name=names.SHORT_NAME,
        area_code=names.CITY[0],
        hotline="0480-12345",
        is_demo=True,
        started_on=local_date(at) - dt.timedelta(days=46),
    )
    set_up_city(city, by=_BY, at=at)
    load_divisions(by=_BY, at=at)
    load_areas([_area(place) for place in places], by=_BY, at=at)


def _area(place: Place) -> NewArea:
    drawn = None if place.geometry.is_empty else mapping(place.geometry)
    kind = "unit" if len(place.code) == 15 else ""
    return NewArea(place.code, place.name, drawn, kind=kind)
