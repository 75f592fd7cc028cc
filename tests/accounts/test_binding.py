import datetime as dt

import pytest

from lianfang.accounts import actions
from lianfang.accounts.enums import Assurance, Purpose
from lianfang.accounts.errors import (
    AreaNeeded,
    BadCode,
    BindFirst,
    FamilyFull,
    HeldByOther,
    IdentityMismatch,
    NotFamily,
)
from lianfang.accounts.models import Account, Binding
from lianfang.accounts.queries import (
    account_of,
    citizen_by_id,
    person_of,
    relatives_of,
)
from lianfang.accounts.rules import FAMILY_LIMIT, Citizen
from lianfang.audit.models import Entry
from lianfang.city.actions import set_up_city
from lianfang.city.queries import CityInfo
from lianfang.core.actor import Actor
from lianfang.core.identity import BadIdentity, check_digit
from lianfang.core.problems import NotFound
from lianfang.messages.models import Message, Outgoing
from lianfang.messages.queries import inbox
from lianfang.people.enums import ReportSource
from lianfang.people.models import Person
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, T0, make_area
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
VISITOR = Actor("visitor", None, "10.0.0.7")
PHONE, OTHER_PHONE = "13800138000", "13800138001"
MINUTE = dt.timedelta(minutes=1)


def document(born="19800101", number=1):
    first17 = f"480101{born}{number:03}"
    return first17 + check_digit(first17)


ID = document()


def bind(citizen, *, name="李四", id_number=ID, phone=PHONE, at=T0, **more):
    code = actions.send_code(phone, purpose=Purpose.BIND, by=VISITOR, at=at).code
    given = {"name": name, "id_type": "01", "id_number": id_number, "phone": phone, "code": code}
    given["area_code"] = GRID
    make_area(GRID)
    return actions.bind(citizen, **given | more, by=citizen.actor, at=at)


def add(citizen, *, name, id_number):
    return actions.add_family(
        citizen, name=name, id_type="01", id_number=id_number, by=citizen.actor, at=T0
    )


def again(citizen) -> Citizen:
    return citizen_by_id(citizen.id)


@pytest.fixture
def city():
    make_area(GRID)
    info = CityInfo("澄澜市", "澜", "9901", "12345", is_demo=True, started_on=T0.date())
    set_up_city(info, by=Actor.system(), at=T0)


def test_person_on_file_with_the_same_phone_is_matched():
    person = make_person(id_number=ID, phone=PHONE)

    bound = bind(make_account())

    assert (bound.person, bound.assurance) == (person, Assurance.RECORD)
    citizen = citizen_by_id(bound.account_id)
    assert (citizen.person_id, citizen.assurance) == (person.pk, 2)
    assert Account.objects.get(pk=citizen.id).phone == PHONE
    assert Entry.objects.get(action="account.bound").detail == {"relation": "self", "assurance": 2}


def test_person_on_file_with_another_phone_is_only_phone_verified():
    make_person(id_number=ID, phone=OTHER_PHONE)

    assert bind(make_account()).assurance == Assurance.PHONE


def test_person_not_on_file_is_entered_in_the_community_they_say(city):
    bound = bind(make_account(), area_code=GRID[:12])

    assert (bound.assurance, bound.person.area_code) == (Assurance.PHONE, GRID[:12])
    assert bound.person.source == ReportSource.SELF
    assert bound.person.birth_date == dt.date(1980, 1, 1)


@pytest.mark.parametrize("area_code", ["", "9901", "990101001"])
@pytest.mark.parametrize("on_file", [True, False])
def test_nobody_binds_without_a_community_and_the_code_is_not_spent(city, area_code, on_file):
    if on_file:
        make_person(id_number=ID, phone=PHONE)
    citizen = make_account()
    code = actions.send_code(PHONE, purpose=Purpose.BIND, by=VISITOR, at=T0).code
    given = {"name": "李四", "id_type": "01", "id_number": ID, "phone": PHONE, "code": code}

    with pytest.raises(AreaNeeded):
        actions.bind(citizen, **given, area_code=area_code, by=citizen.actor, at=T0)

    assert actions.bind(citizen, **given, area_code=GRID, by=citizen.actor, at=T0)


