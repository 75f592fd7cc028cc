"""Put the actors on: ``python -m demo.actors --base URL --pace N [--seconds S]``."""

import argparse
import random
import signal
import threading

from demo.actors.citizens import Citizens, Residents
from demo.actors.gates import GateKeeper
from demo.actors.play import Actor, Stage
from demo.actors.session import Tally
from demo.actors.staff import Doctor, GridWorker, HospitalDoctor, Officer, Seat
from demo.actors.town import Town, town
from lianfang.org.enums import RoleCode

_TOLD_EVERY = 30.0


def cast(stage: Stage, where: Town) -> list[Actor]:
    """Who is on stage: a worker, a doctor and an officer in each street, the seat, the crowds."""
    workers = where.first_of_streets(RoleCode.GRID_WORKER)
    grids = [grid for worker in workers for grid in worker.areas]
    seat = [
        where.workers[role][-1]
        for role in (RoleCode.ACCEPTOR, RoleCode.SHIFT_LEADER, RoleCode.DISPATCHER)
    ]
    return [
        *(Citizens(stage, grids) for _ in range(4)),
        *(Residents(stage) for _ in range(6)),
        *(GridWorker(stage, worker) for worker in workers),
        *(Doctor(stage, worker) for worker in where.first_of_streets(RoleCode.COMMUNITY_DOCTOR)),
        *(Officer(stage, worker) for worker in where.first_of_streets(RoleCode.COMMUNITY_OFFICER)),
        *(GateKeeper(stage, worker) for worker in where.first_of_streets(RoleCode.GATEKEEPER)),
        *(HospitalDoctor(stage, w) for w in where.workers[RoleCode.HOSPITAL_DOCTOR][:3]),
        Seat(stage, *seat),
    ]


def perform(actor: Actor, mean_pause: float, over: threading.Event) -> None:
    """Act again and again with random pauses; whatever goes wrong, the show goes on."""
    rng = random.Random()
    while not over.wait(rng.expovariate(1 / mean_pause) if mean_pause else 0):
        try:
            actor.act()
        except (KeyError, TypeError, ValueError, IndexError) as error:
            print(f"{type(actor).__name__}: {error!r}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="demo.actors")
    parser.add_argument("--base", required=True, help="地址，如 http://127.0.0.1:8000")
    parser.add_argument("--pace", type=float, default=1.0, help="全体每秒做几件事，0 为尽快")
    parser.add_argument("--scale", type=float, default=1.0, help="与装入时的城市大小一致")
    parser.add_argument("--seconds", type=float, default=0.0, help="多少秒后停，0 为一直演")
    options = parser.parse_args()
    where, tally, over = town(scale=options.scale), Tally(), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    actors = cast(Stage(options.base, where, tally), where)
    pause = len(actors) / options.pace if options.pace else 0.0
    threads = [
        threading.Thread(target=perform, args=(actor, pause, over), daemon=True) for actor in actors
    ]
    for thread in threads:
        thread.start()
    if options.seconds:
        threading.Timer(options.seconds, over.set).start()
    while not over.wait(_TOLD_EVERY):
        print(tally.line(), flush=True)
    print(tally.line(), flush=True)


if __name__ == "__main__":
    main()
