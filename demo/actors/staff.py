"""Staff at work: grid workers at the door, doctors and officers of communities, the seat."""

import datetime as dt
from typing import Any

from demo.actors.play import Actor, Stage, new_key
from demo.offices import Worker

_NORMAL = ("36.2", "36.4", "36.5", "36.7", "36.8")
_OUTCOMES = {"untrue": 50, "true": 28, "unreachable": 10, "true_symptoms": 9, "moved": 3}
_FOUND = {
    "untrue": "已上门核实，本人无外出史，体温正常",
    "true": "情况属实，已告知居家观察要求",
    "unreachable": "敲门无人应答，电话未接",
    "true_symptoms": "体温偏高伴咳嗽，已要求在家等候转运",
    "moved": "房东称已搬走，去向待查",
}


class GridWorker(Actor):
    """Goes to the door of the most urgent task and says what was found there."""

    def __init__(self, stage: Stage, worker: Worker) -> None:
        self._stage, self._session = stage, stage.staff(worker)

    def act(self) -> None:
        tasks = self._session.get("/worker/tasks")
        if not tasks or not tasks["items"]:
            self._call_somebody()
            return
        task = tasks["items"][0]
        path = f"/worker/tasks/{task['key']}"
        if task["state"] != "verifying":
            self._session.get(path)
            self._session.post(f"{path}/visit")
            return
        if task["kind"] in {"verify", "confirm_details", "hospital"}:
            self._session.post(f"{path}/verification", **self._finding())
        else:
            self._session.post(f"{path}/feedback", note="已联系本人，情况正常")

    def _finding(self) -> dict[str, object]:
        names, weights = zip(*_OUTCOMES.items(), strict=True)
        outcome = self._stage.rng.choices(names, weights)[0]
        details: dict[str, object] = {}
        if outcome == "true":
            now = dt.datetime.fromisoformat(self._session.server_time())
            arrived = now - dt.timedelta(days=self._stage.rng.randint(1, 6))
            details = {
                "subject_class": "key_area_arrival",
                "anchor_at": arrived.isoformat(),
                "evidence": "1",
                "from_area_code": "420106",
            }
        if outcome == "true_symptoms":
            details = {"symptoms": ["01", "02"], "temp_c": "38.1"}
        return {"key": new_key(), "outcome": outcome, "note": _FOUND[outcome], "details": details}

    def _call_somebody(self) -> None:
        """Without a task at the door: the next resident who did not check in time."""
        visits = self._session.get("/clinic/visits")
        for visit in _some(visits):
            if visit["kind"] == "call":
                note = "已电话联系，稍后自查"
                self._session.post(f"/clinic/visits/{visit['key']}/call", note=note)
                return


class Doctor(Actor):
    """Makes the visits that are due and signs those who may go."""

    def __init__(self, stage: Stage, worker: Worker) -> None:
        self._stage, self._session = stage, stage.staff(worker)

    def act(self) -> None:
        for visit in _some(self._session.get("/clinic/visits"))[:2]:
            self._see(visit)
        for stay in _some(self._session.get("/clinic/releases")):
            if stay["is_due"] and not stay["signed_at"] and not stay["open_abnormal_at"]:
                self._session.post(f"/clinic/episodes/{stay['key']}/signature")

    def _see(self, visit: dict[str, Any]) -> None:
        path = f"/clinic/visits/{visit['key']}"
        self._session.get(path)
        self._session.post(
            f"{path}/reading",
            key=new_key(),
            temp_c=self._stage.rng.choice(_NORMAL),
            symptoms=["00"],
            measured_at=self._session.server_time(),
            note="精神状态良好",
            conclusion="cleared" if visit["kind"] == "abnormal" else "",
        )


