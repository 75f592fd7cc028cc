"""查重 with its reasons, a merge that can be parted exactly, and what stands in its way."""

import datetime as dt

import pytest

from lianfang.audit.models import Entry
from lianfang.core.problems import NotFound
from lianfang.people.actions import add_arrival, correct
from lianfang.people.errors import CannotMerge, ChangedMeanwhile
from lianfang.people.models import Person
from lianfang.people.queries import Filters, by_document, by_id, get_for, list_page, merges_of
from lianfang.policy.actions import set_parameter
from lianfang.quarantine.actions import end_episode
from lianfang.quarantine.enums import EndReason
from lianfang.roster.actions import merge_files, unmerge_files
from lianfang.roster.queries import compare, person_page, suggestions_for
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode, make_reading
from tests.factories.uploads import id_number

pytestmark = pytest.mark.django_db
DOCUMENT, OTHER_DOCUMENT = "11010519491231002X", id_number(9)
BORN = dt.date(1949, 12, 31)


@pytest.fixture
def officer():
    make_area()
    return make_staff("cdc_officer", areas=(GRID[:4],))


def twins():
    """One person filed twice: by phone, and by document."""
    one = make_person(name="张三", phone="13800138000", address="3号楼501", birth_date=BORN)
    other = make_person(
        name="张三", phone="13900139000", id_number=DOCUMENT, address="3号楼501", sex="2"
    )
    return one, other


def reasons(officer, person):
    return [(s.name, s.score, list(s.reasons)) for s in suggestions_for(officer, person, at=T0)]


def test_each_suggestion_says_why(officer):
    one, _ = twins()
    make_person(name="章三", phone="13700137000", birth_date=BORN, sex="0")

    assert reasons(officer, one) == [
        ("张三", 75, ["姓名相同", "出生日期相同", "住址相同"]),
        ("章三", 50, ["姓名读音相同", "出生日期相同"]),
    ]


def test_a_name_written_with_a_look_alike_is_found_by_its_birth_date(officer):
    one = make_person(name="赵晴", phone="13800138000", birth_date=BORN)
    make_person(name="赵睛", phone="13700137000", birth_date=BORN)
    make_person(name="赵梅", phone="13600136000", birth_date=BORN)

    assert reasons(officer, one) == [("赵睛", 50, ["姓名字形相近", "出生日期相同"])]


def test_what_counts_as_alike_is_a_parameter(officer):
    one, _ = twins()
    admin = make_staff("sysadmin", areas=(GRID[:4],))
    set_parameter("duplicates.scores", {"shown_from": 80}, valid_from=T0, by=admin, at=T0)

    assert reasons(officer, one) == []


def test_a_family_behind_one_door_with_one_phone_is_not_one_person(officer):
    one = make_person(name="张三", phone="13800138000", address="3号楼501")
    make_person(name="李四", phone="13800138000", address="3号楼501")
    make_person(name="张三", phone="13600136000", address="9号楼101")  # a common name

    assert reasons(officer, one) == []


def test_different_documents_speak_against_it(officer):
    one = make_person(name="张三", phone="13800138000", id_number=DOCUMENT)
    make_person(name="张三", phone="13800138000", id_number=OTHER_DOCUMENT)

    assert reasons(officer, one) == []


def test_a_stranger_is_only_said_to_be_somewhere(officer):
    one, other = twins()
    make_area("990101001002001")
    Person.objects.unscoped().filter(pk=other.pk).update(area_code="990101001002001")
    neighbour = make_staff("community_officer", areas=(GRID[:12],))

    [told] = suggestions_for(neighbour, one, at=T0)

    assert (told.key, told.name, told.area) == (None, "", "其他辖区")


