"""The colour follows the facts: computed here and nowhere else, and signed to be shown."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import IntegrityError, transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.passes.enums import Colour
from lianfang.passes.models import ColourChange, Pass, SigningKey
from lianfang.passes.queries import pass_of
from lianfang.passes.rules import (
    Answer,
    KeyPair,
    colour_of,
    maker_of,
    new_key_pair,
)
from lianfang.people.enums import ControlStatus
from lianfang.people.models import Person
from lianfang.people.queries import facts_of, last_mover
from lianfang.people.rules import PassFacts
from lianfang.policy.queries import home_observation_colour, pass_valid_for
from lianfang.quarantine.enums import Mode, SubjectClass
from lianfang.quarantine.queries import open_episode_of

_ARRIVALS = {SubjectClass.KEY_AREA_ARRIVAL, SubjectClass.ENTRANT}


def refresh(person: Person, *, by: Actor, at: dt.datetime) -> Pass:
    """The pass as of now: computed again when a fact came or the answer ran out."""
    shown = pass_of(person.pk)
    if shown and shown.epoch == person.facts_epoch and at < shown.valid_until:
        return shown
    return _compute(person, by=by, at=at)


@transaction.atomic
def _compute(person: Person, *, by: Actor, at: dt.datetime) -> Pass:
    """Write the colour the facts give; an entry only when it is another one.

    The entry names the rule, the facts and who made them: whoever looked changed nothing.
    """
    shown = Pass.objects.select_for_update().filter(person=person).first()
    before = shown.colour if shown else ""
    facts = facts_of(person.pk, at=at)
    answer = colour_of(
        facts, observed=_observed(facts, at=at), valid_for=pass_valid_for(at=at), at=at
    )
    columns: dict[str, object] = {
        "colour": answer.colour,
        "rule": answer.rule,
        "reason": answer.reason,
        "epoch": facts.epoch,
        "valid_until": answer.valid_until,
        "computed_at": at,
    }
    fresh, _ = Pass.objects.update_or_create(
        person=person, defaults=columns, create_defaults=columns | {"pass_id": uuid.uuid4()}
    )
    if before != answer.colour:
        since = shown.computed_at if shown else at
        _note_change(person, before, answer, facts, since=since, by=by, at=at)
    return fresh


def _note_change(
    person: Person,
    before: str,
    answer: Answer,
    facts: PassFacts,
    *,
    since: dt.datetime,
    by: Actor,
    at: dt.datetime,
) -> None:
    """Kept for good, with the rule, the facts and their makers; the entry says the same."""
    move = last_mover(person.pk)
    told = [{"kind": fact.kind, "by": fact.made_by} for fact in facts.facts]
    is_new_move = bool(before) and move.recorded_at >= since
    maker = maker_of(answer.rule, facts, mover=move.by, is_new_move=is_new_move)
    ColourChange(
        person_id=person.pk,
        area_code=person.area_code,
        before=before,
        after=answer.colour,
        rule=answer.rule,
        facts=told,
        maker_kind=maker.kind,
        maker_id=maker.id,
        maker_name=maker.name,
        at=at,
    ).save(force_insert=True)
    detail = {
        "person": person.pk,
        "before": before,
        "after": answer.colour,
        "rule": answer.rule,
        "facts": told,
        "moved_by": f"{move.by.kind} {move.by.id or ''}",
    }
    record("pass.changed", person, by=by, at=at, detail=detail)


def _observed(facts: PassFacts, *, at: dt.datetime) -> Colour:
    """Red; arrivals who stay at home as the city has set it (handbook §4.5 rule 3, doubt 13)."""
    if facts.control_status != ControlStatus.OBSERVED:
        return Colour.RED
    episode = open_episode_of(facts.person_id)
    is_at_home = episode is not None and episode.mode == Mode.HOME
    if episode is None or not is_at_home or episode.subject_class not in _ARRIVALS:
        return Colour.RED
    return Colour(home_observation_colour(at=at))


def signing_key(*, at: dt.datetime) -> KeyPair:
    """The newest key; the first one is made when it is first needed."""
    newest = SigningKey.objects.order_by("-id").first()
    if newest is None:
        pair = new_key_pair()
        try:
            with transaction.atomic():
                newest = SigningKey.objects.create(
                    kid=pair.kid, private=pair.private, public=pair.public, created_at=at
                )
        except IntegrityError:
            newest = SigningKey.objects.order_by("-id")[0]
    return KeyPair(newest.kid, newest.private, newest.public)


def drop_passes(person_ids: Iterable[int], *, by: Actor, at: dt.datetime) -> None:
    """Part of an action: the files go, and with them the colours computed from them."""
    _ = (by, at)
    Pass.objects.filter(person_id__in=person_ids).delete()
