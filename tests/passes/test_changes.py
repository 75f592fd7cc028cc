"""Nobody sets a colour; every change is kept with rule, facts and who made them."""

import ast
import datetime as dt
import inspect
from importlib import import_module
from pathlib import Path

import pytest

import lianfang
from lianfang.api.door import api
from lianfang.core.actor import Actor
from lianfang.core.clock import end_of, local_date
from lianfang.core.identity import check_digit
from lianfang.org.enums import Permission, RoleCode
from lianfang.passes.actions import refresh
from lianfang.passes.jobs import refresh_run_out
from lianfang.passes.models import ColourChange, Pass
from lianfang.passes.queries import changes_of, week_of
from lianfang.people.actions import change_status, close_fact, state_fact
from lianfang.people.enums import Axis, ControlStatus, FactKind, Reason
from lianfang.urls import urlpatterns  # noqa: F401 -- adds the routers
from tests.api.calls import call, hold_clock, sign_in, sign_in_citizen
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, T0
from tests.factories.org import make_staff
from tests.factories.people import make_person

SYSTEM = Actor.system()
DAY = dt.timedelta(days=1)
DOCUMENT = "11010519491231002X"
CITY = GRID[:4]
ROOT = Path(inspect.getfile(lianfang)).parent


def names_in(node):
    """The shapes that a part of the API description speaks of."""
    if isinstance(node, dict):
        for word, value in node.items():
            yield from [value.split("/")[-1]] if word == "$ref" else names_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from names_in(value)


def request_words():
    """Every word that somebody may send, by the shape or the address it stands in."""
    whole = api.get_openapi_schema(path_prefix="/api/")
    named = whole["components"]["schemas"]
    operations = [
        one for path in whole["paths"].values() for verb, one in path.items() if verb != "get"
    ]
    for one in operations:
        yield from ((one["operationId"], given["name"]) for given in one.get("parameters", []))
    waiting = {name for one in operations for name in names_in(one.get("requestBody", {}))}
    known = set()
    while waiting:
        name = waiting.pop()
        known.add(name)
        yield from ((name, word) for word in named[name].get("properties", {}))
        waiting |= set(names_in(named[name])) - known


def test_no_door_takes_a_colour():
    sent = list(request_words())

    assert len(sent) > 200
    colours = [(name, word) for name, word in sent if "colour" in word or "color" in word]
    assert colours == [("UploadIn", "colour")]  # what a gate saw; kept with the check alone


def test_no_action_takes_a_colour():
    taken = []
    for file in ROOT.glob("*/actions/__init__.py"):
        module = import_module(f"lianfang.{file.parent.parent.name}.actions")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            taken += [
                (name, word) for word in inspect.signature(function).parameters if "colour" in word
            ]

    assert taken == []


def test_only_the_computation_writes_a_colour():
    """``Pass`` rows are made and changed in one function alone."""
    writers = set()
    for file in (ROOT / "passes").rglob("*.py"):
        if "migrations" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            text = ast.unparse(node)
            writes = ("update_or_create", "create(", ".update(", "bulk_", "save(")
            if "Pass.objects" in text and any(word in text for word in writes):
                writers.add(f"{file.name}:{node.name}")

    assert writers == {"showing.py:_compute"}


def person_and_pass():
    person = make_person(id_number=DOCUMENT)
    refresh(person, by=SYSTEM, at=T0)
    return person


def last():
    return ColourChange.objects.unscoped().order_by("-id").first()


def redden(person, by, at=T0):
    kind = FactKind.OPEN_CLOSE_CONTACT
    state_fact(person, kind, starts_at=at, ends_at=at + DAY, by=by, at=at)
    refresh(person, by=SYSTEM, at=at)


@pytest.mark.django_db
def test_a_change_keeps_rule_facts_and_the_maker_of_the_fact():
    person, officer = person_and_pass(), make_staff(RoleCode.CDC_OFFICER)

    redden(person, officer.actor)

    kept = last()
    assert (kept.before, kept.after, kept.rule) == ("green", "red", "awaiting_verification")
    assert kept.facts == [{"kind": "open_close_contact", "by": f"user {officer.id}"}]
    assert (kept.maker_kind, kept.maker_id, kept.maker_name) == ("user", officer.id, officer.name)