def test_a_merge_takes_what_was_chosen_and_keeps_both_histories(officer):
    one, other = twins()
    add_arrival(other, arrived_at=T0, by=officer.actor, at=T0)
    make_reading(other, "36.8")

    done = merge_files(one, other, take=["id_number", "sex"], reason="同一人", by=officer, at=T0)

    merged = by_id(one.pk)
    assert (merged.id_number, merged.sex, merged.phone) == (DOCUMENT, "2", "13800138000")
    assert by_document("01", DOCUMENT).pk == one.pk
    assert get_for(officer, other.key, at=T0).pk == one.pk
    rows = list_page(officer, filters=Filters(), cursor="", at=T0).rows
    assert [row.key for row in rows] == [one.key]
    page = person_page(officer, one.key, at=T0)
    assert (len(page.arrivals), len(page.readings)) == (1, 1)
    assert [each.pk for each in merges_of(merged)] == [done.pk]
    assert DOCUMENT not in str(Entry.objects.filter(action="person.merged").get().detail)


def columns_of(person):
    row = Person.objects.unscoped().filter(pk=person.pk).values().get()
    moving = ("version", "facts_epoch", "updated_at")
    sealed = ("phone", "id_number", "address", "emergency_contact")
    plain = by_id(person.pk)
    return {k: v for k, v in row.items() if k not in moving + sealed} | {
        name: getattr(plain, name) for name in sealed
    }


def test_parted_again_both_are_exactly_as_they_were(officer):
    one, other = twins()
    before = columns_of(one), columns_of(other)

    done = merge_files(
        one, other, take=["id_number", "phone", "birth_date"], reason="x", by=officer, at=T0
    )
    unmerge_files(done, by=officer, at=T0)

    assert (columns_of(one), columns_of(other)) == before
    assert by_document("01", DOCUMENT).pk == other.pk
    with pytest.raises(ChangedMeanwhile):
        unmerge_files(done, by=officer, at=T0)


def test_what_was_changed_since_is_not_thrown_away(officer):
    one, other = twins()
    done = merge_files(one, other, take=["phone"], reason="x", by=officer, at=T0)
    correct(by_id(one.pk), {"phone": "13500135000"}, by=officer.actor, at=T0)

    with pytest.raises(ChangedMeanwhile, match="又改过"):
        unmerge_files(done, by=officer, at=T0)

    assert by_id(other.pk).merged_into_id == one.pk


def test_what_still_goes_on_for_the_second_file_is_settled_first(officer):
    one, other = twins()
    episode = make_episode(other)
    make_account(other)
    obstacles = compare(one, other, at=T0).obstacles
    assert [word[:10] for word in obstacles] == ["对方档案正在隔离观察", "对方档案已绑定本人微"]

    with pytest.raises(CannotMerge):
        merge_files(one, other, take=[], reason="x", by=officer, at=T0)

    end_episode(episode, reason=EndReason.MISTAKE, by=officer.actor, at=T0)
    assert len(compare(one, other, at=T0).obstacles) == 1
    assert merge_files(other, one, take=[], reason="x", by=officer, at=T0).loser_id == one.pk


def test_an_alias_is_not_merged_again_and_strangers_merge_nothing(officer):
    one, other = twins()
    third = make_person(name="张三", phone="13600136000")
    merge_files(one, other, take=[], reason="x", by=officer, at=T0)

    for winner, loser in ((third, by_id(other.pk)), (third, by_id(one.pk)), (third, third)):
        with pytest.raises(CannotMerge):
            merge_files(winner, loser, take=[], reason="x", by=officer, at=T0)
    stranger = make_staff("community_officer", areas=("990101001002",))
    with pytest.raises(NotFound):
        merge_files(one, third, take=[], reason="x", by=stranger, at=T0)


def test_two_files_stand_side_by_side_masked(officer):
    one, other = twins()

    told = compare(one, other, at=T0)

    by_field = {row.field: row for row in told.fields}
    assert by_field["id_number"].differs
    assert by_field["phone"].theirs == "139****9000"
    assert not by_field["name"].differs
    assert "13900139000" not in str(told)
