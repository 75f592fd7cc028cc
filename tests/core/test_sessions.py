"""Sessions behave as Django's own, read by a compiled query."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from lianfang.core.sessions import SessionStore

pytestmark = pytest.mark.django_db


def test_what_was_kept_is_read_in_one_statement(django_assert_num_queries):
    kept = SessionStore()
    kept["user_id"] = 7
    kept.save()

    with django_assert_num_queries(1):
        assert SessionStore(kept.session_key)["user_id"] == 7


def test_a_session_over_its_time_is_nobodys():
    kept = SessionStore()
    kept["user_id"] = 7
    kept.save()
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))

    found = SessionStore(kept.session_key)

    assert "user_id" not in found
    assert found.session_key is None


def test_a_session_nobody_made_is_empty():
    assert SessionStore("0" * 32).get("user_id") is None


def test_a_session_somebody_tampered_with_is_empty():
    kept = SessionStore()
    kept["user_id"] = 7
    kept.save()
    Session.objects.update(session_data="eyJ1c2VyX2lkIjo4fQ:nonsense:nonsense")

    assert SessionStore(kept.session_key).get("user_id") is None