def test_a_file_under_the_whole_city_moves_to_the_community_others_stay(city):
    lost = make_person(id_number=ID, phone=PHONE, area_code="9901")
    placed = make_person(id_number=document(number=3), phone=OTHER_PHONE)
    beside = make_area("990101001002001").code

    bind(make_account(), area_code=beside)
    bind(make_account(), id_number=placed.id_number, phone=OTHER_PHONE, area_code=beside)

    assert Person.objects.unscoped().get(pk=lost.pk).area_code == beside
    assert Person.objects.unscoped().get(pk=placed.pk).area_code == GRID


def test_document_of_somebody_else_is_refused_without_saying_whose():
    make_person(id_number=ID, phone=PHONE, name="张三")

    with pytest.raises(IdentityMismatch) as refused:
        bind(make_account(), name="李四")

    assert "张" not in str(refused.value.as_dict())
    assert Binding.objects.count() == 0


def test_bad_document_is_told_before_the_code_is_spent():
    citizen = make_account()
    code = actions.send_code(PHONE, purpose=Purpose.BIND, by=VISITOR, at=T0).code
    make_person(id_number=ID, phone=PHONE)
    given = {"name": "李四", "id_type": "01", "phone": PHONE, "code": code, "area_code": GRID}

    with pytest.raises(BadIdentity):
        actions.bind(citizen, **given, id_number=ID[:-1] + "?", by=citizen.actor, at=T0)

    assert actions.bind(citizen, **given, id_number=ID, by=citizen.actor, at=T0)


def test_wrong_code_binds_nothing():
    make_person(id_number=ID, phone=PHONE)

    with pytest.raises(BadCode):
        bind(make_account(), code="0000000")

    assert Binding.objects.count() == 0


def test_binding_twice_is_one_binding():
    make_person(id_number=ID, phone=PHONE)
    citizen = make_account()

    first = bind(citizen)
    second = bind(citizen, at=T0 + MINUTE)

    assert first == second
    assert Entry.objects.filter(action="account.bound").count() == 1


def test_stranger_with_another_phone_cannot_take_an_identity():
    person = make_person(id_number=ID, phone=PHONE)
    holder = make_account(person)

    with pytest.raises(HeldByOther):
        bind(make_account(), phone=OTHER_PHONE)

    assert again(holder).person_id == person.pk


def test_phone_on_file_takes_the_identity_and_the_old_holder_is_told():
    person = make_person(id_number=ID, phone=PHONE)
    holder = make_account(person, phone=OTHER_PHONE)
    newcomer = make_account()

    bind(newcomer)

    assert again(holder).person_id is None
    assert again(newcomer).person_id == person.pk
    assert [line.title for line in inbox("account", holder.id)] == ["身份绑定变更"]
    assert Outgoing.objects.order_by("-id").first().address == OTHER_PHONE
    assert "李" not in Message.objects.get().body


def test_account_bound_to_another_identity_leaves_the_first():
    first, second = make_person(id_number=ID), make_person(id_number=document(number=3))
    citizen = make_account(first)

    bind(citizen, id_number=second.id_number, phone=second.phone)

    assert again(citizen).person_id == second.pk
    assert account_of(first.pk) is None


def test_phone_belongs_to_the_account_that_proved_it_last():
    make_person(id_number=ID, phone=PHONE)
    before = make_account(phone=PHONE)

    after = make_account()
    bind(after)

    assert Account.objects.get(pk=before.id).phone_blind is None
    assert Account.objects.get(pk=after.id).phone == PHONE


def test_guardian_adds_a_child_not_on_file_and_speaks_for_it(city):
    own = make_person(id_number=ID, phone=PHONE, address="1栋1单元101")
    citizen = make_account(own)

    bound = add(citizen, name="李小", id_number=document("20150101"))

    child = bound.person
    assert (child.area_code, child.phone, child.household) == (GRID, PHONE, own.household)
    assert bound.assurance == Assurance.PHONE
    assert again(citizen).speaks_for(child.pk)
    assert account_of(child.pk) == citizen.id
    assert [r.name_masked for r in relatives_of(again(citizen))] == ["李*", "李*"]


