"""What an actor is, and how often one acts."""

import random
import uuid
from dataclasses import dataclass, field

import httpx

from demo.actors.session import Session, Tally, as_follower, as_staff
from demo.actors.town import Town
from demo.offices import PASSWORD, Worker


@dataclass
class Stage:
    """What all actors share: the server, the map, the dice and the tally."""

    base: str
    town: Town
    tally: Tally
    transport: httpx.BaseTransport | None = None
    rng: random.Random = field(default_factory=random.Random)

    def staff(self, worker: Worker) -> Session:
        return Session(self.base, self.tally, as_staff(worker.login, PASSWORD), self.transport)

    def follower(self, openid: str) -> Session:
        return Session(self.base, self.tally, as_follower(openid), self.transport)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share


class Actor:
    """Somebody at work: ``act`` does one thing and comes back."""

    def act(self) -> None:
        raise NotImplementedError


def new_key() -> str:
    """What a device gives to each thing it sends."""
    return str(uuid.uuid4())
