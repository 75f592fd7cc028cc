"""One small city for all tests here; what a test changes in it is rolled back."""

import datetime as dt

import pytest
from django.db import transaction
from django.test import override_settings

from demo.load import load

NOW = dt.datetime(2020, 2, 10, 1, 0, tzinfo=dt.UTC)
SCALE = 0.02


@pytest.fixture(scope="package")
def town(django_db_setup, django_db_blocker):
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with quick, django_db_blocker.unblock(), transaction.atomic():
        yield load(scale=SCALE, at=NOW)
        transaction.set_rollback(True)
