"""Many contacts at once: nobody turns red before a second person agreed (handbook §4.5)."""

import datetime as dt
import uuid

import pytest

from lianfang.approvals.actions import decide
from lianfang.approvals.errors import OwnRequest
from lianfang.approvals.queries import get_for, waiting_for
from lianfang.audit.jobs import deliver_due
from lianfang.core.actor import Actor
from lianfang.core.problems import NotFound
from lianfang.org.errors import MissingPermission
from lianfang.passes.actions import refresh
from lianfang.people.models import Fact, Person
from lianfang.policy.actions import set_parameter
from lianfang.tracing.actions import NewContact, file_list, propose_list
from lianfang.tracing.errors import BadRows, FutureContact, NotACase
from lianfang.tracing.models import Contact, ContactList
from lianfang.tracing.queries import list_by_id, lists_for
from lianfang.treatment.actions import exclude, suspect
from tests.factories.geo import GRID, T0
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.treatment import make_cdc

pytestmark = pytest.mark.django_db
LIMIT = 10
SYSTEM = Actor.system()


@pytest.fixture
def cdc():
    return make_cdc()


@pytest.fixture
def other():
    return make_cdc()


@pytest.fixture
def index(cdc):
    person = make_person(name="张甲")
    suspect(person, basis="发热", by=cdc, at=T0)
    return person


def rows(many, first=0):
    return [
        NewContact(f"密接{'一二三四五六七八九十'[n % 10]}", f"1370000{n:04}", GRID, T0, "5", "1")
        for n in range(first, first + many)
    ]


def propose(index, by, many=LIMIT + 1, **given):
    values = {"key": uuid.uuid4(), "rows": rows(many), "why": "同一场聚餐"} | given
    return propose_list(index, **values, by=by, at=T0)


def red():
    return Fact.objects.filter(kind="open_close_contact").count()


def only_approval(caller):
    [row] = waiting_for(caller)
    return get_for(caller, row.key)


def test_as_many_as_one_person_may_decide_are_filed_at_once(cdc, index):
    held = propose(index, cdc, LIMIT)

    assert (held.state, red(), Contact.objects.unscoped().count()) == ("filed", LIMIT, LIMIT)


def test_one_more_waits_and_nothing_of_it_is_on_file(cdc, other, index):
    people = Person.objects.unscoped().count()

    propose(index, cdc)

    assert (red(), Person.objects.unscoped().count()) == (0, people)
    [seen] = lists_for(cdc)
    assert (seen.state, seen.total, seen.why) == ("waiting", LIMIT + 1, "同一场聚餐")
    assert waiting_for(cdc) == []
    [asked] = waiting_for(other)
    assert asked.title == "张*的密接11人将转红码（至多24小时）：同一场聚餐"


def test_a_second_person_agrees_and_the_proposer_is_the_maker_of_the_facts(cdc, other, index):
    propose(index, cdc)

    decide(only_approval(other), granted=True, by=other, at=T0)
    deliver_due(now=T0)

    assert red() == LIMIT + 1
    assert set(Fact.objects.filter(kind="open_close_contact").values_list("actor_id")) == {
        (cdc.id,)
    }
    contact = Contact.objects.unscoped().select_related("person").first()
    assert refresh(contact.person, by=SYSTEM, at=T0).colour == "red"
    file_list(list_by_id(ContactList.objects.unscoped().get().pk), by=cdc, at=T0)
    assert red() == LIMIT + 1


def test_a_refusal_leaves_nothing(cdc, other, index):
    propose(index, cdc)

    decide(only_approval(other), granted=False, reason="名单重复", by=other, at=T0)
    deliver_due(now=T0)

    held = ContactList.objects.unscoped().get()
    assert (held.state, held.rows, red()) == ("refused", "[]", 0)


def test_nobody_agrees_to_ones_own_list(cdc, other, index):
    propose(index, cdc)

    with pytest.raises(OwnRequest):
        decide(only_approval(other), granted=True, by=cdc, at=T0)


def test_cut_in_pieces_the_list_waits_all_the_same(cdc, index):
    propose(index, cdc, LIMIT - 1)

    second = propose(index, cdc, rows=rows(2, first=100))

    assert (second.state, red()) == ("waiting", LIMIT - 1)


def test_sent_twice_it_is_one_list(cdc, other, index):
    key = uuid.uuid4()

    first, second = propose(index, cdc, key=key), propose(index, cdc, key=key)

    assert first.pk == second.pk
    with pytest.raises(NotFound):
        propose(index, other, key=key)


def test_the_limit_is_a_parameter(cdc, index):
    security = make_staff("sysadmin", areas=("9901",))
    set_parameter("pass.red_together_max", LIMIT + 1, valid_from=T0, by=security, at=T0)

    assert propose(index, cdc).state == "filed"


def test_an_index_case_excluded_meanwhile_has_no_contacts(cdc, other, index):
    propose(index, cdc)
    exclude(index, basis="两次阴性", by=cdc, at=T0)

    decide(only_approval(other), granted=True, by=other, at=T0)
    deliver_due(now=T0)

    assert (ContactList.objects.unscoped().get().state, red()) == ("refused", 0)


def test_a_wrong_row_is_named_and_nothing_is_proposed(cdc, index):
    wrong = [*rows(1), NewContact("错", "12", GRID, T0, "5", "1")]
    with pytest.raises(BadRows) as told:
        propose(index, cdc, rows=wrong)

    assert list(told.value.fields) == ["rows.1"]
    assert told.value.fields["rows.1"].startswith("第2行")
    late = [NewContact("晚", "13700000001", GRID, T0 + dt.timedelta(days=1), "5", "1")]
    with pytest.raises(BadRows) as told:
        propose(index, cdc, rows=late)
    assert FutureContact.title in told.value.fields["rows.0"]
    assert not ContactList.objects.unscoped().exists()


def test_only_cdc_of_the_place_proposes_and_only_for_a_case(cdc, index):
    with pytest.raises(MissingPermission):
        propose(index, make_staff())
    with pytest.raises(NotFound):
        propose(index, make_cdc(areas=("9902",)))
    with pytest.raises(NotACase):
        propose(make_person(name="丙"), cdc)


@pytest.mark.parametrize("many", [1, 3])
def test_lists_cost_one_statement_and_stop_at_the_border(
    cdc, index, many, django_assert_num_queries
):
    for _ in range(many):
        propose(index, cdc)

    with django_assert_num_queries(1):
        assert len(lists_for(cdc)) == many
    assert lists_for(make_cdc(areas=("9902",))) == []
