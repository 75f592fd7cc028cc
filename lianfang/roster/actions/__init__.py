"""Acts on a whole file, and on many people at once."""

from lianfang.roster.actions.bulk import (
    begin_bulk,
    cancel_bulk,
    preview_bulk,
    run_bulk,
    undo_bulk,
)
from lianfang.roster.actions.committing import commit_batch
from lianfang.roster.actions.declaring import declare_oneself, declare_person
from lianfang.roster.actions.exporting import (
    Wanted,
    ask_export,
    cancel_export,
    expire_exports,
    make_export,
    note_fetch,
    settle_export,
)
from lianfang.roster.actions.line_lists import import_line_list
from lianfang.roster.actions.maintaining import (
    Described,
    add_field,
    change_field,
    switch_field_off,
    switch_field_on,
)
from lianfang.roster.actions.merging import merge_files, unmerge_files
from lianfang.roster.actions.moving import make_move, take_back
from lianfang.roster.actions.papers import expire_papers, note_papers
from lianfang.roster.actions.reading import open_batch, read_held
from lianfang.roster.actions.saving import change_file, open_file
from lianfang.roster.actions.searches import drop_search, save_search
from lianfang.roster.actions.tables import commit_table, open_table
from lianfang.roster.actions.undoing import undo_batch
from lianfang.roster.actions.voiding import ask_void, carry_out_void, restore_file

__all__ = [
    "Described",
    "Wanted",
    "add_field",
    "ask_export",
    "ask_void",
    "begin_bulk",
    "cancel_bulk",
    "cancel_export",
    "carry_out_void",
    "change_field",
    "change_file",
    "commit_batch",
    "commit_table",
    "declare_oneself",
    "declare_person",
    "drop_search",
    "expire_exports",
    "expire_papers",
    "import_line_list",
    "make_export",
    "make_move",
    "merge_files",
    "note_fetch",
    "note_papers",
    "open_batch",
    "open_file",
    "open_table",
    "preview_bulk",
    "read_held",
    "restore_file",
    "run_bulk",
    "save_search",
    "settle_export",
    "switch_field_off",
    "switch_field_on",
    "take_back",
    "undo_batch",
    "undo_bulk",
    "unmerge_files",
]
