"""The forms in force, an organisation's own declarations, and its links."""

from lianfang.declarations.queries.forms import Form, form_for, kind_of, versions_of
from lianfang.declarations.queries.links import (
    LinkShown,
    is_open,
    link_by_token,
    link_for,
    link_shown,
    links_of,
)
from lianfang.declarations.queries.people import (
    Counts,
    DeclarationRow,
    Wanted,
    by_key,
    cases_among,
    counts_of,
    declarations_of,
    latest_of,
)
from lianfang.declarations.queries.policy import is_due, is_ill

__all__ = [
    "Counts",
    "DeclarationRow",
    "Form",
    "LinkShown",
    "Wanted",
    "by_key",
    "cases_among",
    "counts_of",
    "declarations_of",
    "form_for",
    "is_due",
    "is_ill",
    "is_open",
    "kind_of",
    "latest_of",
    "link_by_token",
    "link_for",
    "link_shown",
    "links_of",
    "versions_of",
]
