"""Where somebody lives, by what they say of their address: proposed, never decided."""

from dataclasses import dataclass

from lianfang.geo.queries import areas_for, paths_of
from lianfang.geo.rules import estate_of
from lianfang.org.enums import DepartmentKind, Permission
from lianfang.org.queries import departments_inside
from lianfang.org.rules import Caller

_MOST = 5
_WRITES = (Permission.PERSON_REGISTER, Permission.PERSON_EDIT)


@dataclass(frozen=True)
class Proposed:
    """An area to stand in the form, by name, and what in the address speaks for it."""

    code: str
    path: str
    reason: str


def areas_proposed(caller: Caller, address: str) -> list[Proposed]:
    """Areas this caller may write in, the likeliest first; three statements at most.

    Names of counties, streets, communities and grids count, and those of 小区 that a property
    company looks after.
    """
    if not address.strip():
        return []
    companies = departments_inside(caller.areas(*_WRITES), DepartmentKind.PROPERTY)
    estates = [(estate_of(one.name), one.area_code) for one in companies]
    found = [
        one for one in areas_for(address, estates=estates) if caller.covers(one.code, *_WRITES)
    ]
    paths = paths_of(one.code for one in found[:_MOST])
    return [Proposed(one.code, paths[one.code], one.reason) for one in found[:_MOST]]
