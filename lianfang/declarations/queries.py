"""An organisation's own declarations."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Q

from lianfang.core.masking import mask_name
from lianfang.core.paging import Page, decode, page_of
from lianfang.declarations.enums import Outcome
from lianfang.declarations.models import Declaration
from lianfang.org.rules import Caller
from lianfang.passes.queries import colours_of

SIZE = 20


@dataclass(frozen=True)
class DeclarationRow:
    """``colour`` is all an organisation learns of a person's state, never why."""

    id: int
    key: uuid.UUID
    name_masked: str
    submitted_at: dt.datetime
    outcome_label: str
    colour: str


def declarations_of(caller: Caller, *, cursor: str = "", at: dt.datetime) -> Page[DeclarationRow]:
    """Newest first, of the caller's own organisation only; two statements."""
    own = Q(department_id=caller.department_id)
    if cursor:
        own &= Q(pk__lt=int(decode(cursor, 1)[0]))
    found = list(
        Declaration.objects.scoped(own)
        .order_by("-id")
        .values_list("id", "key", "person__name", "submitted_at", "outcome", "person_id")[
            : SIZE + 1
        ]
    )
    colours = colours_of([cells[-1] for cells in found], at=at)
    rows = [
        DeclarationRow(
            pk, key, mask_name(name), at, Outcome(outcome).label, colours.get(person, "gray")
        )
        for pk, key, name, at, outcome, person in found
    ]
    return page_of(rows, SIZE, lambda row: (row.id,))


def by_key(key: uuid.UUID) -> Declaration | None:
    return Declaration.objects.unscoped().filter(key=key).first()
