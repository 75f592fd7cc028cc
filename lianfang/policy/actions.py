"""Change the rules; every change is dated and written down."""

import datetime as dt

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.policy.client import editions
from lianfang.policy.errors import InThePast, UnknownProfile
from lianfang.policy.models import Parameter, Profile
from lianfang.policy.queries import value_of
from lianfang.policy.rules import PROFILE, spec_of

_SLACK = dt.timedelta(minutes=5)


@transaction.atomic
def set_parameter(
    key: str, value: object, *, valid_from: dt.datetime, by: Caller, at: dt.datetime
) -> Parameter:
    """Set a value from a moment on, never backwards; the same setting again changes nothing.

    Raises UnknownParameter, BadValue, InThePast, UnknownProfile.
    """
    by.must(Permission.POLICY_EDIT)
    spec = spec_of(key)
    stored = spec.write(value)
    if valid_from < at - _SLACK:
        raise InThePast(fields={"valid_from": InThePast.title})
    if key == PROFILE.key:
        _must_know(str(stored))
    dated = Parameter.objects.filter(key=key, valid_from=valid_from).order_by("-id").first()
    if dated and dated.value == stored:
        return dated
    before = spec.write(value_of(spec, at=valid_from))
    row = Parameter.objects.create(key=key, value=stored, valid_from=valid_from, changed_by=by.name)
    detail = {"key": key, "before": before, "after": stored, "valid_from": valid_from.isoformat()}
    record("policy.parameter_set", row, by=by.actor, at=at, detail=detail)
    return row


@transaction.atomic
def seed(*, by: Actor, at: dt.datetime) -> int:
    """Put the shipped editions of the rules in the table; one already there is left untouched."""
    known = set(Profile.objects.values_list("code", flat=True))
    new = Profile.objects.bulk_create(
        [Profile(**edition) for code, edition in editions().items() if code not in known]
    )
    if new:
        codes = [profile.code for profile in new]
        first = Profile.objects.get(code=codes[0])
        record("policy.seeded", first, by=by, at=at, detail={"codes": codes})
    return len(new)


def _must_know(code: str) -> None:
    if code not in editions() and not Profile.objects.filter(code=code).exists():
        raise UnknownProfile(code, fields={"value": UnknownProfile.title})
