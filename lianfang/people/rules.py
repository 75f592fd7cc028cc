"""Pure rules of a person's file: names for search, the door's fingerprint, facts for the pass."""

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from lianfang.core.actor import Actor
from lianfang.core.crypto import blind
from lianfang.people.enums import CaseClass, ControlStatus, FactKind
from lianfang.people.errors import BadName

_LONGEST_NAME = 50
_SURNAMES = {"单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha"}
_LAST = 4

ILL = frozenset(
    {CaseClass.SUSPECTED, CaseClass.CLINICAL, CaseClass.CONFIRMED, CaseClass.ASYMPTOMATIC}
)
# What turns a pass red (handbook §4.5 rules 2 to 4), as it is written down.
REDDENS = ILL | {
    ControlStatus.OBSERVED,
    ControlStatus.IN_TREATMENT,
    FactKind.OPEN_CLOSE_CONTACT,
}


def clean_name(name: str) -> str:
    """Trimmed, inner runs of space folded; letters of any script, spaces and 「·」 allowed."""
    text = re.sub(r"\s+", " ", name.replace("\u3000", " ")).strip()
    if not text or len(text) > _LONGEST_NAME or re.search(r"\d", text):
        raise BadName(fields={"name": BadName.title})
    return text


@lru_cache(maxsize=16_384)
def pinyin_of(name: str) -> tuple[str, str]:
    """``("zhangsan", "zs")``; surnames read as surnames (单 is shan)."""
    syllables = lazy_pinyin(name, style=Style.NORMAL)
    if syllables and name[:1] in _SURNAMES:
        syllables[0] = _SURNAMES[name[0]]
    return "".join(syllables)[:200].lower(), "".join(s[:1] for s in syllables)[:50].lower()


def household_of(area_code: str, address: str) -> str:
    """The same for everybody behind one door, and telling nothing about where it is."""
    door = re.sub(r"[\s\u3000]", "", address)
    return blind(f"{area_code[:12]}|{door}", "person.household") if door else ""


def last4_blind(number: str, purpose: str) -> str:
    return blind(number[-_LAST:], f"{purpose}.last4") if len(number) >= _LAST else ""


@dataclass(frozen=True)
class Fact:
    """A fact that holds now; ``made_by`` is an actor's kind and number."""

    kind: str
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    made_by: str = ""
    maker: Actor | None = None


@dataclass(frozen=True)
class PassFacts:
    """All that the pass colour depends on, besides the profile (handbook §4.5).

    ``next_at`` is when the first fact that does not hold yet begins.
    """

    person_id: int
    epoch: int
    control_status: str
    case_class: str
    id_verified: bool
    facts: tuple[Fact, ...] = field(default=())
    next_at: dt.datetime | None = None
