"""Who must be verified at the door (handbook §4.2), and what a form may be."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import msgspec

from lianfang.core.crypto import blind
from lianfang.core.identity import RESIDENT_ID
from lianfang.declarations.fields import ALWAYS, ASKABLE, VARIABLES, Item

LINK_DAYS = 30  # the longest life of a link
LINK_MOST = 5_000  # declarations through one link
LINK_AN_HOUR = 300
CODES_EACH = 3  # phone codes for each declaration a link may bring
PHONE_A_DAY = 5  # a parent of several children
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_LABEL, _TITLE, _NOTE = 40, 64, 300


@dataclass(frozen=True)
class Declared:
    """The answers to a form, read and checked; ``groups``: school, grade, class or workshop."""

    name: str
    id_number: str
    phone: str
    sex: str = "0"
    id_type: str = RESIDENT_ID
    area_code: str = ""
    address: str = ""
    has_key_area: bool = False
    has_contact: bool = False
    native_place: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)
    return_date: dt.date | None = None
    return_by: str = ""
    symptoms: tuple[str, ...] = ()
    temp_c: Decimal | None = None


def content_of(form: Declared) -> str:
    """The same for the same answers, and nothing can be read out of it."""
    return blind(msgspec.json.encode(form).decode(), "declaration.content")


def must_verify(
    *,
    has_key_area: bool,
    has_contact: bool,
    is_ill: bool,
    return_date: dt.date | None,
    window: dt.timedelta,
    today: dt.date,
) -> bool:
    """Key area, contact, symptoms, or back in the city for less than the ``window`` of policy."""
    is_back = return_date is not None and today - window < return_date <= today
    return has_key_area or has_contact or is_ill or is_back


def filled(text: str, words: Mapping[str, str]) -> str:
    """Variables in braces by their words; anything else in braces stays as it is."""
    return _VARIABLE.sub(lambda found: words.get(found[1], found[0]), text)


def faults_of(title: str, note: str, items: Sequence[Item]) -> dict[str, str]:
    """What speaks against a form, by the field of the editor it stands in."""
    faults: dict[str, str] = {}
    for name, text, most in (("title", title, _TITLE), ("note", note, _NOTE)):
        if fault := _fault_in(text, most):
            faults[name] = fault
    if not title.strip():
        faults["title"] = "请填写标题"
    ids = [item.id for item in items]
    for item in items:
        if item.id not in ASKABLE or ids.count(item.id) > 1:
            faults[item.id] = "没有这个字段，或重复出现"
        elif fault := _fault_in(item.label, _LABEL):
            faults[item.id] = fault
    required = {item.id for item in items if item.required}
    return faults | {name: "必须保留并必填" for name in ALWAYS if name not in required}


def _fault_in(text: str, most: int) -> str:
    if len(text) > most:
        return f"太长，最多 {most} 个字"
    unknown = [word for word in _VARIABLE.findall(text) if word not in VARIABLES]
    return f"没有变量 {{{unknown[0]}}}" if unknown else ""
