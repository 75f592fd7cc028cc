"""What a role may do (handbook §4.0), the caller as actions see them, and passwords."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from lianfang.core.actor import Actor
from lianfang.org.enums import Permission, RoleCode
from lianfang.org.errors import MissingPermission, OwnRights, WeakPassword

_SHORTEST, _CLASSES_WANTED = 8, 3
_CLASSES = ("[a-z]", "[A-Z]", "[0-9]", "[^a-zA-Z0-9]")
COUNTRY = "CN"  # the area of a post that covers everywhere

ROLE_PERMISSIONS: Mapping[RoleCode, tuple[Permission, ...]] = {
    RoleCode.GATEKEEPER: (Permission.GATE_VERIFY,),
    RoleCode.GATE_MANAGER: (Permission.GATE_VERIFY, Permission.GATE_MANAGE),
    RoleCode.ORG_AGENT: (Permission.DECLARATION_SUBMIT,),
    RoleCode.GRID_WORKER: (
        Permission.PERSON_VIEW,
        Permission.PERSON_REGISTER,
        Permission.CASE_VERIFY,
        Permission.CARD_PRINT,
    ),
    RoleCode.COMMUNITY_DOCTOR: (
        Permission.PERSON_VIEW,
        Permission.CHECK_RECORD,
        Permission.OBSERVATION_SIGN,
    ),
    RoleCode.COMMUNITY_OFFICER: (
        Permission.PERSON_VIEW,
        Permission.PERSON_REGISTER,
        Permission.PERSON_EDIT,
        Permission.OBSERVATION_CONFIRM,
        Permission.OBSERVATION_ISSUE,
        Permission.ARTICLE_EDIT,
        Permission.CARD_PRINT,
        Permission.PLACE_MANAGE,
    ),
    RoleCode.FACILITY_STAFF: (Permission.PERSON_VIEW, Permission.CHECK_RECORD),
    RoleCode.HOSPITAL_DOCTOR: (
        Permission.HOSPITAL_TREAT,
        Permission.CLASS_CONFIRM,
        Permission.APPROVAL_DECIDE,
    ),
    RoleCode.CDC_OFFICER: (
        Permission.PERSON_VIEW,
        Permission.PERSON_EDIT,
        Permission.PERSON_UNMASK,
        Permission.PERSON_IMPORT,
        Permission.CLASS_CONFIRM,
        Permission.CONTACT_FILE,
        Permission.APPROVAL_DECIDE,
        Permission.FIGURES_VIEW,
        Permission.ARTICLE_EDIT,
        Permission.PLACE_TRACE,
    ),
    RoleCode.ACCEPTOR: (Permission.CASE_VIEW, Permission.CASE_ACCEPT, Permission.ORG_VIEW),
    RoleCode.SHIFT_LEADER: (
        Permission.CASE_VIEW,
        Permission.CASE_ACCEPT,
        Permission.CASE_DISPATCH,
        Permission.CASE_CLOSE,
        Permission.ORG_VIEW,
        Permission.ARTICLE_EDIT,
    ),
    RoleCode.DISPATCHER: (
        Permission.CASE_VIEW,
        Permission.CASE_DISPATCH,
        Permission.ORG_VIEW,
        Permission.PERSON_VIEW,
        Permission.FIGURES_VIEW,
    ),
    RoleCode.SUPERVISOR: (Permission.CASE_VIEW, Permission.FIGURES_VIEW),
    RoleCode.HANDLER: (Permission.CASE_VIEW,),
    RoleCode.COMMANDER: (
        Permission.PERSON_VIEW,
        Permission.CASE_VIEW,
        Permission.FIGURES_VIEW,
        Permission.APPROVAL_DECIDE,
        Permission.ORG_VIEW,
    ),
    RoleCode.UNIT_REPORTER: (Permission.FIGURES_VIEW,),
    RoleCode.SYSADMIN: (
        Permission.POLICY_EDIT,
        Permission.ORG_VIEW,
        Permission.ORG_EDIT,
        Permission.PARTNER_MANAGE,
    ),
    RoleCode.SECURITY_ADMIN: (Permission.ORG_VIEW, Permission.ORG_GRANT),
    RoleCode.AUDITOR: (Permission.AUDIT_READ,),
}


@dataclass(frozen=True)
class Caller:
    """A signed-in member of staff: who, and over which areas each permission holds."""

    id: int
    name: str
    department_id: int | None
    roles: frozenset[str] = frozenset()
    areas_by_permission: Mapping[str, frozenset[str]] = field(default_factory=dict)
    must_change_password: bool = False
    password_set_at: dt.datetime | None = None

    @property
    def actor(self) -> Actor:
        return Actor("user", self.id, self.name)

    def may(self, permission: Permission) -> bool:
        return permission in self.areas_by_permission

    def must(self, permission: Permission) -> None:
        """Raises MissingPermission."""
        if not self.may(permission):
            raise MissingPermission

    def areas(self, *permissions: Permission) -> frozenset[str]:
        """Codes of the areas over which any of these permissions holds."""
        held = (self.areas_by_permission.get(p, frozenset()) for p in permissions)
        return frozenset().union(*held)

    def covers(self, area_code: str, *permissions: Permission) -> bool:
        """True when one of these permissions holds over the place ``area_code``."""
        return any(
            area == COUNTRY or area_code.startswith(area) for area in self.areas(*permissions)
        )


def actor(by: Caller | Actor) -> Actor:
    return by.actor if isinstance(by, Caller) else by


def must(by: Caller | Actor, permission: Permission) -> None:
    """Set-up and the demo act as the system; people need the permission."""
    if isinstance(by, Caller):
        by.must(permission)


def must_grant(by: Caller | Actor, user_id: int) -> None:
    """Rights are given by a security administrator, and never to oneself."""
    must(by, Permission.ORG_GRANT)
    if isinstance(by, Caller) and by.id == user_id:
        raise OwnRights


def check_new_password(new: str, *, old: str, username: str) -> None:
    """The profile ``mlps2`` (GB/T 22239) also wants three kinds of characters.

    Raises WeakPassword with a sentence for the field ``new``.
    """
    fault = _fault(new, old, username)
    if fault:
        raise WeakPassword(fields={"new": fault})


def _fault(new: str, old: str, username: str) -> str:
    if len(new) < _SHORTEST:
        return f"新密码至少 {_SHORTEST} 位"
    if new == old:
        return "新密码不能与原密码相同"
    if username.lower() in new.lower():
        return "新密码不能包含用户名"
    kinds = sum(bool(re.search(kind, new)) for kind in _CLASSES)
    if settings.PASSWORD_PROFILE == "mlps2" and kinds < _CLASSES_WANTED:  # noqa: S105 -- a profile's name
        return "新密码须含大写字母、小写字母、数字、符号中的至少三种"
    try:
        CommonPasswordValidator().validate(new)
    except ValidationError:
        return "新密码太常见，容易被猜到"
    return ""


def is_password_old(set_at: dt.datetime | None, *, at: dt.datetime) -> bool:
    """Only ``mlps2`` asks for a change every 90 days; ASVS 5 forbids asking."""
    if settings.PASSWORD_PROFILE != "mlps2" or set_at is None:  # noqa: S105 -- a profile's name
        return False
    return at - set_at > dt.timedelta(days=settings.PASSWORD_DAYS)


def mark_of(password_set_at: dt.datetime | None) -> str:
    """Which password a session was opened with; it ends when that changes."""
    return password_set_at.isoformat() if password_set_at else ""
