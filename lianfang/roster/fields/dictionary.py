"""The fields in force: those declared and those an administrator added."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from lianfang.roster.fields.declared import FIELDS, WRITABLE
from lianfang.roster.fields.kinds import Field


@dataclass(frozen=True)
class Dictionary:
    """What forms, sheets, templates, imports and filters go by; ``added`` in their order."""

    added: tuple[Field, ...] = ()

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return (*FIELDS, *self.added)

    @cached_property
    def by_id(self) -> Mapping[str, Field]:
        return {one.id: one for one in self.fields}

    def label_of(self, name: str) -> str:
        """A name that no field has any more stands for itself."""
        return self.by_id[name].label if name in self.by_id else name

    def seen_by(self, roles: Iterable[str]) -> "Dictionary":
        """As somebody with these roles knows it."""
        held = set(roles)
        return Dictionary(tuple(one for one in self.added if one.is_seen_by(held)))

    def imported_by(self, roles: Iterable[str]) -> tuple[Field, ...]:
        """Fields that a table of somebody with these roles may hold."""
        held = set(roles)
        return (*WRITABLE, *(one for one in self.added if held & set(one.editors)))

    def mandatory_for(self, roles: Iterable[str]) -> tuple[str, ...]:
        """Added fields that somebody with these roles must fill in."""
        held = set(roles)
        return tuple(one.id for one in self.added if held & set(one.mandatory))


DECLARED = Dictionary()
