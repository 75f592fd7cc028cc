"""Acts on a whole file, and on many people at once."""

from lianfang.roster.actions.committing import commit_batch
from lianfang.roster.actions.exporting import note_export
from lianfang.roster.actions.line_lists import import_line_list
from lianfang.roster.actions.merging import merge_files, unmerge_files
from lianfang.roster.actions.reading import open_batch, read_held
from lianfang.roster.actions.saving import change_file, open_file
from lianfang.roster.actions.searches import drop_search, save_search
from lianfang.roster.actions.undoing import undo_batch

__all__ = [
    "change_file",
    "commit_batch",
    "drop_search",
    "import_line_list",
    "merge_files",
    "note_export",
    "open_batch",
    "open_file",
    "read_held",
    "save_search",
    "undo_batch",
    "unmerge_files",
]
