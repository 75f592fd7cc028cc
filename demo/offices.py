"""The offices of the invented city and everybody who works there; plain values, no tables yet."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from demo import names
from demo.ground import Place
from demo.people import phone_of
from lianfang.org.enums import DepartmentKind, RoleCode

CITY = names.CITY[0]
PASSWORD = "Lianfang-2020"  # noqa: S105 -- everybody's, and the demo says so
STAFF_PHONES = 60_000  # numbers from here on belong to staff
GRIDS_A_WORKER = 6


@dataclass(frozen=True, slots=True)
class Office:
    """A department to be; ``key`` is how posts name it."""

    key: str
    name: str
    kind: DepartmentKind
    area_code: str
    lon: float
    lat: float
    beds: int = 0


@dataclass(frozen=True, slots=True)
class Worker:
    """A member of staff to be; the first of each role has a login a visitor can remember."""

    login: str
    name: str
    phone: str
    role: RoleCode
    office: str
    areas: tuple[str, ...]
    title: str = ""


@dataclass
class Staff:
    offices: list[Office] = field(default_factory=list)
    workers: list[Worker] = field(default_factory=list)


class _Names:
    """Invented names and telephones, one after the other."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(f"staff-{seed}")
        self._number = STAFF_PHONES

    def next(self) -> tuple[str, str]:
        self._number += 1
        given = self._rng.choice((names.MALE, names.FEMALE))
        name = self._rng.choice(names.SURNAMES) + self._rng.choice(names.EITHER + given)
        return name + self._rng.choice(given), phone_of(self._number)


def staff(places: list[Place], *, seed: int) -> Staff:
    """Every office with its people; the same for the same places and seed."""
    people, made = _Names(seed), Staff()
    grids = [place for place in places if len(place.code) == 15]
    _city_offices(made, grids)
    for login, role, office, areas, title in _centre_posts(made):
        made.workers.append(Worker(login, *people.next(), role, office, areas, title))
    for place in places:
        if len(place.code) == 9:
            _street(made, place, places, people)
        elif len(place.code) == 12:
            _community(made, place, [g for g in grids if g.code.startswith(place.code)], people)
    keepers = [worker for worker in made.workers if worker.role is RoleCode.GATEKEEPER]
    for n, keeper in enumerate(keepers, 1):  # last, so that nobody else's name depends on them
        role = RoleCode.GATE_MANAGER
        manager = Worker(
            f"property{n:02}", *people.next(), role, keeper.office, keeper.areas, "物业经理"
        )
        made.workers.append(manager)
    return made


def _office(key: str, name: str, kind: DepartmentKind, at: Place, beds: int = 0) -> Office:
    middle = at.geometry.representative_point()
    return Office(key, name, kind, at.code, round(middle.x, 6), round(middle.y, 6), beds)


