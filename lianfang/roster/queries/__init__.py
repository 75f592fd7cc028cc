"""Across all apps: what an import would do, and everything about one person."""

from lianfang.roster.queries.page import Measured, PersonPage, person_page
from lianfang.roster.queries.preview import Preview, preview_line_list
from lianfang.roster.queries.sheet import Values, sheet_of, texts_of
from lianfang.roster.queries.understanding import Reader, Understood, required_for_new

__all__ = [
    "Measured",
    "PersonPage",
    "Preview",
    "Reader",
    "Understood",
    "Values",
    "person_page",
    "preview_line_list",
    "required_for_new",
    "sheet_of",
    "texts_of",
]
