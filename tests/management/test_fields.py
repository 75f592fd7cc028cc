from lianfang.management.commands.fields import PLACE, page


def test_the_committed_table_of_fields_is_current():
    assert PLACE.read_text(encoding="utf-8") == page(), "run: python manage.py fields"