def test_guardian_adds_who_lives_behind_the_same_door():
    own = make_person(id_number=ID, address="1栋1单元101")
    mother = make_person(
        id_number=document("19500101"), name="王母", address="1栋 1单元101", phone=""
    )

    bound = add(make_account(own), name="王母", id_number=mother.id_number)

    assert (bound.person, bound.assurance) == (mother, Assurance.RECORD)


def test_stranger_is_no_family():
    own = make_person(id_number=ID, address="1栋1单元101")
    stranger = make_person(id_number=document(number=3), name="张三", address="2栋1单元101")

    with pytest.raises(NotFamily):
        add(make_account(own), name="张三", id_number=stranger.id_number)
    with pytest.raises(IdentityMismatch):
        add(make_account(own), name="张四", id_number=stranger.id_number)


def test_grown_up_with_an_account_speaks_for_themselves_and_a_child_need_not():
    own = make_person(id_number=ID, address="1栋1单元101")
    wife = make_person(id_number=document(number=2), name="王妻", address="1栋1单元101")
    child = make_person(id_number=document("20150101"), name="李小", address="1栋1单元101")
    make_account(wife)
    make_account(child)

    with pytest.raises(NotFamily):
        add(make_account(own), name="王妻", id_number=wife.id_number)
    assert add(make_account(own), name="李小", id_number=child.id_number)


def test_family_needs_an_own_binding_and_has_an_end(city):
    with pytest.raises(BindFirst):
        add(make_account(), name="李小", id_number=document("20150101"))

    own = make_person(id_number=ID)
    family = [make_person() for _ in range(FAMILY_LIMIT)]
    with pytest.raises(FamilyFull):
        add(make_account(own, family=family), name="李小", id_number=document("20150101"))


def test_family_member_is_dropped_once_and_only_from_ones_own_account():
    child = make_person()
    mother, father = make_account(make_person(), family=[child]), make_account(family=[child])

    for _ in range(2):
        actions.drop_family(mother, child.key, by=mother.actor, at=T0)

    assert not again(mother).speaks_for(child.pk)
    assert again(father).speaks_for(child.pk)
    assert Entry.objects.filter(action="account.unbound").count() == 1


def test_seen_at_the_door_makes_the_binding_sure():
    person = make_person(phone=PHONE)
    citizen = make_account(person, phone=PHONE, assurance=1)

    for _ in range(2):
        actions.confirm_in_person(person.pk, by=Actor.system(), at=T0)

    assert again(citizen).assurance == Assurance.IN_PERSON
    assert Entry.objects.filter(action="account.confirmed").count() == 1


def test_person_of_is_ones_own_or_family_and_never_a_strangers():
    own, child, stranger = make_person(), make_person(), make_person()
    citizen = make_account(own, family=[child])

    assert person_of(citizen) == own
    assert person_of(citizen, own.key) == own
    assert person_of(citizen, child.key) == child
    with pytest.raises(NotFound):
        person_of(citizen, stranger.key)
    with pytest.raises(BindFirst):
        person_of(make_account())


def test_news_go_to_ones_own_account_before_the_guardians():
    child = make_person()
    guardian = make_account(make_person(), family=[child])
    assert account_of(child.pk) == guardian.id

    own = make_account(child)

    assert account_of(child.pk) == own.id


@pytest.mark.parametrize("family", [0, 3])
def test_citizen_costs_one_statement_however_many_they_speak_for(family, django_assert_num_queries):
    citizen = make_account(make_person(), family=[make_person() for _ in range(family)])

    with django_assert_num_queries(1):
        again(citizen)
    with django_assert_num_queries(1):
        assert len(relatives_of(citizen)) == family + 1


def test_account_that_is_gone_is_no_citizen():
    assert citizen_by_id(0) is None
    assert Person.objects.unscoped().count() == 0
