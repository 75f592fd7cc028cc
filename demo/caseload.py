"""The invented case files: told through the real actions, at times gone by."""

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from demo.desks import Desks
from demo.observation import Stay
from demo.people import Home, uuid_of
from demo.register import Household
from lianfang.accounts.models import Account
from lianfang.accounts.rules import Citizen
from lianfang.audit.models import Delivery
from lianfang.cases import actions
from lianfang.cases.enums import Outcome, Source, SubjectKind
from lianfang.cases.models import Case
from lianfang.cases.rules import VerifiedDetails
from lianfang.core.actor import Actor
from lianfang.org.enums import RoleCode
from lianfang.org.models import Duty, User
from lianfang.org.queries import caller_by_id
from lianfang.org.rules import Caller
from lianfang.people.models import Person
from lianfang.treatment.actions import refer
from lianfang.treatment.enums import ReferralWhy
from lianfang.treatment.queries import hospital_for

CLOSED, TRUE = 230, 60  # at full scale: closed as untrue, closed as true
_SYSTEM = Actor.system()
_TOLD = {
    SubjectKind.SUSPECTED: [
        "邻居从外地回来，一直咳嗽，没有出门登记",
        "楼道里有人发烧，家属称是感冒，请核实",
        "对门住户近日有救护车来过，家人仍在走动",
    ],
    SubjectKind.RETURNEE: [
        "上周从武汉返回，未见社区上门登记",
        "昨晚有外地牌照车辆到家，一家三口住下",
        "回乡人员，自称在家休息，请社区联系",
    ],
    SubjectKind.SELF: [
        "今早起床咽痛、低烧，家里没有体温计",
        "咳嗽两天，之前去过农贸市场",
        "乏力，想咨询是否需要去发热门诊",
    ],
}
_FOUND = [
    "已上门，本人无外出史，体温正常",
    "电话及上门核实，系普通感冒，已就诊",
    "该户近一月无外来人员，邻里误会",
]


@dataclass
class _Office:
    """Who may do what, and the dice."""

    desks: Desks
    households: Sequence[Household]
    accounts: Sequence[Account]
    rng: random.Random
    at: dt.datetime

    def __post_init__(self) -> None:
        self._workers = self.desks.covering(RoleCode.GRID_WORKER)
        self._callers: dict[int, Caller] = {}
        off = set(Duty.objects.filter(on_duty=False).values_list("user", flat=True))
        self.watched = [h for h in self.households if self._workers[_grid(h)].pk not in off]
        self.unwatched = [h for h in self.households if self._workers[_grid(h)].pk in off]
        self.number = 0

    def caller(self, user: User) -> Caller:
        """The user as a caller, looked up once."""
        if user.pk not in self._callers:
            found = caller_by_id(user.pk)
            if found is None:
                raise LookupError(user.username)
            self._callers[user.pk] = found
        return self._callers[user.pk]

    def worker(self, case: Case) -> Caller:
        return self.caller(self._workers[case.area_code])

    def seat(self, role: RoleCode) -> Caller:
        return self.caller(self.desks.of(role)[0])

    def report(self, home: Home, subject: Person, at: dt.datetime) -> Case:
        """Somebody who lives there is reported by a citizen."""
        rng = self.rng
        kind = rng.choices(list(_TOLD), [45, 35, 20])[0]
        is_ill = kind != SubjectKind.RETURNEE and rng.random() < 0.5
        self.number += 1
        return actions.submit_report(
            key=uuid_of("case", self.number),
            source=Source.CITIZEN,
            subject_kind=kind,
            subject_name=subject.name,
            subject_phone=subject.phone,
            area_code=home.area_code,
            address=home.address,
            symptoms=rng.choice((["01"], ["02"], ["01", "02"])) if is_ill else [],
            temp_c=Decimal(rng.choice((374, 378, 382))) / 10 if is_ill else None,
            description=rng.choice(_TOLD[kind]),
            by=Citizen(id=rng.choice(self.accounts).pk),
            at=at,
        )

    def report_some(self, households: Sequence[Household], at: dt.datetime) -> Case:
        household = self.rng.choice(households or self.households)
        return self.report(household.home, self.rng.choice(household.people), at)

    def dispatch(self, case: Case, at: dt.datetime) -> None:
        worker = self.worker(case)
        actions.dispatch(case, to_user_id=worker.id, by=_SYSTEM, at=at)


def _grid(home: Household) -> str:
    return home.home.area_code


