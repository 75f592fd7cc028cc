"""A resident who may not go out asks for what they need: a case of 社区服务 with a clock."""

import datetime as dt
import uuid

from lianfang.accounts.rules import Citizen
from lianfang.cases.actions.opening import open_once, phone_columns, place_of
from lianfang.cases.enums import Kind, Source, State, SubjectKind, Urgency
from lianfang.cases.models import Case
from lianfang.cases.queries import open_cases_of
from lianfang.people.models import Person
from lianfang.quarantine.queries import open_episode_of


def ask_for_help(
    person: Person, *, key: uuid.UUID, need: str, note: str = "", by: Citizen, at: dt.datetime
) -> Case:
    """Ask for medicine, food or the rubbish to be fetched; goes to the grid worker on duty.

    While the same need of the same person is open, it is found again. Medicine is urgent.
    """
    running = [c for c in open_cases_of(person.pk, kind=Kind.HELP) if c.subject_kind == need]
    if running:
        return running[0]
    episode = open_episode_of(person.pk)
    columns: dict[str, object] = {
        "kind": Kind.HELP,
        "subject_kind": need,
        "urgency": Urgency.URGENT if need == SubjectKind.MEDICINE else Urgency.NORMAL,
        "person": person,
        "subject_name": person.name,
        "address": (episode.place if episode else "") or person.address,
        "description": note.strip() or f"需要{SubjectKind(need).label}",
    }
    columns |= place_of(None, episode.area_code if episode else person.area_code)
    columns |= phone_columns(person.phone)
    return open_once(key, Source.CITIZEN, columns, state=State.FILED, by=by.actor, at=at)
