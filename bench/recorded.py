"""One request as it was recorded: what is asked, the SQL it makes, the answer."""

import json
import uuid
from dataclasses import dataclass, field

Statement = tuple[str, object, bool]


@dataclass
class Asked:
    """One request that can be sent again and again, each time under a key of its own."""

    name: str
    method: str
    path: str
    aim: float  # the share of the floor's speed that is aimed at
    fields: dict[str, object] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    answer: bytes = b""

    @property
    def writes(self) -> bool:
        return self.method == "POST"

    def body(self) -> bytes | None:
        if not self.writes:
            return None
        return json.dumps(self.fields | {"key": str(uuid.uuid4())}, default=str).encode()
