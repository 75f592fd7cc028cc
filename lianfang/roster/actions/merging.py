"""Merge two files and take a merge back, for who cares for both."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from lianfang.core.problems import NotFound
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people import actions as people
from lianfang.people.errors import CannotMerge
from lianfang.people.models import Merge, Person
from lianfang.roster.queries.duplicates import MERGED, obstacles_to


@transaction.atomic
def merge_files(
    winner: Person, loser: Person, *, take: Sequence[str], reason: str, by: Caller, at: dt.datetime
) -> Merge:
    """``take`` names fields of the second file that win. Raises NotFound and CannotMerge."""
    for person in (winner, loser):
        if not by.covers(person.area_code, Permission.PERSON_EDIT):
            raise NotFound
    obstacles = obstacles_to(loser)
    if obstacles:
        raise CannotMerge("；".join(obstacles))
    columns = [MERGED[name] for name in take if name in MERGED]
    return people.merge(winner, loser, take=columns, reason=reason, by=by.actor, at=at)


@transaction.atomic
def unmerge_files(done: Merge, *, by: Caller, at: dt.datetime) -> None:
    """Both files exactly as they were. Raises NotFound and ChangedMeanwhile."""
    if not by.covers(done.winner.area_code, Permission.PERSON_EDIT):
        raise NotFound
    people.unmerge(done, by=by.actor, at=at)
