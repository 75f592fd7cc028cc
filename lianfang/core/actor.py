"""Who did it, in the three words the audit trail keeps."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Actor:
    """``kind`` is ``user`` (staff), ``account`` (citizen), ``partner`` or ``system``."""

    kind: str
    id: int | None
    name: str

    @classmethod
    def system(cls) -> Self:
        return cls("system", None, "系统")
