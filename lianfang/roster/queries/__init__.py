"""Across all apps: what an import would do, and everything about one person."""

from lianfang.roster.queries.page import Measured, PersonPage, person_page
from lianfang.roster.queries.preview import Preview, preview_line_list

__all__ = ["Measured", "PersonPage", "Preview", "person_page", "preview_line_list"]
