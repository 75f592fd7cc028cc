"""Which form an organisation fills in."""

import datetime as dt
from dataclasses import dataclass

import msgspec

from lianfang.declarations.enums import FormKind
from lianfang.declarations.fields import SHIPPED, Item
from lianfang.declarations.models import FormVersion
from lianfang.org.models import Department


@dataclass(frozen=True)
class Form:
    """A version of a form; 0 is the one as shipped."""

    kind: FormKind
    version: int
    title: str
    note: str
    items: tuple[Item, ...]
    saved_at: dt.datetime | None = None
    saved_by_name: str = ""


def kind_of(department: Department) -> FormKind:
    """Schools and building sites have forms of their own, everybody else that of enterprises."""
    known = department.kind in FormKind.values
    return FormKind(department.kind) if known else FormKind.ENTERPRISE


def form_for(kind: FormKind) -> Form:
    """The newest that was saved, else the shipped one; one statement."""
    saved = FormVersion.objects.filter(kind=kind).order_by("-version").first()
    return _form(saved) if saved else _shipped(kind)


def versions_of(kind: FormKind) -> list[Form]:
    """Newest first, the shipped one last."""
    saved = FormVersion.objects.filter(kind=kind).order_by("-version")
    return [*map(_form, saved), _shipped(kind)]


def _form(row: FormVersion) -> Form:
    items = msgspec.convert(row.items, tuple[Item, ...])
    kind = FormKind(row.kind)
    return Form(kind, row.version, row.title, row.note, items, row.saved_at, row.saved_by_name)


def _shipped(kind: FormKind) -> Form:
    draft = SHIPPED[kind]
    return Form(kind, 0, draft.title, draft.note, draft.items)
