"""Gate keepers: they check whoever comes by and put newcomers down."""

from demo.actors.play import Actor, Stage, new_key
from demo.actors.town import a_name
from demo.offices import Worker
from demo.people import phone_of

_TEMPS = ("36.1", "36.3", "36.4", "36.5", "36.6", "36.8")
_NEWCOMERS = 0.08
_FROM = ("武汉市武昌区", "湖北孝感", "湖北黄冈", "广州市", "长沙市", "上海市")


class GateKeeper(Actor):
    """Stands at one gate; neighbours come by with their telephone number."""

    def __init__(self, stage: Stage, worker: Worker) -> None:
        self._stage, self._session = stage, stage.staff(worker)
        self._community = worker.areas[0][:12]
        self._number = 90_000 + stage.rng.randrange(9_000)
        self._gate = ""

    def act(self) -> None:
        if not self._gate:
            gates = self._session.get("/gate/gates")
            if not gates:
                return
            self._gate = gates[0]["key"]
        if self._stage.chance(_NEWCOMERS):
            self._register()
        else:
            self._check()

    def _check(self) -> None:
        rng = self._stage.rng
        self._session.post(
            "/gate/verify",
            key=new_key(),
            gate=self._gate,
            phone=rng.choice(self._stage.town.phones[self._community]),
            temp_c=rng.choice(_TEMPS),
            direction=rng.choice(("in", "in", "out")),
            device_at=self._session.server_time(),
        )

    def _register(self) -> None:
        rng, now = self._stage.rng, self._session.server_time()
        origin = rng.choice(_FROM)
        self._number += 1
        self._session.post(
            "/gate/registrations",
            key=new_key(),
            gate=self._gate,
            name=a_name(rng),
            phone=phone_of(self._number),
            from_place=origin,
            key_area="travelled" if origin.startswith(("武汉", "湖北")) else "none",
            arrived_at=now,
            direction="in",
            temp_c=rng.choice(_TEMPS),
            area_code=self._community,
            device_at=now,
        )
