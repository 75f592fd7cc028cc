"""What a declaration says about a field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import TextChoices

from lianfang.org.enums import RoleCode


class Group(TextChoices):
    """The plan's five groups (5.2) and one for what an administrator adds.

    What the plan does not count stands with the identity.
    """

    IDENTITY = "identity", "身份信息"
    HEALTH = "health", "健康信息"
    TRACK = "track", "轨迹信息"
    MANAGEMENT = "management", "管理信息"
    DECISION = "decision", "决策信息"
    CUSTOM = "custom", "自定义"


class FieldKind(StrEnum):
    """How a value is held and written.

    Held: text, number and date kinds as str, int, Decimal, date and aware datetime; a code as its
    code, several codes as a tuple of them; a flag as bool; a log as a tuple of lines, read only.
    """

    TEXT = "text"
    LONG_TEXT = "long_text"
    DOCUMENT = "document"
    PHONE = "phone"
    INTEGER = "integer"
    NUMBER = "number"
    TEMPERATURE = "temperature"
    DATE = "date"
    MOMENT = "moment"
    CODE = "code"
    CODES = "codes"
    FLAG = "flag"
    AREA = "area"
    PREFECTURE = "prefecture"
    LOG = "log"


class Privacy(StrEnum):
    """PIPL: sensitive (Art. 28), personal, not personal by itself (handbook §3.2)."""

    SENSITIVE = "S"
    PERSONAL = "P"
    NONE = "N"


DOOR = (
    RoleCode.GRID_WORKER,
    RoleCode.COMMUNITY_OFFICER,
    RoleCode.CDC_OFFICER,
)
CARE = (*DOOR, RoleCode.COMMUNITY_DOCTOR)


@dataclass(frozen=True)
class Field:
    """One field: all that forms, sheets, filters and documents need to know of it.

    ``no`` is its place among the plan's 44, 0 for one of our own. ``shown_when`` names a field and
    the values of it with which this one is asked for. ``editors`` is empty where nobody types it.
    ``masked`` is how it leaves without permission: "number" keeps 3 and 4 digits, "hidden" nothing.
    ``viewers`` is None where whoever may open the file sees it; those in ``mandatory`` must fill it
    in. ``own_id`` is the row of a field that an administrator added, 0 for a declared one.
    ``column`` of the person holds it, where one does.
    """

    id: str
    label: str
    group: Group
    kind: FieldKind
    no: int = 0
    part: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    most: int = 50
    required: bool = False
    privacy: Privacy = Privacy.PERSONAL
    editors: tuple[RoleCode, ...] = DOOR
    shown_when: tuple[str, tuple[str, ...]] | None = None
    masked: str = ""
    used_in: str = ""
    synonyms: tuple[str, ...] = ()
    default: str = ""
    example: str = ""
    help: str = ""
    viewers: tuple[RoleCode, ...] | None = None
    mandatory: tuple[RoleCode, ...] = ()
    may_lie_ahead: bool = False
    own_id: int = 0
    column: str = ""

    @property
    def is_written(self) -> bool:
        """Somebody types it; the others are derived, or logs with a page of their own."""
        return bool(self.editors)

    def is_seen_by(self, roles: Iterable[str]) -> bool:
        """Who does not see a field never learns that it is there."""
        return self.viewers is None or bool(set(self.viewers) & set(roles))