@pytest.mark.django_db
def test_a_move_of_status_is_its_movers_and_time_alone_is_the_systems():
    person, officer = person_and_pass(), make_staff(RoleCode.COMMUNITY_OFFICER)
    change_status(
        person,
        Axis.CONTROL,
        after=ControlStatus.OBSERVED,
        reason=Reason.NEW_EXPOSURE,
        effective_at=T0,
        by=officer.actor,
        at=T0,
    )
    refresh(person, by=SYSTEM, at=T0)
    assert (last().after, last().rule, last().maker_id) == ("red", "observation", officer.id)
    other = make_person(id_number="44030019800101001" + check_digit("44030019800101001"))
    redden(other, officer.actor)

    refresh_run_out(now=T0 + DAY)

    assert (last().person_id, last().after, last().maker_kind) == (other.pk, "green", "system")


@pytest.mark.django_db
def test_at_midnight_what_ends_then_is_computed_again():
    person, midnight = person_and_pass(), end_of(local_date(T0))
    kind = FactKind.KEY_AREA_ARRIVAL
    state_fact(person, kind, starts_at=T0, ends_at=midnight, by=SYSTEM, at=T0)
    refresh(person, by=SYSTEM, at=T0)
    assert Pass.objects.get(person=person).colour == "yellow"

    assert refresh_run_out(now=midnight - dt.timedelta(seconds=1)) == 0
    assert refresh_run_out(now=midnight) == 1

    assert [change.colour for change in changes_of(person.pk)] == ["green", "yellow", "green"]


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 3])
def test_the_week_counts_by_maker_in_one_statement(many, django_assert_num_queries):
    officer, leader = make_staff(RoleCode.CDC_OFFICER), make_staff("commander", areas=(CITY,))
    people = [make_person(phone=f"1360000000{n}") for n in range(many)]
    for person in people:
        refresh(person, by=SYSTEM, at=T0)
        redden(person, officer.actor)
    close_fact(people[0], FactKind.OPEN_CLOSE_CONTACT, by=officer.actor, at=T0)
    refresh(people[0], by=SYSTEM, at=T0)
    span = {"starts_at": T0 - DAY, "ends_at": T0 + DAY}

    with django_assert_num_queries(1):
        weeks = week_of(leader, Permission.FIGURES_VIEW, **span)

    assert (weeks[0].name, weeks[0].to_red, weeks[0].people) == (officer.name, many, many)
    assert weeks[0].rules == {"密接待核实": many}
    stranger = make_staff("commander", areas=("9902",))
    assert week_of(stranger, Permission.FIGURES_VIEW, **span) == []
    assert week_of(leader, Permission.FIGURES_VIEW, starts_at=T0 + DAY, ends_at=T0 + 2 * DAY) == []


@pytest.mark.django_db
def test_leaders_and_auditors_read_the_week_and_nobody_else(client, settings):
    hold_clock(settings, T0)
    redden(person_and_pass(), make_staff(RoleCode.CDC_OFFICER).actor)

    for role, path in (("commander", "console"), ("auditor", "auditor")):
        sign_in(client, make_staff(role, areas=(CITY,)))
        week = call(client, "get", f"/{path}/colour-week").json()
        assert (week["begins"], week["ends"]) == ("2020-02-10", "2020-02-16")
        assert [maker["to_red"] for maker in week["makers"]] == [1]
        before = call(client, "get", f"/{path}/colour-week?day=2020-02-09").json()
        assert (before["begins"], before["makers"]) == ("2020-02-03", [])
    sign_in(client, make_staff(RoleCode.GATEKEEPER))
    assert call(client, "get", "/console/colour-week").status_code == 403
    assert call(client, "get", "/auditor/colour-week").status_code == 403


@pytest.mark.django_db
def test_a_citizen_reads_when_and_why_but_never_who(client, settings):
    hold_clock(settings, T0)
    person, officer = person_and_pass(), make_staff(RoleCode.CDC_OFFICER, name="钱疾控")
    redden(person, officer.actor)
    sign_in_citizen(client, make_account(person))

    answer = call(client, "get", "/citizen/pass/changes")

    assert [(row["word"], row["why"]) for row in answer.json()] == [
        ("禁止", "密接待核实"),
        ("通行", "未见异常"),
    ]
    assert "钱疾控" not in answer.content.decode()
    sign_in_citizen(client, make_account(make_person()))
    assert call(client, "get", f"/citizen/pass/changes?person={person.key}").status_code == 404
