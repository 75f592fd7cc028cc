"""Across all apps: what an import would do, and everything about one person."""

from lianfang.roster.queries.page import Measured, PersonPage, person_page
from lianfang.roster.queries.preview import Preview, preview_line_list
from lianfang.roster.queries.sheet import Values, sheet_of, texts_of

__all__ = [
    "Measured",
    "PersonPage",
    "Preview",
    "Values",
    "person_page",
    "preview_line_list",
    "sheet_of",
    "texts_of",
]
