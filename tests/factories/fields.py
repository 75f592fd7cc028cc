"""Fields an administrator added to the form."""

import uuid

from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.roster.actions import Described, add_field
from lianfang.roster.fields import FieldKind
from tests.factories.geo import T0

ADMIN = Caller(1, "管理员", None, areas_by_permission={Permission.POLICY_EDIT: frozenset({"CN"})})
FILLED_BY_ALL = dict.fromkeys(
    ("grid_worker", "community_officer", "cdc_officer", "community_doctor"), "fill"
)


def make_field(label="厂区编号", kind=FieldKind.TEXT, *, choices=(), access=None, **more):
    """In force at once; filled in by those who visit and those at the desk unless told."""
    described = Described(
        label,
        choices=[("", choice) for choice in choices],
        access=FILLED_BY_ALL if access is None else access,
        **more,
    )
    return add_field(described, kind=kind, key=uuid.uuid4(), by=ADMIN, at=T0)


def id_of(row):
    """Its name in sheets, filters and exports."""
    return f"custom_{row.pk}"
