"""Citizens who report, and residents under observation who check themselves."""

from demo.actors.play import Actor, Stage, new_key
from demo.actors.session import Session
from demo.actors.town import a_name
from demo.people import phone_of

_FEVER, _NORMAL = ("37.4", "37.8", "38.3"), ("36.3", "36.4", "36.5", "36.6", "36.7", "36.9")
_TOLD = {
    "suspected": "邻居连日咳嗽，未见外出登记，请社区核实",
    "returnee": "该户昨晚从外地回来，尚未登记",
    "self": "今天起床后低烧、乏力，请联系我",
}
_REPORTS = 0.35  # the rest only look


class Citizens(Actor):
    """A crowd behind one thread: each time somebody else takes out the phone."""

    def __init__(self, stage: Stage, grids: list[str]) -> None:
        """``grids`` are where somebody is on duty who will knock at the door."""
        self._stage, self._grids = stage, grids
        self._number = 80_000 + stage.rng.randrange(10_000)

    def act(self) -> None:
        rng = self._stage.rng
        session = self._stage.follower(rng.choice(self._stage.town.citizens))
        if self._stage.chance(_REPORTS):
            self._report(session)
        else:
            self._look(session)

    def _report(self, session: Session) -> None:
        rng = self._stage.rng
        spot = self._stage.town.spot(rng, rng.choice(self._grids))
        place = session.get("/citizen/locate", **spot)
        kind = rng.choice(list(_TOLD))
        is_ill = kind == "self" or rng.random() < 0.3
        self._number += 1
        session.post(
            "/citizen/reports",
            key=new_key(),
            subject_kind=kind,
            subject_name=a_name(rng),
            subject_phone=phone_of(self._number),
            symptoms=[rng.choice(("01", "02", "04"))] if is_ill else [],
            temp_c=rng.choice(_FEVER) if is_ill else None,
            description=_TOLD[kind],
            place=spot,
            area_code=place["code"] if place else "",
            anyway=True,
        )

    def _look(self, session: Session) -> None:
        reports = session.get("/citizen/reports")
        if reports and reports["items"]:
            session.get(f"/citizen/reports/{reports['items'][0]['key']}")


_SIGNATURE = [
    [120, 120, 300, 110, 480, 100],
    [300, 40, 290, 180, 160, 340],
    [310, 200, 420, 280, 520, 340],
]


class Residents(Actor):
    """Everybody under observation, one after the other: who has a check to make makes it."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._queue = list(stage.town.residents)
        stage.rng.shuffle(self._queue)

    def act(self) -> None:
        openid = self._queue.pop(0)
        self._queue.append(openid)
        self._check(self._stage.follower(openid))

    def _check(self, session: Session) -> None:
        observation = session.get("/resident/observation")
        if not observation or not observation["active"] or not observation["due"]:
            return
        hot = self._stage.chance(0.02)
        session.post(
            "/resident/readings",
            key=new_key(),
            temp_c=self._stage.rng.choice(_FEVER if hot else _NORMAL),
            symptoms=["01", "02"] if hot else ["00"],
            measured_at=session.server_time(),
        )
        for notice in observation["notices"]:
            if notice["kind"] == "home_obs" and not notice["signed_at"]:
                session.post(f"/resident/notices/{notice['key']}/signature", strokes=_SIGNATURE)