def work(
    households: Sequence[Household],
    stays: Sequence[Stay],
    accounts: Sequence[Account],
    desks: Desks,
    *,
    seed: int,
    scale: float,
    at: dt.datetime,
) -> None:
    """Closed files of three weeks and running ones in every stage, some in time and some late.

    Their news is not delivered again: what it would have done is in the tables.
    """
    rng = random.Random(f"cases-{seed}")
    observed = {stay.person.pk for stay in stays}
    plain = [h for h in households[2:] if not any(p.pk in observed for p in h.people)]
    office = _Office(desks, plain, accounts, rng, at)
    for n in range(max(4, round(CLOSED * scale))):
        _closed_untrue(office, at - dt.timedelta(days=n % 21, minutes=rng.randint(150, 900)))
    running = [stay for stay in stays if stay.episode.ended_at is None]
    for stay in running[: max(2, round(TRUE * scale))]:
        _closed_true(office, stay)
    for make, count, oldest in _RUNNING:
        for _ in range(max(1, round(count * scale))):
            make(office, at - dt.timedelta(minutes=rng.randint(oldest // 4, oldest)))
    Delivery.objects.filter(done_at=None).update(done_at=at, next_at=None)


def _closed_untrue(office: _Office, at: dt.datetime) -> None:
    case = office.report_some(office.watched, at)
    _verified(office, case, at, Outcome.UNTRUE, office.rng.choice(_FOUND))


def _closed_true(office: _Office, stay: Stay) -> None:
    """How the observation of someone came about: the report came two hours before."""
    at = stay.episode.starts_at - dt.timedelta(hours=2)
    home = Home(stay.person.area_code, stay.person.address, 0, 0)
    case = office.report(home, stay.person, at)
    _verified(office, case, at, Outcome.TRUE, "情况属实，已告知并纳入观察")


def _verified(office: _Office, case: Case, at: dt.datetime, outcome: Outcome, note: str) -> None:
    worker, done = _arrived(office, case, at)
    actions.verify(case, outcome=outcome, note=note, by=worker, at=done)


def _arrived(office: _Office, case: Case, at: dt.datetime) -> tuple[Caller, dt.datetime]:
    """The grid worker stands at the door; returns them and when they are done there."""
    office.dispatch(case, at + dt.timedelta(seconds=2))
    worker, rng = office.worker(case), office.rng
    arrived = min(at + dt.timedelta(minutes=rng.randint(10, 70)), office.at)
    actions.start_visit(case, by=worker, at=arrived)
    return worker, min(arrived + dt.timedelta(minutes=rng.randint(5, 40)), office.at)


def _submitted(office: _Office, at: dt.datetime) -> None:
    office.report_some(office.unwatched, at)


def _accepted(office: _Office, at: dt.datetime) -> Case:
    case = office.report_some(office.unwatched, at)
    accepted = min(at + dt.timedelta(minutes=4), office.at)
    actions.accept(case, by=office.seat(RoleCode.ACCEPTOR), at=accepted)
    return case


def _filed(office: _Office, at: dt.datetime) -> None:
    case = _accepted(office, at)
    filed = min(at + dt.timedelta(minutes=9), office.at)
    actions.file(case, by=office.seat(RoleCode.SHIFT_LEADER), at=filed)


def _dispatched(office: _Office, at: dt.datetime) -> Case:
    case = office.report_some(office.watched, at)
    office.dispatch(case, at + dt.timedelta(seconds=2))
    return case


def _verifying(office: _Office, at: dt.datetime) -> None:
    _arrived(office, office.report_some(office.watched, at), at)


def _unreachable(office: _Office, at: dt.datetime) -> None:
    case = office.report_some(office.watched, at)
    worker, done = _arrived(office, case, at)
    note = "敲门无人应答，电话未接"
    actions.verify(case, outcome=Outcome.UNREACHABLE, note=note, by=worker, at=done)


def _waiting_for_hospital(office: _Office, at: dt.datetime) -> None:
    case = office.report_some(office.watched, at)
    worker, done = _arrived(office, case, at)
    actions.verify(
        case,
        outcome=Outcome.TRUE_SYMPTOMS,
        note="体温偏高伴咳嗽，已要求居家等候转运",
        details=VerifiedDetails(symptoms=("01", "02"), temp_c=Decimal("38.1")),
        by=worker,
        at=done,
    )
    hospital = hospital_for(case.area_code)
    if case.person and hospital:
        why = ReferralWhy.VERIFIED
        refer(case.person, hospital_id=hospital, why=why, case=case, by=_SYSTEM, at=done)


def _suspended(office: _Office, at: dt.datetime) -> None:
    case = _dispatched(office, at)
    held = min(at + dt.timedelta(minutes=30), office.at)
    reason = "地址所在楼栋正在封闭消杀，完成后再核实"
    actions.suspend(case, reason=reason, by=office.seat(RoleCode.DISPATCHER), at=held)


def _voided(office: _Office, at: dt.datetime) -> None:
    case = _accepted(office, at)
    voided = min(at + dt.timedelta(minutes=8), office.at)
    leader = office.seat(RoleCode.SHIFT_LEADER)
    actions.void(case, reason="同一事项重复上报", by=leader, at=voided)


_RUNNING: list[tuple[Callable[[_Office, dt.datetime], object], int, int]] = [
    (_submitted, 5, 16),  # how many at full scale, oldest in minutes
    (_accepted, 4, 24),
    (_filed, 7, 40),
    (_dispatched, 24, 290),
    (_verifying, 14, 200),
    (_unreachable, 6, 170),
    (_waiting_for_hospital, 4, 110),
    (_suspended, 3, 600),
    (_voided, 4, 3000),
]
