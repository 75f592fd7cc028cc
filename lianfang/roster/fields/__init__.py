"""The field dictionary: one declaration per field of a person's file, and everything reads it."""

from lianfang.roster.fields.asked import ASKED
from lianfang.roster.fields.declared import BY_ID, FIELDS, PLAN, WRITABLE
from lianfang.roster.fields.dictionary import DECLARED, Dictionary
from lianfang.roster.fields.kinds import Field, FieldKind, Group, Privacy
from lianfang.roster.fields.reading import Unreadable, cell_text, document_of, read_cell
from lianfang.roster.fields.showing import shown

__all__ = [
    "ASKED",
    "BY_ID",
    "DECLARED",
    "FIELDS",
    "PLAN",
    "WRITABLE",
    "Dictionary",
    "Field",
    "FieldKind",
    "Group",
    "Privacy",
    "Unreadable",
    "cell_text",
    "document_of",
    "read_cell",
    "shown",
]
