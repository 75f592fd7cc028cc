"""What a role may do (handbook §4.0), and the caller as everything below the doors sees them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lianfang.core.actor import Actor
from lianfang.org.enums import Permission, RoleCode
from lianfang.org.errors import MissingPermission

COUNTRY = "CN"  # the area of a post that covers everywhere

ROLE_PERMISSIONS: Mapping[RoleCode, tuple[Permission, ...]] = {
    RoleCode.GATEKEEPER: (Permission.GATE_VERIFY,),
    RoleCode.ORG_AGENT: (Permission.DECLARATION_SUBMIT,),
    RoleCode.GRID_WORKER: (
        Permission.PERSON_VIEW,
        Permission.PERSON_REGISTER,
        Permission.CASE_VERIFY,
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
    ),
    RoleCode.ACCEPTOR: (Permission.CASE_VIEW, Permission.CASE_ACCEPT, Permission.ORG_VIEW),
    RoleCode.SHIFT_LEADER: (
        Permission.CASE_VIEW,
        Permission.CASE_ACCEPT,
        Permission.CASE_DISPATCH,
        Permission.CASE_CLOSE,
        Permission.ORG_VIEW,
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
    RoleCode.SYSADMIN: (Permission.POLICY_EDIT, Permission.ORG_VIEW, Permission.ORG_EDIT),
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
