"""Answers to an organisation's form as values, and rows of a table of them judged."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lianfang.core.problems import Problem
from lianfang.declarations.fields import GROUPS
from lianfang.declarations.queries import is_due, latest_of
from lianfang.declarations.rules import Declared, content_of
from lianfang.geo.queries import names_of
from lianfang.people.rules import clean_name
from lianfang.roster.enums import Pile
from lianfang.roster.fields import ASKED, cell_text
from lianfang.roster.queries.forms import FormShown
from lianfang.roster.queries.judging import Judged, find_on_file
from lianfang.roster.queries.understanding import Reader, Understood

_YES = "1"
_EXAMPLE = {name: ASKED[name].example for name in ("name", "id_number")}
_NO_AREA = "没有这个社区，请核对"
CASE = "case"  # counted beside the piles: how many would be verified


def read_answers(reader: Reader, form: FormShown, given: Mapping[str, object]) -> Understood:
    """Only what the form asks is read; what it requires must be there."""
    asked = {name: given[name] for name in form.by_id if name in given}
    found = reader.read(asked, required=form.required)
    if name := found.values.get("name"):
        try:
            found.values["name"] = clean_name(str(name))
        except Problem as problem:
            found.faults["name"] = problem.title
    return found


def refuse_unknown_areas(answers: Sequence[Understood | Judged]) -> None:
    """A fault where somebody lives in no area of ours; one statement."""
    known = names_of(str(area) for one in answers if (area := one.values.get("area")))
    for one in answers:
        area = one.values.get("area")
        if area and area not in known:
            one.faults["area"] = _NO_AREA


def declared_of(values: Mapping[str, Any]) -> Declared:
    return Declared(
        name=values["name"],
        id_number=values["id_number"],
        phone=values["phone"],
        sex=values.get("sex") or "0",
        id_type=values.get("id_type") or "01",
        area_code=values.get("area") or "",
        address=values.get("address") or "",
        has_key_area=values.get("key_area") == _YES,
        has_contact=values.get("contact") == _YES,
        native_place=values.get("native_place") or "",
        groups={name: values[name] for name in GROUPS if values.get(name)},
        return_date=values.get("return_date"),
        return_by=values.get("return_by") or "",
        symptoms=tuple(values.get("symptoms") or ()),
        temp_c=values.get("temp"),
    )


def judge_answers(
    rows: Iterable[tuple[int, Sequence[object]]],
    columns: Mapping[int, str],
    *,
    form: FormShown,
    department_id: int,
    at: dt.datetime,
) -> list[Judged]:
    """What would become of each row of a table; the template's example is skipped.

    Known is who this organisation declared before: that somebody is on file elsewhere is not its
    business (docs/decisions/0071).
    """
    reader = Reader(at=at, fields=form)
    judged = []
    for number, cells in rows:
        given = {name: cells[n] for n, name in columns.items() if n < len(cells)}
        texts = {name: cell_text(cell) for name, cell in given.items()}
        if all(texts.get(name) == example for name, example in _EXAMPLE.items()):
            continue
        found = read_answers(reader, form, given)
        one = Judged(number, texts, found.values, faults=found.faults, doubts=found.doubts)
        judged.append(one)
    refuse_unknown_areas(judged)
    _refuse_repeats(judged)
    for one in judged:
        one.pile = Pile.BAD if one.faults else Pile.NEW
    _part_known([one for one in judged if one.pile == Pile.NEW], department_id, at)
    return judged


def would_be_cases(judged: Iterable[Judged], *, at: dt.datetime) -> int:
    good = [one for one in judged if one.pile in {Pile.NEW, Pile.MERGE}]
    return sum(is_due(declared_of(one.values), at=at) for one in good)


def _refuse_repeats(judged: Sequence[Judged]) -> None:
    seen: dict[str, int] = {}
    for one in judged:
        number = "" if one.faults else str(one.values["id_number"])
        first = seen.setdefault(number, one.number)
        if number and first != one.number:
            one.faults["id_number"] = f"与第{first}行是同一人"


def _part_known(good: Sequence[Judged], department_id: int, at: dt.datetime) -> None:
    find_on_file(good)
    latest = latest_of(department_id, [one.person_id for one in good if one.person_id])
    for one in good:
        before = latest.get(one.person_id or 0)
        one.person_id = before.person_id if before else None
        if before:
            told = declared_of(one.values)
            is_same = before.content == content_of(told)
            became = before.case_id is not None
            one.pile = Pile.SAME if is_same and became >= is_due(told, at=at) else Pile.MERGE
