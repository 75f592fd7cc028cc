"""The invented past of isolation: who came home from where, was observed, measured and released."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from demo.chronicle import Chronicle
from demo.desks import Desks
from demo.people import observed_counts, uuid_of
from demo.register import Household
from demo.status import Moves
from demo.travel import KEY_AREA, Trip, trip
from lianfang.core.actor import Actor
from lianfang.core.clock import end_of, local_date
from lianfang.org.enums import RoleCode
from lianfang.org.models import User
from lianfang.people.enums import (
    Axis,
    Category,
    ControlStatus,
    ExposureKind,
    Reason,
    ReportSource,
)
from lianfang.people.models import Arrival, Exposure, Person
from lianfang.quarantine.enums import EndReason, Mode, NoticeKind, PostRelease, SubjectClass
from lianfang.quarantine.handlers import serve_notices
from lianfang.quarantine.models import Episode, Notice, NoticeNumber, Segment

PROFILE = "cn-2020v3"
DAYS = 14  # handbook §2.4: of the profile, for both classes seeded here
_CHUNK = 500
NOTICES = f"{serve_notices.__module__}.{serve_notices.__name__}"


@dataclass(frozen=True)
class Stay:
    """One person's observation with who looks after it."""

    person: Person
    episode: Episode
    worker: User
    doctor: User
    officer: User
    trip: Trip


def actor(user: User) -> Actor:
    return Actor("user", user.pk, user.name)


def observe(
    households: Sequence[Household],
    desks: Desks,
    moves: Moves,
    chronicle: Chronicle,
    *,
    seed: int,
    scale: float,
    at: dt.datetime,
) -> list[Stay]:
    """Stays spread over the last weeks: running ones on every day of the plan, and ended ones."""
    rng = random.Random(f"observation-{seed}")
    maker = _Maker(desks, rng, at)
    stays: list[Stay] = []
    for ended, count in zip((False, True), observed_counts(scale), strict=True):
        since = at - dt.timedelta(days=31 if ended else 18)
        chosen = _travellers(households, rng, since, ended=ended)
        stays += [maker.stay(next(chosen), n, ended=ended) for n in range(count)]
    Episode.objects.unscoped().bulk_create([stay.episode for stay in stays], batch_size=_CHUNK)
    for stay in stays:
        _tell(stay, moves, chronicle)
    _write_around(stays)
    return stays


def _travellers(
    households: Sequence[Household], rng: random.Random, since: dt.datetime, *, ended: bool
) -> Iterator[Person]:
    """Grown-ups on file before, some with the spouse; ended stays behind other doors."""
    half = [home for n, home in enumerate(households[1:]) if n % 2 == int(ended)]
    rng.shuffle(half)
    for home in [*([] if ended else households[:1]), *half]:
        for person in home.people[: 2 if rng.random() < 0.25 else 1]:
            if person.registered_at < since:
                yield person


@dataclass
class _Maker:
    """Builds stays; holds who covers which area."""

    desks: Desks
    rng: random.Random
    at: dt.datetime

    def __post_init__(self) -> None:
        self._workers = self.desks.covering(RoleCode.GRID_WORKER)
        self._doctors = self.desks.covering(RoleCode.COMMUNITY_DOCTOR)
        self._officers = self.desks.covering(RoleCode.COMMUNITY_OFFICER)

    def stay(self, person: Person, n: int, *, ended: bool) -> Stay:
        rng = self.rng
        community = person.area_code[:12]
        doctor = self._doctors[community]
        day = (
            DAYS + 1 + n % 12 if ended else (n + 6) % (DAYS + 2)
        )  # a few are due and not yet released
        anchor = self.at - dt.timedelta(days=day, minutes=rng.randint(60, 700))
        starts = min(anchor + dt.timedelta(hours=rng.randint(2, 30)), self.at)
        came = trip(rng)
        is_contact = not came.is_key_area or rng.random() < 0.2
        episode = Episode(
            key=uuid_of("episode", person.key),
            person=person,
            area_code=person.area_code,
            subject_class=(
                SubjectClass.CLOSE_CONTACT if is_contact else SubjectClass.KEY_AREA_ARRIVAL
            ),
            profile=PROFILE,
            mode=rng.choices([Mode.HOME, Mode.CENTRAL], [85, 15])[0],
            place=person.address,
            anchor_at=anchor,
            anchor_evidence=rng.choice("12347"),
            starts_at=starts,
            planned_end=end_of(local_date(anchor) + dt.timedelta(days=DAYS)),
            confirmed_by=self._officers[community],
            confirmed_at=min(starts + dt.timedelta(hours=1), self.at),
            doctor=doctor,
            grid_worker=self._workers[person.area_code],
        )
        if ended:
            self._end(episode)
        worker, officer = self._workers[person.area_code], self._officers[community]
        return Stay(person, episode, worker, doctor, officer, came)

    def _end(self, episode: Episode) -> None:
        """Released the morning after the last day, signed by the doctor the hour before."""
        episode.is_open = None
        ended = episode.planned_end + dt.timedelta(hours=self.rng.randint(8, 11))
        episode.ended_at = min(ended, self.at)
        episode.end_reason = EndReason.RELEASED
        episode.post_release = PostRelease.FREE
        episode.signed_by = episode.doctor
        episode.signed_at = episode.ended_at - dt.timedelta(hours=1)