def _city_offices(made: Staff, grids: list[Place]) -> None:
    """What the city has once or a few times, spread over its grids."""
    short, kind = names.SHORT_NAME, DepartmentKind
    wanted = [
        ("command", f"{short}市疫情防控指挥部", kind.COMMAND, 0),
        ("centre", f"{short}市网格化服务管理中心", kind.CENTRE, 0),
        ("cdc", f"{short}市疾病预防控制中心", kind.CDC, 0),
        ("hospital1", f"{short}市第一人民医院", kind.HOSPITAL, 180),
        ("hospital2", f"{short}市传染病医院", kind.HOSPITAL, 120),
        ("hospital3", "柏桥区中心医院", kind.HOSPITAL, 60),
        ("facility1", "云驿酒店集中隔离点", kind.FACILITY, 150),
        ("facility2", "鹿鸣培训中心集中隔离点", kind.FACILITY, 90),
        ("enterprise1", "云樵精密制造有限公司", kind.ENTERPRISE, 0),
        ("enterprise2", "望舒食品有限公司", kind.ENTERPRISE, 0),
        ("school1", f"{short}市第二中学", kind.SCHOOL, 0),
        ("site1", "澄泉新区三期工地", kind.SITE, 0),
        ("handler1", f"{short}市城市管理局", kind.HANDLER, 0),
        ("unit1", f"{short}市交通运输局", kind.UNIT, 0),
    ]
    step = max(1, len(grids) // len(wanted))
    for n, (key, name, of, beds) in enumerate(wanted):
        made.offices.append(_office(key, name, of, grids[n * step % len(grids)], beds))


def _centre_posts(made: Staff) -> Iterator[tuple[str, RoleCode, str, tuple[str, ...], str]]:
    """Login, role, office, areas and title of posts that are not in a street."""
    at = {office.key: (office.area_code,) for office in made.offices}
    city, everywhere, role = (CITY,), (CITY, "CN"), RoleCode
    yield "commander01", role.COMMANDER, "command", everywhere, "指挥长"
    for n in range(1, 4):
        yield f"acceptor{n:02}", role.ACCEPTOR, "centre", city, ""
        yield f"dispatcher{n:02}", role.DISPATCHER, "centre", city, ""
        yield f"cdc{n:02}", role.CDC_OFFICER, "cdc", everywhere, ""
    yield "shift01", role.SHIFT_LEADER, "centre", city, ""
    yield "shift02", role.SHIFT_LEADER, "centre", city, ""
    yield "supervisor01", role.SUPERVISOR, "centre", city, ""
    for n in range(1, 10):
        office = f"hospital{(n - 1) % 3 + 1}"
        yield f"hospital{n:02}", role.HOSPITAL_DOCTOR, office, at[office], "主治医师"
    yield "facility01", role.FACILITY_STAFF, "facility1", at["facility1"], ""
    yield "facility02", role.FACILITY_STAFF, "facility2", at["facility2"], ""
    yield "org01", role.ORG_AGENT, "enterprise1", at["enterprise1"], "人事主管"
    yield "org02", role.ORG_AGENT, "enterprise2", at["enterprise2"], ""
    yield "school01", role.ORG_AGENT, "school1", at["school1"], "校办主任"
    yield "handler01", role.HANDLER, "handler1", city, ""
    yield "unit01", role.UNIT_REPORTER, "unit1", city, ""
    yield "sysadmin", role.SYSADMIN, "centre", city, ""
    yield "security", role.SECURITY_ADMIN, "centre", city, ""
    yield "auditor", role.AUDITOR, "centre", city, ""


def _street(made: Staff, street: Place, places: list[Place], people: _Names) -> None:
    """A street office and a health centre whose two doctors share the communities."""
    bare = street.name.removesuffix("街道").removesuffix("镇")
    health = f"health{street.code}"
    made.offices += [
        _office(f"street{street.code}", f"{street.name}办事处", DepartmentKind.STREET, street),
        _office(health, f"{bare}社区卫生服务中心", DepartmentKind.HEALTH_CENTRE, street),
    ]
    communities = [p.code for p in places if len(p.code) == 12 and p.code.startswith(street.code)]
    half = (len(communities) + 1) // 2
    for share in filter(None, (communities[:half], communities[half:])):
        login = _login(made, "doctor", RoleCode.COMMUNITY_DOCTOR)
        doctor = Worker(
            login, *people.next(), RoleCode.COMMUNITY_DOCTOR, health, tuple(share), "全科医生"
        )
        made.workers.append(doctor)


def _community(made: Staff, community: Place, grids: list[Place], people: _Names) -> None:
    """A committee with its officer and grid workers, and a gate with its keeper."""
    office, gate = f"community{community.code}", f"gate{community.code}"
    bare = community.name.removesuffix("社区").removesuffix("村")
    made.offices += [
        _office(office, f"{community.name}居委会", DepartmentKind.COMMUNITY, community),
        _office(gate, f"{bare}物业服务站", DepartmentKind.PROPERTY, grids[0]),
    ]
    posts: list[tuple[str, RoleCode, str, tuple[str, ...]]] = [
        ("officer", RoleCode.COMMUNITY_OFFICER, office, (community.code,)),
        ("gate", RoleCode.GATEKEEPER, gate, (grids[0].code,)),
    ]
    codes = [grid.code for grid in grids]
    size = -(-len(codes) // -(-len(codes) // GRIDS_A_WORKER))
    for start in range(0, len(codes), size):
        share = tuple(codes[start : start + size])
        posts.append(("grid", RoleCode.GRID_WORKER, office, share))
    for word, role, where, areas in posts:
        made.workers.append(Worker(_login(made, word, role), *people.next(), role, where, areas))


def _login(made: Staff, word: str, role: RoleCode) -> str:
    """``grid01``, ``grid02``…, in the order of the codes."""
    return f"{word}{sum(worker.role is role for worker in made.workers) + 1:02}"
