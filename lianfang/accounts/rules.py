"""The citizen as everything below the doors sees them."""

from dataclasses import dataclass

from lianfang.core.actor import Actor


@dataclass(frozen=True)
class Citizen:
    """A signed-in account; ``person_id`` is their own file, ``family`` those they speak for."""

    id: int
    person_id: int | None = None
    assurance: int = 0
    family: frozenset[int] = frozenset()

    @property
    def actor(self) -> Actor:
        return Actor("account", self.id, "市民")

    def speaks_for(self, person_id: int) -> bool:
        return person_id == self.person_id or person_id in self.family
