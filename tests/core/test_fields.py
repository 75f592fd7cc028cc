"""A sealed column: plain in Python, unreadable and unsearchable in the database."""

import pytest
from django.db import connection

from lianfang.core.crypto import Tampered
from lianfang.people.models import Person
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
ID, PHONE, ADDRESS = "11010519491231002X", "13800138000", "柳堤社区1栋1单元101"


def raw(columns):
    with connection.cursor() as cursor:
        cursor.execute(f"select {columns} from people_person")  # noqa: S608 -- names of ours
        return cursor.fetchone()


@pytest.fixture
def person():
    return make_person(id_number=ID, phone=PHONE, address=ADDRESS)


def test_database_holds_no_plain_text_of_what_is_sealed(person):
    row = " ".join(map(str, raw("*")))

    for secret in (ID, ID[-4:], PHONE, ADDRESS):
        assert secret not in row
    assert [cell[:3] for cell in raw("id_number, phone, address")] == ["a1:"] * 3


def test_python_reads_it_plain(person):
    read = Person.objects.unscoped().get(pk=person.pk)

    assert (read.id_number, read.phone, read.address) == (ID, PHONE, ADDRESS)
    assert list(Person.objects.unscoped().values_list("phone", flat=True)) == [PHONE]


def test_empty_stays_empty_and_is_told_from_missing(person):
    assert raw("emergency_contact") == ("",)
    assert Person.objects.unscoped().filter(phone__isnull=False).count() == 1


@pytest.mark.parametrize("lookup", ["phone", "phone__exact", "phone__startswith", "phone__in"])
def test_filtering_on_it_is_an_error_and_not_an_empty_answer(person, lookup):
    value = [PHONE] if lookup.endswith("in") else PHONE

    with pytest.raises(TypeError, match="blind index"):
        Person.objects.unscoped().filter(**{lookup: value}).count()


def test_value_copied_from_another_column_does_not_open(person):
    with connection.cursor() as cursor:
        cursor.execute("update people_person set address = phone")

    with pytest.raises(Tampered):
        Person.objects.unscoped().get(pk=person.pk)


def test_update_seals_as_well(person):
    Person.objects.unscoped().update(address="新地址")

    assert raw("address")[0].startswith("a1:")
    assert Person.objects.unscoped().get().address == "新地址"


def test_purpose_stays_with_the_column_in_migrations():
    field = Person._meta.get_field("phone")

    assert field.deconstruct()[3]["purpose"] == "person.phone"
