import datetime as dt
import uuid

import pytest

from lianfang.core.problems import NotFound
from lianfang.org.errors import MissingPermission
from lianfang.people.enums import CaseClass, FactKind
from lianfang.people.queries import facts_of
from lianfang.tracing.actions import file_contact
from lianfang.tracing.errors import FutureContact, NotACase
from lianfang.tracing.models import Contact
from lianfang.tracing.queries import contacts_for
from lianfang.treatment.actions import suspect
from tests.factories.geo import GRID, T0
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.treatment import make_cdc

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def cdc():
    return make_cdc()


@pytest.fixture
def index(cdc):
    person = make_person(name="甲")
    suspect(person, basis="发热", by=cdc, at=T0)
    return person


def file(index, by, **given):
    values = {
        "key": uuid.uuid4(),
        "name": "乙",
        "phone": "13700000009",
        "area_code": GRID,
        "last_at": T0 - DAY,
        "relation": "1",
        "manner": "2",
    }
    return file_contact(index, **(values | given), by=by, at=T0)


def test_a_filed_contact_opens_an_urgent_case_and_is_a_fact_for_24_hours(cdc, index):
    contact = file(index, cdc)

    assert contact.case.source == "close_contact"
    assert contact.case.urgency == 2
    assert contact.case.last_contact_at == T0 - DAY
    assert [f.kind for f in facts_of(contact.person_id, at=T0).facts] == [
        FactKind.OPEN_CLOSE_CONTACT
    ]
    assert facts_of(contact.person_id, at=T0 + DAY).facts == ()


def test_the_same_contact_sent_twice_is_filed_once(cdc, index):
    first, second = file(index, cdc), file(index, cdc)

    assert second.pk == first.pk
    assert Contact.objects.unscoped().count() == 1


def test_nobody_but_cdc_files_contacts(index):
    with pytest.raises(MissingPermission):
        file(index, make_staff())


def test_cdc_of_another_city_cannot_file_for_this_case(index):
    with pytest.raises(NotFound):
        file(index, make_cdc(areas=("9902",)))


def test_a_healthy_person_has_no_close_contacts(cdc):
    healthy = make_person(name="丙")

    assert healthy.case_class == CaseClass.NONE
    with pytest.raises(NotACase):
        file(healthy, cdc)


def test_a_contact_in_the_future_is_refused(cdc, index):
    with pytest.raises(FutureContact):
        file(index, cdc, last_at=T0 + DAY)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_one_statement(count, cdc, index, django_assert_num_queries):
    for n in range(count):
        file(index, cdc, name="乙" + "丙丁戊"[n], phone=f"1370000000{n}")

    with django_assert_num_queries(1):
        rows = contacts_for(cdc)

    assert len(rows) == count
    assert rows[0].phone == f"137****000{count - 1}"
    assert contacts_for(make_cdc(areas=("9902",))) == []
