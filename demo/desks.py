"""Put the offices of the invented city and its staff into the tables."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from demo.offices import PASSWORD, Staff, Worker
from lianfang.org.enums import RoleCode
from lianfang.org.models import Department, Duty, Post, PostArea, Role, User

_CHUNK = 500
_ON_DUTY_OF = 10


@dataclass(frozen=True)
class Desks:
    """Departments by key, users by login, and who works where."""

    departments: Mapping[str, Department]
    users: Mapping[str, User]
    workers: Mapping[str, Worker]

    def of(self, role: RoleCode) -> list[User]:
        """Everybody with the role, in the order of their logins."""
        return [self.users[w.login] for w in self.workers.values() if w.role is role]

    def covering(self, role: RoleCode) -> dict[str, User]:
        """Users of a role by each area of theirs."""
        return {
            area: self.users[worker.login]
            for worker in self.workers.values()
            if worker.role is role
            for area in worker.areas
        }


def fill(made: Staff, *, at: dt.datetime) -> Desks:
    """Departments, users, posts and duty; one password hash serves all, since hashing is slow."""
    departments = Department.objects.bulk_create(
        [
            Department(
                name=office.name,
                kind=office.kind,
                area_code=office.area_code,
                lon=office.lon,
                lat=office.lat,
                beds=office.beds,
            )
            for office in made.offices
        ],
        batch_size=_CHUNK,
    )
    by_key = {office.key: row for office, row in zip(made.offices, departments, strict=True)}
    password = make_password(PASSWORD)
    users = User.objects.bulk_create(
        [
            User(
                username=worker.login,
                name=worker.name,
                phone=worker.phone,
                department=by_key[worker.office],
                password=password,
                password_set_at=at,
            )
            for worker in made.workers
        ],
        batch_size=_CHUNK,
    )
    _posts(made, users)
    _duty(users, at)
    by_login = {user.username: user for user in users}
    return Desks(by_key, by_login, {worker.login: worker for worker in made.workers})


def _posts(made: Staff, users: list[User]) -> None:
    roles = {role.code: role for role in Role.objects.all()}
    posts = Post.objects.bulk_create(
        [
            Post(user=user, role=roles[worker.role], department=user.department, title=worker.title)
            for worker, user in zip(made.workers, users, strict=True)
        ],
        batch_size=_CHUNK,
    )
    PostArea.objects.bulk_create(
        [
            PostArea(post=post, area_code=area)
            for worker, post in zip(made.workers, posts, strict=True)
            for area in worker.areas
        ],
        batch_size=_CHUNK,
    )


def _duty(users: list[User], at: dt.datetime) -> None:
    since = at - dt.timedelta(hours=2)
    Duty.objects.bulk_create(
        [
            Duty(user=user, on_duty=_is_on_duty(n, user), since=since, heartbeat_at=at)
            for n, user in enumerate(users)
        ],
        batch_size=_CHUNK,
    )


def _is_on_duty(n: int, user: User) -> bool:
    """One in ten is not, so that some cases find nobody; the first of a role always is."""
    return n % _ON_DUTY_OF != 0 or user.username.endswith("01")