def _tell(stay: Stay, moves: Moves, chronicle: Chronicle) -> None:
    """The status moves and entries of one stay."""
    person, episode = stay.person, stay.episode
    is_contact = episode.subject_class == SubjectClass.CLOSE_CONTACT
    person.category = Category.CLOSE_CONTACT if is_contact else Category.NEWCOMER
    person.source = ReportSource.CDC if is_contact else ReportSource.GRID
    by = actor(stay.worker)
    moves.move(
        person,
        Axis.CONTROL,
        ControlStatus.OBSERVED,
        Reason.NEW_EXPOSURE,
        by=by,
        at=episode.starts_at,
    )
    detail = {
        "person": person.pk,
        "subject_class": episode.subject_class,
        "mode": episode.mode,
        "planned_end": episode.planned_end.isoformat(),
    }
    owe = "" if episode.ended_at else NOTICES  # only papers that somebody still has to show
    started = episode.starts_at
    chronicle.add("episode.started", episode, by=by, at=started, detail=detail, owe=owe)
    if episode.ended_at:
        moves.move(
            person,
            Axis.CONTROL,
            ControlStatus.RELEASED,
            Reason.DUE_NORMAL,
            by=actor(stay.officer),
            at=episode.ended_at,
        )
        by, told = actor(stay.officer), {"person": person.pk}
        chronicle.add("episode.released", episode, by=by, at=episode.ended_at, detail=told)


def _write_around(stays: Sequence[Stay]) -> None:
    """Segments, trips, exposures and notices."""
    Segment.objects.bulk_create(
        [
            Segment(
                episode=stay.episode,
                mode=stay.episode.mode,
                starts_at=stay.episode.starts_at,
                ends_at=stay.episode.ended_at,
            )
            for stay in stays
        ],
        batch_size=_CHUNK,
    )
    Arrival.objects.bulk_create([_arrival(stay) for stay in stays], batch_size=_CHUNK)
    Exposure.objects.bulk_create([_exposure(stay) for stay in stays], batch_size=_CHUNK)
    Notice.objects.bulk_create(list(_notices(stays)), batch_size=_CHUNK)


def _arrival(stay: Stay) -> Arrival:
    arrived = stay.episode.anchor_at
    return Arrival(
        person=stay.person,
        arrived_at=arrived,
        from_area_code=stay.trip.from_area_code,
        transport=stay.trip.transport,
        transport_no=stay.trip.transport_no,
        seat_no=stay.trip.seat_no,
        depart_date=local_date(arrived),
    )


def _exposure(stay: Stay) -> Exposure:
    arrived = local_date(stay.episode.anchor_at)
    if stay.episode.subject_class == SubjectClass.CLOSE_CONTACT:
        return Exposure(
            person=stay.person,
            kind=ExposureKind.CONTACT,
            value="1",
            last_at=stay.episode.anchor_at,
        )
    return Exposure(
        person=stay.person,
        kind=ExposureKind.KEY_AREA,
        value="1" if stay.trip.from_area_code.startswith(KEY_AREA) else "2",
        area_code=stay.trip.from_area_code,
        from_date=arrived - dt.timedelta(days=9),
        to_date=arrived,
    )


def _notices(stays: Sequence[Stay]) -> Iterator[Notice]:
    """Handed over at the door; releases numbered in the order they were issued."""
    for stay in stays:
        for kind in (NoticeKind.HOME, NoticeKind.GUIDE):
            yield Notice(
                key=uuid_of("notice", kind, stay.person.key),
                episode=stay.episode,
                kind=kind,
                issued_at=stay.episode.starts_at,
                issued_by=stay.worker.name,
                signed_at=stay.episode.starts_at if kind == NoticeKind.HOME else None,
            )
    ended = [(stay.episode.ended_at, stay) for stay in stays if stay.episode.ended_at]
    last: dict[int, int] = {}
    for issued, stay in sorted(ended, key=lambda pair: pair[0]):
        year = local_date(issued).year
        last[year] = last.get(year, 0) + 1
        yield Notice(
            key=uuid_of("notice", NoticeKind.RELEASE, stay.person.key),
            episode=stay.episode,
            kind=NoticeKind.RELEASE,
            number=f"解〔{year}〕{last[year]:05}号",
            issued_at=issued,
            issued_by=stay.officer.name,
        )
    NoticeNumber.objects.bulk_create(NoticeNumber(year=y, last=n) for y, n in last.items())
