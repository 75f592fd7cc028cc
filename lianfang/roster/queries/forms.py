"""An organisation's form as it is shown: today's version, its variables filled in."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from lianfang.city.queries import this_city
from lianfang.declarations.enums import FormKind
from lianfang.declarations.queries import Form, form_for, kind_of
from lianfang.declarations.rules import filled
from lianfang.geo.queries import gazetteer
from lianfang.org.models import Department
from lianfang.policy.queries import key_area
from lianfang.roster.fields import ASKED, Field

_SAMPLE = "某某单位"  # in the editor, where there is no organisation


@dataclass(frozen=True)
class FormShown:
    """Heading, note and questions in their order; ``required`` is the form's own word."""

    kind: FormKind
    version: int
    organisation: str
    title: str
    note: str
    questions: tuple[Field, ...]

    @property
    def by_id(self) -> dict[str, Field]:
        return {one.id: one for one in self.questions}

    def label_of(self, name: str) -> str:
        return self.by_id[name].label if name in self.by_id else name

    @property
    def required(self) -> list[str]:
        return [one.id for one in self.questions if one.required]


def form_of(department: Department, *, at: dt.datetime) -> FormShown:
    """The form this organisation fills in today."""
    return shown_form(form_for(kind_of(department)), organisation=department.name, at=at)


def shown_form(form: Form, *, organisation: str = _SAMPLE, at: dt.datetime) -> FormShown:
    """A version with city, dates and key areas of today's policy in its words."""
    words = words_at(organisation, at=at)
    say = partial(filled, words=words)
    questions = []
    for item in form.items:
        one = ASKED[item.id]
        label, advice = say(item.label or one.label), say(one.help)
        questions.append(replace(one, label=label, help=advice, required=item.required))
    return FormShown(
        form.kind, form.version, organisation, say(form.title), say(form.note), tuple(questions)
    )


def words_at(organisation: str, *, at: dt.datetime) -> Mapping[str, str]:
    """What the variables of a form mean today."""
    city, watched = this_city(), key_area(at=at)
    outermost = [
        code for code in watched.codes if not any(_holds(other, code) for other in watched.codes)
    ]
    names = [gazetteer().full_name_of(code) for code in outermost]
    return {
        "city": city.name,
        "city_short": city.short_name,
        "key_area": "、".join(filter(None, names)) or "重点地区",
        "key_date": f"{watched.since.month}月{watched.since.day}日",
        "organisation": organisation,
    }


def _holds(outer: str, inner: str) -> bool:
    return inner != outer and inner.startswith(outer)
