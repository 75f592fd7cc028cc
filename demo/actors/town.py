"""What the actors know of the city: its map and who works there, told again from the seed."""

import datetime as dt
import random
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from demo import names
from demo.ground import SEED, ground
from demo.offices import Worker, staff
from demo.people import CITIZEN, RESIDENT, families, observed_counts, openid_of
from lianfang.org.enums import RoleCode

CITIZENS = 40
ANY_DAY = dt.date(2020, 2, 10)  # telephones do not depend on the day


@dataclass(frozen=True)
class Town:
    """Workers by role, the outlines of the grids, telephones by community, openids."""

    workers: dict[RoleCode, list[Worker]]
    grids: dict[str, BaseGeometry]
    phones: dict[str, list[str]]
    residents: list[str]
    citizens: list[str]

    def first_of_streets(self, role: RoleCode) -> list[Worker]:
        """One of the role in each street, so that a few threads cover the map."""
        found: dict[str, Worker] = {}
        for worker in self.workers[role]:
            found.setdefault(worker.areas[0][:9], worker)
        return list(found.values())

    def spot(self, rng: random.Random, code: str) -> dict[str, float]:
        """Somewhere inside the grid, as a phone would say it."""
        shape = self.grids[code]
        west, south, east, north = shape.bounds
        for _ in range(20):
            spot = shapely.Point(rng.uniform(west, east), rng.uniform(south, north))
            if shape.contains(spot):
                return {"lon": round(spot.x, 6), "lat": round(spot.y, 6)}
        inside = shape.representative_point()
        return {"lon": round(inside.x, 6), "lat": round(inside.y, 6)}


def town(*, scale: float = 1.0) -> Town:
    """The same city the server loaded with this scale; nothing is read from its database."""
    places = ground(seed=SEED, scale=scale)
    workers: dict[RoleCode, list[Worker]] = {}
    for worker in staff(places, seed=SEED).workers:
        workers.setdefault(worker.role, []).append(worker)
    phones: dict[str, list[str]] = {}
    for home, family in families(places, seed=SEED, today=ANY_DAY, scale=scale):
        behind = phones.setdefault(home.area_code[:12], [])
        behind += [resident.phone for resident in family]
    running, ended = observed_counts(scale)
    others = running + ended  # accounts of ordinary citizens begin after these
    return Town(
        workers=workers,
        grids={place.code: place.geometry for place in places if len(place.code) == 15},
        phones=phones,
        residents=[RESIDENT, *(openid_of(n) for n in range(1, running))],
        citizens=[CITIZEN, *(openid_of(n) for n in range(others, others + CITIZENS))],
    )


def a_name(rng: random.Random) -> str:
    """Somebody who is not on file yet."""
    return rng.choice(names.SURNAMES) + rng.choice(names.EITHER) + rng.choice(names.MALE)
