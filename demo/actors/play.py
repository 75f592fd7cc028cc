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
    transport: httpx.BaseTransport = field(default_factory=httpx.HTTPTransport)
    rng: random.Random = field(default_factory=random.Random)

    followers: dict[str, Session] = field(default_factory=dict)

    def staff(self, worker: Worker) -> Session:
        return Session(self.base, self.tally, as_staff(worker.login, PASSWORD), self.transport)

    def follower(self, openid: str) -> Session:
        """Signed in once: a phone stays signed in."""
        if openid not in self.followers:
            enter = as_follower(openid)
            self.followers[openid] = Session(self.base, self.tally, enter, self.transport)
        return self.followers[openid]

    def chance(self, share: float) -> bool:
        return self.rng.random() < share


class Actor:
    """Somebody at work: ``act`` does one thing and comes back."""

    def act(self) -> None:
        raise NotImplementedError


def new_key() -> str:
    """What a device gives to each thing it sends."""
    return str(uuid.uuid4())
