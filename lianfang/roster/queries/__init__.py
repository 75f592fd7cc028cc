"""Across all apps: what an import would do, and everything about one person."""

from lianfang.roster.queries.batches import (
    RowShown,
    bad_rows,
    batch_for,
    batches_of,
    declared_batch_for,
    declared_batches_of,
    rows_of,
)
from lianfang.roster.queries.bulk import (
    BulkRowShown,
    bulk_for,
    bulk_rows,
    bulks_of,
    doctors_for,
    not_done,
    papers_of,
    reasons_of,
)
from lianfang.roster.queries.dictionary import (
    added_values,
    custom_field,
    custom_fields,
    fields_for,
    in_force,
    people_saying,
)
from lianfang.roster.queries.duplicates import (
    Comparison,
    Known,
    Suggestion,
    compare,
    known_like,
    suggestions_for,
)
from lianfang.roster.queries.exports import export_for, exports_of, file_of
from lianfang.roster.queries.forms import FormShown, form_of, shown_form, words_at
from lianfang.roster.queries.history import changes_of, looks_at
from lianfang.roster.queries.moving import Moves, moves_for
from lianfang.roster.queries.page import Measured, PersonPage, person_page
from lianfang.roster.queries.preview import Preview, preview_line_list
from lianfang.roster.queries.proposing import Proposed, areas_proposed
from lianfang.roster.queries.related import Related, related_to
from lianfang.roster.queries.searching import Stay, asked, narrowed, searches_of
from lianfang.roster.queries.sheet import Values, sheet_of, texts_of
from lianfang.roster.queries.tables import form_template, template
from lianfang.roster.queries.understanding import Fields, Reader, Understood, required_for_new

__all__ = [
    "BulkRowShown",
    "Comparison",
    "Fields",
    "FormShown",
    "Known",
    "Measured",
    "Moves",
    "PersonPage",
    "Preview",
    "Proposed",
    "Reader",
    "Related",
    "RowShown",
    "Stay",
    "Suggestion",
    "Understood",
    "Values",
    "added_values",
    "areas_proposed",
    "asked",
    "bad_rows",
    "batch_for",
    "batches_of",
    "bulk_for",
    "bulk_rows",
    "bulks_of",
    "changes_of",
    "compare",
    "custom_field",
    "custom_fields",
    "declared_batch_for",
    "declared_batches_of",
    "doctors_for",
    "export_for",
    "exports_of",
    "fields_for",
    "file_of",
    "form_of",
    "form_template",
    "in_force",
    "known_like",
    "looks_at",
    "moves_for",
    "narrowed",
    "not_done",
    "papers_of",
    "people_saying",
    "person_page",
    "preview_line_list",
    "reasons_of",
    "related_to",
    "required_for_new",
    "rows_of",
    "searches_of",
    "sheet_of",
    "shown_form",
    "suggestions_for",
    "template",
    "texts_of",
    "words_at",
]
