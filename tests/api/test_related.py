"""Papers and contacts of one person: all for who traces, how many for others, nothing elsewhere."""

import uuid

import pytest

from lianfang.quarantine.actions import prepare_notices, serve_notice
from lianfang.quarantine.models import Notice
from lianfang.tracing.actions import file_contact
from lianfang.treatment.actions import suspect
from tests.api.calls import call, hold_clock, sign_in
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode
from tests.factories.treatment import make_cdc

pytestmark = pytest.mark.django_db
ELSEWHERE = "990102001001001"


@pytest.fixture(autouse=True)
def nine_in_the_morning(settings):
    hold_clock(settings, T0)


def file(index, by, *, area_code=GRID, name="乙"):
    make_area(area_code)
    told = {"phone": f"137{len(name):08}", "relation": "1", "manner": "2", "last_at": T0}
    return file_contact(
        index, key=uuid.uuid4(), name=name, area_code=area_code, **told, by=by, at=T0
    )


def related(client, staff, person):
    sign_in(client, staff)
    return call(client, "get", f"/console/related/{person.key}")


def test_who_traces_sees_both_sides_and_of_strangers_only_that_there_is_one(client):
    city = make_cdc()
    index = make_person(name="甲")
    suspect(index, basis="发热", by=city, at=T0)
    near, far = file(index, city), file(index, city, area_code=ELSEWHERE, name="丙丁")
    county = make_cdc(areas=(GRID[:6],))

    told = related(client, county, index).json()["contacts"]
    back = related(client, county, near.person).json()["contacts"]

    assert [(c["name"], c["key"], c["is_index"]) for c in told] == [
        ("其他辖区人员", None, False),
        ("乙", str(near.person.key), False),
    ]
    assert [(c["name"], c["is_index"], c["relation"]) for c in back] == [("甲", True, "家庭成员")]
    assert far.person.name not in str(told)


def test_the_community_learns_how_many_and_not_who(client):
    city = make_cdc()
    index = make_person(name="甲")
    suspect(index, basis="发热", by=city, at=T0)
    contact = file(index, city)

    answer = related(client, make_staff("community_officer", areas=(GRID[:12],)), contact.person)

    assert (answer.json()["contacts"], answer.json()["contact_count"]) == ([], 1)
    assert "甲" not in answer.content.decode()


def test_papers_are_listed_with_whether_they_were_printed_and_signed(client):
    episode = make_episode()
    prepare_notices(episode, issued_by="社区", by=make_cdc().actor, at=T0)
    first = Notice.objects.filter(episode=episode).order_by("id").first()
    serve_notice(first, by=make_cdc().actor, at=T0)

    officer = make_staff("community_officer", areas=(GRID[:12],))
    papers = related(client, officer, episode.person).json()["papers"]

    assert {p["kind"]: p["has_file"] for p in papers}[first.get_kind_display()] is True
    assert {p["signed_at"] for p in papers} == {None}


@pytest.mark.parametrize("many", [1, 3])
def test_it_costs_the_same_statements_however_much_hangs_on_a_file(
    client, many, django_assert_num_queries
):
    city = make_cdc()
    index = make_person(name="甲")
    suspect(index, basis="发热", by=city, at=T0)
    for number in range(many):
        file(index, city, name="乙" * (number + 1))
    related(client, city, index)

    with django_assert_num_queries(6):  # session, caller, person, papers, links, who may be seen
        call(client, "get", f"/console/related/{index.key}")


def test_a_stranger_finds_nothing(client):
    person = make_person(name="甲")

    answer = related(client, make_staff("community_officer", areas=("990101001002",)), person)

    assert answer.status_code == 404
