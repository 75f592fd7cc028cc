"""What a declaration form may ask, and the forms as shipped (plan 4.1.5, handbook §0 E11).

The identifiers are those of the field dictionary; the last seven are the form's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lianfang.declarations.enums import FormKind

ALWAYS = ("name", "id_number", "phone")  # without these nobody can be found again
ASKABLE = (
    *("name", "sex", "id_type", "id_number", "phone", "key_area", "contact", "native_place"),
    *("area", "address", "symptoms", "temp"),
    *("school", "grade", "class_name", "workshop", "team", "return_date", "return_by"),
)
GROUPS = ("school", "grade", "class_name", "workshop", "team")  # where in the organisation
VARIABLES = ("city", "city_short", "key_area", "key_date", "organisation")


@dataclass(frozen=True)
class Item:
    """One question of a form; an empty label is the dictionary's own."""

    id: str
    required: bool = True
    label: str = ""


@dataclass(frozen=True)
class Draft:
    """A form as it is written: heading and note may hold variables in braces."""

    title: str
    note: str
    items: tuple[Item, ...]


_NOTE = "请如实填写。信息仅用于疫情防控，{organisation}只能看到通行证颜色。"
_WHO = (Item("name"), Item("sex"), Item("id_number"), Item("phone"))
_PAST = (Item("key_area"), Item("contact"), Item("native_place"))
_BACK = (Item("return_date"), Item("return_by"))
_NOW = (
    Item("area"),
    Item("address", required=False),
    Item("symptoms", required=False),
    Item("temp", required=False),
)
_WORK = (Item("workshop"), Item("team", required=False))
_CREW = (Item("workshop", label="工程项目"), Item("team", label="班组 / 工种"))
_CLASS = (Item("school"), Item("grade"), Item("class_name"))

SHIPPED: Mapping[FormKind, Draft] = {
    FormKind.ENTERPRISE: Draft(
        "{organisation}返{city_short}人员申报", _NOTE, (*_WHO, *_PAST, *_WORK, *_BACK, *_NOW)
    ),
    FormKind.SCHOOL: Draft(
        "{organisation}返校师生申报", _NOTE, (*_WHO, *_PAST, *_CLASS, *_BACK, *_NOW)
    ),
    FormKind.SITE: Draft(
        "{organisation}返{city_short}务工人员申报", _NOTE, (*_WHO, *_PAST, *_CREW, *_BACK, *_NOW)
    ),
}