class Officer(Actor):
    """Confirms who entered observation and issues the papers of who may leave."""

    def __init__(self, stage: Stage, worker: Worker) -> None:
        self._session = stage.staff(worker)

    def act(self) -> None:
        for stay in _some(self._session.get("/clinic/entries")):
            self._session.post(f"/clinic/episodes/{stay['key']}/confirmation")
        for stay in _some(self._session.get("/clinic/releases")):
            if stay["is_due"] and stay["signed_at"]:
                self._session.post(f"/clinic/episodes/{stay['key']}/release", post_release="1")


class Seat(Actor):
    """Acceptor, shift leader and dispatcher of the centre, in one room."""

    def __init__(self, stage: Stage, acceptor: Worker, leader: Worker, dispatcher: Worker) -> None:
        self._acceptor, self._leader = stage.staff(acceptor), stage.staff(leader)
        self._dispatcher = stage.staff(dispatcher)

    def act(self) -> None:
        self._acceptor.get("/seat/counts")
        for case in self._waiting("submitted"):
            self._acceptor.post(f"/seat/cases/{case['key']}/acceptance")
        for case in self._waiting("accepted"):
            self._leader.post(f"/seat/cases/{case['key']}/filing")
        for case in self._waiting("filed"):
            self._dispatch(f"/seat/cases/{case['key']}")
        for state in ("reviewing", "closing"):
            for case in self._waiting(state):
                self._close(f"/seat/cases/{case['key']}")

    def _waiting(self, state: str) -> list[dict[str, Any]]:
        return _some(self._leader.get("/seat/cases", state=state))[:2]

    def _dispatch(self, path: str) -> None:
        near = self._dispatcher.get(f"{path}/workers") or []
        ready = [worker for worker in near if worker["is_on_duty"]]
        if ready:
            self._dispatcher.post(f"{path}/dispatch", to_user_id=ready[0]["id"])

    def _close(self, path: str) -> None:
        case = self._leader.get(path)
        for step in ("feedback", "closing"):
            if case and step in case["may"]:
                self._leader.post(f"{path}/{step}")
                return


class HospitalDoctor(Actor):
    """Takes in who was referred, sees them in the fever clinic, tests, and decides."""

    def __init__(self, stage: Stage, worker: Worker) -> None:
        self._stage, self._session = stage, stage.staff(worker)

    def act(self) -> None:
        for referral in self._session.get("/hospital/referrals") or []:
            self._receive(referral)
            return
        waiting = [p for p in self._patients() if p["case_class"] == "suspected"]
        if waiting and self._stage.chance(0.3):
            self._decide(f"/hospital/patients/{self._stage.rng.choice(waiting)['key']}")

    def _patients(self) -> list[dict[str, Any]]:
        return list(self._session.get("/hospital/patients") or [])

    def _receive(self, referral: dict[str, Any]) -> None:
        if referral["state"] == "open":
            self._session.post(f"/hospital/referrals/{referral['key']}/acceptance")
            return
        person = referral["person_key"]
        path = f"/hospital/patients/{person}"
        is_ill = self._stage.chance(0.5)
        signs = {"temp_c": "38.2" if is_ill else "36.8", "symptoms": ["01", "02"]}
        self._session.post(f"{path}/visit", key=new_key(), note="发热门诊接诊", **signs)
        if is_ill:
            self._session.post("/hospital/patients", key=new_key(), person_key=person)
            self._session.post(f"{path}/suspicion", basis="流行病学史加临床表现")

    def _decide(self, path: str) -> None:
        result = "positive" if self._stage.chance(0.4) else "negative"
        sampled = self._session.server_time()
        self._session.post(f"{path}/test", key=new_key(), result=result, sampled_at=sampled)
        if result == "positive":
            basis = "核酸检测阳性"
            severity = self._stage.rng.choice(("mild", "moderate", "moderate", "severe"))
            self._session.post(f"{path}/confirmation", basis=basis, severity=severity)
        elif self._stage.chance(0.5):
            self._session.post(f"{path}/exclusion", basis="专家组会诊排除，见会诊记录")


def _some(page: Any) -> list[dict[str, Any]]:
    return list(page["items"]) if page else []
